"""What a schedule must keep (S)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

AHEAD_DAYS = Limit(400, "service days ahead are looked at", COMMON)
FALLBACK_DAYS = Limit(28, "days for which a fallback lasts", COMMON)
BEHIND = Limit(0.9, "of the plays that were due by now", COMMON)

RULES = (
    Rule(
        "S1",
        Severity.ERROR,
        say("Flights of one priority are promised no more than the loop holds."),
        COMMON,
        Seen.PLAN,
        (AHEAD_DAYS,),
    ),
    Rule("S2", Severity.WARNING, say("A flight has something to show on each of its channels."), COMMON, Seen.PLAN),
    Rule(
        "S3",
        Severity.ERROR,
        say("Every channel has a fallback, and one that lasts."),
        COMMON,
        Seen.PLAN,
        (FALLBACK_DAYS,),
    ),
    Rule("S4", Severity.ERROR, say("No spot is longer than its channel's loop."), COMMON, Seen.PLAN),
    Rule("S5", Severity.WARNING, say("A flight runs on each of its channels."), COMMON, Seen.PLAN),
    Rule("S6", Severity.WARNING, say("Higher priorities leave a flight what it was promised."), COMMON, Seen.PLAN),
    Rule(
        "S7",
        Severity.WARNING,
        say("What a flight shows may be shown until its last day."),
        "GDPR art. 6(1)(a), 7; " + COMMON,
        Seen.PLAN,
    ),
    Rule(
        "S8",
        Severity.WARNING,
        say("An item has a picture for each channel and language of its flight."),
        COMMON,
        Seen.PLAN,
    ),
    Rule("S9", Severity.WARNING, say("Everything a flight could show is approved."), COMMON, Seen.PLAN),
    Rule("S10", Severity.WARNING, say("A flight's least gap can be kept beside its share."), COMMON, Seen.PLAN),
    Rule("S11", Severity.WARNING, say("One emergency runs at a time."), COMMON, Seen.PLAN),
    Rule(
        "S12",
        Severity.WARNING,
        say("A flight reaches its wanted number of plays by its last day."),
        COMMON,
        Seen.PLAN,
        (BEHIND,),
    ),
)
