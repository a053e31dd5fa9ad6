"""People and consent (F)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

CHILD_UNDER = Limit(14, "years: younger, and a guardian decides", "Bulgarian Persons and Family Act art. 3")
ADULT_FROM = Limit(18, "years: from 14 to 17 both decide", "Bulgarian Persons and Family Act art. 4")
OLD_MONTHS = Limit(24, "months, then the person is asked again", COMMON)

RULES = (
    Rule(
        "F1",
        Severity.ERROR,
        say("Whoever can be recognised has agreed, and the record can prove it."),
        "GDPR art. 7(1)",
        Seen.CONTENT,
    ),
    Rule(
        "F2",
        Severity.ERROR,
        say("Ethnicity, faith or origin is revealed only with a separate, explicit consent."),
        "GDPR art. 9(2)(a)",
        Seen.CONTENT,
    ),
    Rule(
        "F3",
        Severity.ERROR,
        say("The material is used for the purposes, channels and dates that were agreed to."),
        "GDPR art. 6(1)(a), 7",
        Seen.CONTENT,
    ),
    Rule(
        "F4",
        Severity.ERROR,
        say("Under 14 a guardian agrees; from 14 to 17 the child and a guardian."),
        "Bulgarian Persons and Family Act; Personal Data Protection Act",
        Seen.CONTENT,
        (CHILD_UNDER, ADULT_FROM),
    ),
    Rule(
        "F5",
        Severity.ERROR,
        say("No personal number stands anywhere; phones and addresses are accepted by a lead."),
        "Bulgarian Personal Data Protection Act",
        Seen.CONTENT,
    ),
    Rule(
        "F6",
        Severity.ERROR,
        say("Nothing plays after its withdrawal."),
        "GDPR art. 7(3), 17, 19",
        Seen.PLAN,
    ),
    Rule(
        "F7",
        Severity.WARNING,
        say("A consent is not old, and a photo does not tell where it was taken."),
        COMMON,
        Seen.CONTENT,
        (OLD_MONTHS,),
    ),
)
