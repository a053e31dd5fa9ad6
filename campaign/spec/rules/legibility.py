"""Legibility on a real screen (B)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

SAFE_LEAST = Limit(0.035, "of the picture's shorter side, the margin at its edge that a panel's frame may hide", COMMON)
SAFE_STRIP = Limit(0.4, "of that margin for the funding strip, which lies along the edge on plain ground", COMMON)
APART_TEXTS = Limit(0.12, "of a capital's height between the letters of two texts", COMMON)
CAP_LEAST = Limit(1 / 250, "of the viewing distance, a capital's least height", "PRM TSI 1300/2014 table 5a")
CAP_GOOD = Limit(1 / 155, "of the viewing distance, a capital's comfortable height", "ISO 9241-303")
CONTRAST_LEAST = Limit(4.5, ": 1, a text against the worst pixels behind it", "WCAG 2.2 1.4.3")
CONTRAST_GOOD = Limit(7.0, ": 1, comfortable; a large text needs the least alone", "WCAG 2.2 1.4.6")
LARGE_CAP = Limit(
    1 / 160, "of the viewing distance: a higher capital is large", "WCAG 2.2, large scale: 18 pt at 71 cm"
)
LARGE_BOLD_CAP = Limit(1 / 206, "of the viewing distance: large in bold", "WCAG 2.2, large scale: 14 pt bold at 71 cm")
BOLD_STEM = Limit(0.18, "of a capital's height: bold strokes are thicker", "weight 700 of the packaged faces, measured")
SHAPE_LEAST = Limit(3.0, ": 1, a meaningful shape against what is beside it", "WCAG 2.2 1.4.11")
APART_LEAST = Limit(
    0.08, "in OKLab between two colours in every common kind of sight, four just noticeable differences", COMMON
)
PACE_MOST = Limit(3.0, "words a second at most", "BBC subtitle guidelines")
PACE_GOOD = Limit(2.2, "words a second, comfortable", "DCMP captioning key")
READING_LEAST = Limit(2.0, "s on the screen at least", "DCMP captioning key")
WORDS_MOST = Limit(15, "words in a frame", COMMON)
WORDS_MOST_GLANCE = Limit(10, "words in a frame on a screen that people pass", COMMON)
LARGE = Limit(0.75, "of the picture's highest capital: what is as large counts as read at once", COMMON)
HELD_SHARE = Limit(1 / 3, "of the loop at its end holds still, but for the way back to its beginning", COMMON)
MOVING_MOST = Limit(0.005, "of the picture may still move, such as a cursor", COMMON)
COUNTER_CUT = Limit(0.25, "of a figure outside its window at rest: another one stands there", COMMON)
INK_LEAST = Limit(3.0, ": 1, a text is there to be read from this contrast on", "WCAG 2.2 1.4.3, large letters")
INK_SHARE = Limit(0.75, "of a text's strokes have that contrast", COMMON)

RULES = (
    Rule(
        "B1",
        Severity.ERROR,
        say("No text is cut, overflows its box, overlaps another text, or leaves the safe area."),
        COMMON,
        Seen.PIXELS,
        (SAFE_LEAST, SAFE_STRIP, APART_TEXTS),
    ),
    Rule(
        "B2",
        Severity.ERROR,
        say("Capitals are high enough for the distance people stand at."),
        "PRM TSI 1300/2014 table 5a; ISO 9241-303",
        Seen.PIXELS,
        (CAP_LEAST, CAP_GOOD),
    ),
    Rule(
        "B3",
        Severity.ERROR,
        say("Every text stands out from the worst pixels behind it, at every moment it is up."),
        "WCAG 2.2 1.4.3, 1.4.6",
        Seen.PIXELS,
        (CONTRAST_LEAST, CONTRAST_GOOD, LARGE_CAP, LARGE_BOLD_CAP, BOLD_STEM),
    ),
    Rule(
        "B4",
        Severity.ERROR,
        say("Shapes that mean something stand out, and colour is never the only thing that tells them apart."),
        "WCAG 2.2 1.4.1, 1.4.11",
        Seen.PIXELS,
        (SHAPE_LEAST, APART_LEAST),
    ),
    Rule(
        "B5",
        Severity.ERROR,
        say("Every text is up long enough to be read."),
        "BBC subtitle guidelines; DCMP captioning key",
        Seen.LOOP,
        (PACE_MOST, PACE_GOOD, READING_LEAST, INK_LEAST, INK_SHARE),
    ),
    Rule(
        "B6",
        Severity.WARNING,
        say("A frame holds few words."),
        "signage practice",
        Seen.PIXELS,
        (WORDS_MOST, WORDS_MOST_GLANCE, LARGE),
    ),
    Rule(
        "B7",
        Severity.ERROR,
        say("The last third of a loop holds still, and a counter ends on its exact value."),
        COMMON,
        Seen.LOOP,
        (HELD_SHARE, MOVING_MOST, COUNTER_CUT),
    ),
    Rule("B8", Severity.ERROR, say("Every character has a glyph."), COMMON, Seen.PIXELS),
)
