"""Answers of a sample (checks.md E4, E6). In: an item and its template. Out: findings about how sure its shares are.

That the question, the days and the number of people are there is for the template's fields to demand.
"""

from collections.abc import Iterator, Mapping, Sequence

from campaign.checks.texts import place_in
from campaign.render.entry import choose_language
from campaign.render.manifest import Template, Total
from campaign.spec.content import Item
from campaign.spec.figure import measure_margin
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from campaign.spec.rules.words import FEWEST


def check_surveys(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E4 and E6 for every field whose rows are answers of people who were asked."""
    for name, spec in template.manifest.fields.items():
        if spec.total and spec.total.asked:
            yield from _check_answers(item, name, spec.total, language=language)


def _check_answers(item: Item, name: str, total: Total, *, language: str) -> Iterator[Finding]:
    asked = item.values.get(total.asked)
    if not isinstance(asked, (int, float)):
        return  # its field tells that it is missing
    if asked < FEWEST.value:
        yield _tell_few(item, total.asked, asked)
    rows = choose_language(item.values.get(name), language=language)
    records = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, (list, tuple)) else []
    for path, shares in _list_compared(name, records, total):
        yield from _check_lead(item, f"values.{path}", shares, asked)


def _list_compared(name: str, rows: Sequence[Mapping[str, object]], total: Total) -> Iterator[tuple[str, list[float]]]:
    """Shares the picture sets against each other: the sides of each row, or the rows of a column."""
    for number, row in enumerate(rows, start=1):
        if total.sides:
            yield f"{name}.{number}", [sum(_read_shares(row, side)) for side in total.sides]
    for part in total.down:
        yield name, [share for row in rows for share in _read_shares(row, (part,))]


def _read_shares(row: Mapping[str, object], parts: Sequence[str]) -> list[float]:
    return [float(share) for part in parts if isinstance(share := row.get(part), (int, float))]


def _check_lead(item: Item, field: str, shares: Sequence[float], asked: float) -> Iterator[Finding]:
    """The first two by size must be further apart than the first may be off."""
    first, second, *_ = (*sorted(shares, reverse=True), 0.0, 0.0)
    lead, margin = first - second, measure_margin(first, asked)
    if len(shares) > 1 and 0 < lead < margin:
        yield Finding(
            "E4",
            Severity.WARNING,
            say(
                "The lead of %(lead).1f points is inside the margin of error of ±%(margin).1f.",
                lead=lead,
                margin=margin,
            ),
            say("Do not speak of more or fewer here, or tell why it may be said."),
            place_in(item, field=field),
            f"{lead:.1f}",
            f"≥ {margin:.1f}",
        )


def _tell_few(item: Item, field: str, asked: float) -> Finding:
    return Finding(
        "E6",
        Severity.ERROR,
        say("Only %(count)d people were asked.", count=int(asked)),
        say("Shares of fewer than %(least)d people are not shown: tell their stories instead.", least=int(FEWEST.value)),
        place_in(item, field=f"values.{field}"),
        f"{asked:g}",
        f"≥ {FEWEST.value:g}",
    )
