"""Subtitles (D)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

LINES_MOST = Limit(2, "lines", "Netflix BG; BBC")
LINE_MOST = Limit(42, "characters a line", "Netflix BG")
LINE_MOST_PORTRAIT = Limit(25, "characters a line on portrait screens", "BBC")
PACE_BG_MOST = Limit(17, "characters a second (bg)", "Netflix BG")
PACE_BG_GOOD = Limit(13, "characters a second (bg), comfortable", "Pixelogic")
PACE_EN_MOST = Limit(20, "characters a second (en)", "Netflix EN")
CUE_LEAST = Limit(5 / 6, "s, the shortest cue", "Netflix")
CUE_MOST = Limit(7, "s, the longest cue", "Netflix")
GAP_LEAST = Limit(2, "frames between two cues", "Netflix")
GAP_CLOSED = Limit(0.5, "s: a shorter pause is closed", "Netflix")
AUDIBLE = Limit(-45, "dBFS: louder is heard", COMMON)
UNWRITTEN_MOST = Limit(3, "s of sound without a word", COMMON)

RULES = (
    Rule(
        "D1",
        Severity.ERROR,
        say("A subtitle has two lines at most, none too long for its screen."),
        "Netflix BG; BBC",
        Seen.CONTENT,
        (LINES_MOST, LINE_MOST, LINE_MOST_PORTRAIT),
    ),
    Rule(
        "D2",
        Severity.ERROR,
        say("A subtitle is up long enough for its characters, spaces counted."),
        "Netflix; Pixelogic",
        Seen.CONTENT,
        (PACE_BG_MOST, PACE_BG_GOOD, PACE_EN_MOST),
    ),
    Rule(
        "D3",
        Severity.ERROR,
        say("A subtitle is neither too short nor too long, and no gap between two flickers."),
        "Netflix",
        Seen.CONTENT,
        (CUE_LEAST, CUE_MOST, GAP_LEAST, GAP_CLOSED),
    ),
    Rule(
        "D4",
        Severity.ERROR,
        say("Subtitles are in order, none overlaps another, none ends after the clip."),
        COMMON,
        Seen.CONTENT,
    ),
    Rule("D5", Severity.WARNING, say("A line does not break inside a phrase."), "Netflix BG", Seen.CONTENT),
    Rule(
        "D6",
        Severity.ERROR,
        say("Screens are silent: what is said is written, in every language of the channel."),
        "the product's promise",
        Seen.LOOP,
        (AUDIBLE, UNWRITTEN_MOST),
    ),
)
