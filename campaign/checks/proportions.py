"""Charts as drawn (checks.md E3). In: lengths and signs of a page, the item. Out: where they do not tell its figures.

Elements of one kind whose lengths stand in the order of the item's figures are its bars, whoever drew them; then they
must be in proportion, and so start at nought.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from math import comb

from campaign.checks.amounts import is_number, list_rows
from campaign.checks.texts import place_in
from campaign.render.manifest import FieldType, Template
from campaign.render.marks import Length, Marks, Signs
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from campaign.spec.rules.words import PIXELS, PROPORTION

MOST_CHOICES = 2_000
"""Ways to pick bars from rows that are all tried."""


@dataclass(frozen=True)
class Figures:
    """Numbers of one field: a table of `rows`, each with as many parts."""

    field: str
    rows: tuple[tuple[float, ...], ...]


def check_proportions(marks: Marks, *, item: Item, template: Template, language: str) -> Iterator[Finding]:
    """E3: bars start at nought and are as long as their figures; as many signs are filled as are counted."""
    figures = tuple(_list_figures(item, template, language))
    for _, family in groupby(sorted(marks.lengths, key=lambda each: each.family), key=lambda each: each.family):
        yield from _check_family(tuple(family), figures, item)
    yield from _check_signs(marks.signs, item, template)


def _check_family(family: Sequence[Length], figures: Sequence[Figures], item: Item) -> Iterator[Finding]:
    told = tuple(each.amount for each in family if each.amount is not None)
    for side in ("width", "height"):
        lengths = [getattr(each.box, side) for each in family]
        if not _varies(family, side, lengths):
            continue
        if len(told) == len(family):
            wrong = _find_wrong(lengths, told)
            suspects = [(figures[0].field if figures else "", told)] if wrong is not None else []
        else:
            suspects = [
                (one.field, column) for one in figures for column in _list_columns(one) if _match(lengths, column)
            ]
            if any(_find_wrong(lengths, row) is None for one in figures for row in _list_choices(one, len(lengths))):
                continue
        for field, amounts in suspects[:1]:
            worst = _find_wrong(lengths, amounts)
            if worst is not None:
                place = Place(item=item.id, field=f"values.{field}" if field else "", box=family[worst].box)
                yield _tell_bar(place, lengths, amounts, at=worst)
            return


def _varies(family: Sequence[Length], side: str, lengths: Sequence[float]) -> bool:
    """Whether the page itself writes this side, and it is not the same for all."""
    names = {side, "flex-grow", "flex-basis", "flex"}
    written = {tuple(value for name, value in each.written.items() if name in names) for each in family}
    told = any(each.amount is not None for each in family)
    return len(family) > 1 and (len(written) > 1 or told) and max(lengths) - min(lengths) > PIXELS.value


def _match(lengths: Sequence[float], amounts: Sequence[float]) -> bool:
    """Whether the lengths rise where the amounts do, and only there."""
    if len(lengths) != len(amounts) or min(amounts) < 0 or max(amounts) == min(amounts):
        return False
    pairs = combinations(zip(amounts, lengths, strict=True), 2)
    return all(
        (one[0] <= other[0]) == (one[1] <= other[1] + PIXELS.value) or _is_near(one, other) for one, other in pairs
    )


def _is_near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Amounts or lengths too close to tell their order."""
    return abs(one[1] - other[1]) <= PIXELS.value or one[0] == other[0]


def _find_wrong(lengths: Sequence[float], amounts: Sequence[float]) -> int | None:
    """The bar that is furthest from its share of the longest, if it is too far."""
    most = max(range(len(amounts)), key=lambda at: amounts[at])
    if amounts[most] <= 0 or min(amounts) < 0:
        return None
    missed = [
        abs(length - lengths[most] * amount / amounts[most]) for length, amount in zip(lengths, amounts, strict=True)
    ]
    worst = max(range(len(missed)), key=lambda at: missed[at])
    return worst if missed[worst] > max(PIXELS.value, PROPORTION.value / 100 * lengths[most]) else None


def _list_columns(figures: Figures) -> Iterator[tuple[float, ...]]:
    """What a designer draws as bars: one part of all rows, all parts of one row, or all of all in either order."""
    yield from zip(*figures.rows, strict=True)
    if figures.rows and len(figures.rows[0]) > 1:
        yield tuple(amount for row in figures.rows for amount in row)
        yield tuple(amount for column in zip(*figures.rows, strict=True) for amount in column)
        yield from figures.rows


def _list_choices(figures: Figures, count: int) -> Iterator[tuple[float, ...]]:
    """Every sequence of so many figures that bars may stand for: some rows, some parts, both, and differences."""
    width = len(figures.rows[0]) if figures.rows else 0
    for parts in range(1, width + 1):
        if count % parts or count // parts > len(figures.rows):
            continue
        few = comb(len(figures.rows), count // parts) * comb(width, parts) <= MOST_CHOICES
        for columns in combinations(range(width), parts):
            for rows in combinations(figures.rows, count // parts) if few else _slide(figures.rows, count // parts):
                yield tuple(row[at] for row in rows for at in columns)
                yield tuple(row[at] for at in columns for row in rows)
    if count == len(figures.rows):
        for one, other in combinations(range(width), 2):
            yield tuple(abs(row[one] - row[other]) for row in figures.rows)


def _slide(rows: Sequence[tuple[float, ...]], count: int) -> Iterator[Sequence[tuple[float, ...]]]:
    """So many rows in a line, from each on: where there are too many to try every choice."""
    return (rows[start : start + count] for start in range(len(rows) - count + 1))


def _list_figures(item: Item, template: Template, language: str) -> Iterator[Figures]:
    for name, spec in template.manifest.fields.items():
        rows = list_rows(item, name, language=language)
        kinds = (FieldType.NUMBER, FieldType.PERCENT)
        parts = [part for part, each in spec.parts.items() if each.type in kinds] or ["amount"]
        columns = [column for part in parts if (column := _read_column(rows, part))]
        if columns:
            yield Figures(name, tuple(zip(*columns, strict=True)))


def _read_column(rows: Sequence[Mapping[str, object]], part: str) -> tuple[float, ...]:
    """One part of all rows; empty where a row lacks it."""
    amounts = tuple(float(amount) for row in rows if is_number(amount := row.get(part)))
    return amounts if len(amounts) == len(rows) else ()


def _check_signs(signs: Sequence[Signs], item: Item, template: Template) -> Iterator[Finding]:
    """A count out of ten, or of a hundred: so many of the signs are drawn like each other, and no others."""
    for name, spec in template.manifest.fields.items():
        count = item.values.get(name)
        if spec.type is not FieldType.NUMBER or not spec.whole or not is_number(count) or not spec.most:
            continue
        for each in signs:
            if sum(each.counts) == spec.most and len(each.counts) <= 2:
                drawn = each.counts if len(each.counts) == 2 else (*each.counts, 0)
                if count not in drawn:
                    filled = min(drawn, key=lambda number: abs(number - float(str(count))))
                    yield Finding(
                        "E3",
                        Severity.ERROR,
                        say("%(given)s signs stand for %(count)s.", given=filled, count=str(count)),
                        say("Draw exactly as many signs as the figure says, of the same size and kind."),
                        place_in(item, field=f"values.{name}"),
                        f"{filled} / {sum(drawn)}",
                        f"{count} / {sum(drawn)}",
                    )


def _tell_bar(place: Place, lengths: Sequence[float], amounts: Sequence[float], *, at: int) -> Finding:
    most = max(range(len(amounts)), key=lambda each: amounts[each])
    drawn, true = 100 * lengths[at] / lengths[most], 100 * amounts[at] / amounts[most]
    return Finding(
        "E3",
        Severity.ERROR,
        say(
            "The bar of %(amount)s is %(drawn)s of the longest, its figure is %(true)s of the largest.",
            amount=f"{amounts[at]:g}",
            drawn=f"{drawn:.0f} %",
            true=f"{true:.0f} %",
        ),
        say("Start the bars at nought, and let all be as long as their figures: no room, border or least size beside."),
        place,
        f"{drawn:.0f} %",
        f"{true:.0f} %",
    )
