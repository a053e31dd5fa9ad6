"""Files for screens (G)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

SEAM_MOST = Limit(0.25, "mean difference of the last frame and the first, 0 to 1", COMMON)

RULES = (
    Rule(
        "G1",
        Severity.ERROR,
        say("The file is what the channel's players decode, to the pixel, and has no sound."),
        "players' manuals",
        Seen.FILE,
    ),
    Rule(
        "G2",
        Severity.ERROR,
        say("Bit rate, size and duration are within the channel's profile, exact to a frame."),
        "the channel's profile",
        Seen.FILE,
    ),
    Rule("G3", Severity.WARNING, say("A loop's end meets its beginning."), COMMON, Seen.LOOP, (SEAM_MOST,)),
    Rule(
        "G4",
        Severity.ERROR,
        say("Slots sum to the loop; nothing in it is expired, withdrawn or made for another channel."),
        COMMON,
        Seen.PLAN,
    ),
)
