"""Funding visibility (A): what the funder's law wants to be seen."""

from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.rule import COMMON, Limit, Rule, Seen

ANNEX = "Regulation (EU) 2021/1060 Annex IX"

EMBLEM_LEAST_MM = Limit(10, "mm on the panel, the emblem's least height", "Commission guidance on the EU emblem")
BORDER_LEAST = Limit(
    1 / 25, "of the emblem's height, its white border, and what is kept empty on white", f"{ANNEX} 2.3"
)
STATEMENT_LEAST = Limit(0.5, "of the emblem's height, the statement's least", COMMON)
STATEMENT_MOST = Limit(1.0, "of the emblem's height, the statement's most", COMMON)
DISCLAIMER_MOST = Limit(0.05, "of the screen's height: a longer disclaimer stands behind the QR code", COMMON)

RULES = (
    Rule(
        "A1",
        Severity.ERROR,
        say("Every public material carries the EU emblem and the funding statement."),
        f"{ANNEX} 1.1",
        Seen.PIXELS,
    ),
    Rule(
        "A2",
        Severity.ERROR,
        say("The statement stands in the official words of its language, in full; the Union is never abbreviated."),
        f"{ANNEX} 1.2",
        Seen.CONTENT,
    ),
    Rule(
        "A3",
        Severity.ERROR,
        say("The statement is set in a face the law lists, without italic, underline or effects."),
        f"{ANNEX} 1.3",
        Seen.PIXELS,
    ),
    Rule(
        "A4",
        Severity.ERROR,
        say("The statement is Reflex Blue (#003399), black or white."),
        f"{ANNEX} 1.6",
        Seen.PIXELS,
    ),
    Rule(
        "A5",
        Severity.ERROR,
        say("Nothing overlaps the emblem or merges with it; on any ground but white it has its white border."),
        f"{ANNEX} 1.4, 1.7, 2.3",
        Seen.PIXELS,
        (BORDER_LEAST,),
    ),
    Rule(
        "A6",
        Severity.ERROR,
        say("No other logo is higher or wider than the emblem."),
        f"{ANNEX} 1.7",
        Seen.PIXELS,
    ),
    Rule(
        "A7",
        Severity.ERROR,
        say("In 2021–2027 no logo of a fund or of an older programme stands beside the emblem."),
        f"{ANNEX} 1.7",
        Seen.CONTENT,
    ),
    Rule(
        "A8",
        Severity.WARNING,
        say("The statement's block is half as high as the emblem to as high."),
        COMMON,
        Seen.PIXELS,
        (STATEMENT_LEAST, STATEMENT_MOST),
    ),
    Rule(
        "A9",
        Severity.ERROR,
        say("The emblem is at least 10 mm high on the screen."),
        "Commission guidance on the EU emblem",
        Seen.PIXELS,
        (EMBLEM_LEAST_MM,),
    ),
    Rule(
        "A10",
        Severity.ERROR,
        say("Emblem and statement are on every frame: people come in the middle of a loop."),
        COMMON,
        Seen.LOOP,
    ),
    Rule(
        "A12",
        Severity.ERROR,
        say("2014–2020 structural funds: the fund or programme is named too."),
        "Regulation (EU) 821/2014 art. 4",
        Seen.CONTENT,
    ),
    Rule(
        "A13",
        Severity.ERROR,
        say("AMIF 2014–2020: the fund, its statement on added value and the Commission's disclaimer stand there."),
        "Regulation (EU) 1049/2014",
        Seen.CONTENT,
    ),
    Rule(
        "A14",
        Severity.ERROR,
        say("URBACT II (2007–2013): the emblem, “European Union” and “European Regional Development Fund”."),
        "Regulation (EC) 1828/2006 art. 9",
        Seen.CONTENT,
    ),
    Rule(
        "A15",
        Severity.ERROR,
        say("The funder's disclaimer is on the material, or behind its QR code where the screen is too small."),
        "the programmes' grant agreements",
        Seen.PIXELS,
        (DISCLAIMER_MOST,),
    ),
)
