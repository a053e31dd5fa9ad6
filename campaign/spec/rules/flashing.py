"""Photosensitive safety (C)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import Limit, Rule, Seen

WCAG = "WCAG 2.2 2.3.1"
BT1702 = "ITU-R BT.1702"

FLASHES_MOST = Limit(3, "flashes in any one second", f"{WCAG}; {BT1702}")
CHANGE_LEAST = Limit(0.10, "of relative luminance is a change", WCAG)
DARKER_BELOW = Limit(0.80, "of relative luminance, the darker state", WCAG)
RED_SHARE = Limit(0.8, "R / (R + G + B), a saturated red", WCAG)
RED_DISTANCE = Limit(0.2, "Δu′v′ is a change of red", WCAG)
AREA_MOST = Limit(0.25, "of some W/3 × H/3 window", WCAG)
NITS_LEAST = Limit(20, "cd/m² is a change", BT1702)
DARKER_BELOW_NITS = Limit(160, "cd/m², the darker state", BT1702)

RULES = (
    Rule(
        "C1",
        Severity.ERROR,
        say("No more than three flashes in any second."),
        WCAG,
        Seen.LOOP,
        (FLASHES_MOST, CHANGE_LEAST, DARKER_BELOW),
    ),
    Rule(
        "C2",
        Severity.ERROR,
        say("No more than three red flashes in any second."),
        WCAG,
        Seen.LOOP,
        (FLASHES_MOST, RED_SHARE, RED_DISTANCE),
    ),
    Rule(
        "C3",
        Severity.ERROR,
        say("Flashes count where they cover more than a quarter of some ninth of the picture."),
        WCAG,
        Seen.LOOP,
        (AREA_MOST,),
    ),
    Rule(
        "C4",
        Severity.ERROR,
        say("No more than three flashes in any second, in the light of this very panel."),
        BT1702,
        Seen.LOOP,
        (FLASHES_MOST, NITS_LEAST, DARKER_BELOW_NITS),
    ),
)
