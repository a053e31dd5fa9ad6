"""Makes docs/checks.md. In: the table of rules, and how the checks did on the corpus. Out: the page, kept true.

Run it with `.venv/bin/python docs/make_checks.py` after a change to a rule, a limit or the corpus; a test holds both
together.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.corpus.cases import Tally, count_cases, list_cases
from campaign.spec.rules.rule import Limit, Rule, Seen
from campaign.spec.rules.table import RULES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "checks.md"

HEAD = """# Checks a material must pass

Every material is examined before anyone can approve it, and again when anything it rests on changes. An **error**
blocks approval and cannot be accepted. A **warning** needs a lead's recorded reason, which holds for exactly this
picture: a change asks again. `campaign check` tells the same of a pack, a material, a template, a picture or a film
from elsewhere.

This page is made by `docs/make_checks.py` from `campaign/spec/rules/`, where the checks take their limits from.
"""

TITLES = {
    "A": "Funding visibility",
    "B": "Legibility on a real screen",
    "C": "Photosensitive safety",
    "D": "Subtitles",
    "E": "Statistics and words",
    "F": "People and consent",
    "G": "Files for screens",
    "S": "Schedules",
}

SEEN = {
    Seen.CONTENT: "what was entered",
    Seen.PIXELS: "the pixels",
    Seen.LOOP: "every moment of the loop",
    Seen.FILE: "the file",
    Seen.PLAN: "the schedule",
}

SMALL, EXACT = 0.05, 1e-6
"""A limit below this is written as one part of so many, when it is."""

CORPUS = """## How well they tell good from bad

Cases made for the purpose, on both sides of every limit: drawn pages, photos, gradients, compressed pictures, flashing
clips, sentences. A bad case must be found, a good one left alone. `python -m benchmarks.checks` runs them again.

| rule | bad cases | found | good cases | false alarms | precision | recall |
|---|---:|---:|---:|---:|---:|---:|
"""


def write_rules() -> str:
    """All but the last part."""
    return HEAD + "".join(_write_letter(letter, title) for letter, title in TITLES.items())


def _write_letter(letter: str, title: str) -> str:
    rows = (_write_rule(rule) for rule in RULES.values() if rule.id[0] == letter)
    head = "| id | severity | what must be true | looked at | source | limits |\n|---|---|---|---|---|---|\n"
    return f"\n## {letter}. {title}\n\n{head}{''.join(rows)}"


def _write_rule(rule: Rule) -> str:
    limits = "<br>".join(_write_limit(limit, rule) for limit in rule.limits)
    cells = (rule.id, rule.severity.value, str(rule.text), SEEN[rule.seen], rule.source, limits)
    return "| " + " | ".join(cells) + " |\n"


def _write_limit(limit: Limit, rule: Rule) -> str:
    source = "" if limit.source in rule.source else f" ({limit.source})"
    part = 1 / limit.value
    small = 0 < limit.value < SMALL and abs(part - round(part)) < EXACT
    return f"1/{round(part)} {limit.unit}{source}" if small else f"{limit.value:.3g} {limit.unit}{source}"


def write_corpus(tallies: Iterable[Tally]) -> str:
    return "\n" + CORPUS + "".join(map(_write_tally, tallies))


def _write_tally(tally: Tally) -> str:
    counts = (tally.found + tally.missed, tally.found, tally.passed + tally.alarms, tally.alarms)
    shares = (f"{tally.precision:.2f}", f"{tally.recall:.2f}")
    return "| " + " | ".join((tally.rule, *map(str, counts), *shares)) + " |\n"


def list_counts(text: str) -> Iterator[tuple[str, int, int]]:
    """Rule, bad and good cases, as the page's last table has them."""
    for line in text.partition(CORPUS)[2].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        yield cells[0], int(cells[1]), int(cells[3])


if __name__ == "__main__":
    PAGE.write_text(write_rules() + write_corpus(count_cases(list_cases())), encoding="utf-8")
