"""Statistics and words (E)."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

ROUNDING = Limit(0.5, "units of the last digit for each part", COMMON)
CONFIDENCE = Limit(1.96, "standard errors are the margin", "ESOMAR/WAPOR guideline on opinion polls")
PROPORTION = Limit(2, "% of the longest bar, that a bar may miss its figure", COMMON)
PIXELS = Limit(3, "pixels, that a bar may miss its figure, or stand for less than it", COMMON)
FEWEST = Limit(20, "people asked: fewer are not shown", "practice of the EU Agency for Fundamental Rights")
FEW = Limit(50, "people asked: fewer stand in brackets", "practice of the EU Agency for Fundamental Rights")

RULES = (
    Rule(
        "E1",
        Severity.ERROR,
        say("Every figure has its source, period, population and unit, and they are on the material."),
        COMMON,
        Seen.CONTENT,
    ),
    Rule(
        "E2",
        Severity.ERROR,
        say("Parts of a whole make 100 within rounding; questions with several answers say so."),
        COMMON,
        Seen.CONTENT,
        (ROUNDING,),
    ),
    Rule(
        "E3",
        Severity.ERROR,
        say("Bars start at nought, lengths and pictograms are in proportion, nothing is drawn in depth."),
        "statistics practice",
        Seen.PIXELS,
        (PROPORTION, PIXELS),
    ),
    Rule(
        "E4",
        Severity.ERROR,
        say("A survey tells how many were asked, when, and what; a difference it speaks of is outside its margin."),
        "ESOMAR/WAPOR guideline on opinion polls",
        Seen.CONTENT,
        (CONFIDENCE,),
    ),
    Rule(
        "E5",
        Severity.ERROR,
        say("Per cent is not said for percentage points; what is unknown is shown, and never as nought."),
        COMMON,
        Seen.CONTENT,
    ),
    Rule(
        "E6",
        Severity.ERROR,
        say("Shares of very few people are not shown, shares of few stand in brackets."),
        "practice of the EU Agency for Fundamental Rights",
        Seen.CONTENT,
        (FEWEST, FEW),
    ),
    Rule(
        "E7",
        Severity.ERROR,
        say("A figure nobody has verified is not published."),
        "the product's promise",
        Seen.CONTENT,
    ),
    Rule(
        "E8",
        Severity.ERROR,
        say("The fact leads; the myth appears once, and is marked false whenever it is visible."),
        "The Debunking Handbook 2020",
        Seen.CONTENT,
    ),
    Rule(
        "E9",
        Severity.ERROR,
        say("No slurs but in a quotation with a reason; frames that turn people into a threat are accepted by a lead."),
        "Council of Europe; FRA; OHCHR",
        Seen.CONTENT,
    ),
    Rule(
        "E10",
        Severity.WARNING,
        say("A person's ethnicity is named only for a recorded reason."),
        "Bulgarian media code of ethics 2.5.2",
        Seen.CONTENT,
    ),
)
