"""A table as pictures need it. In: a reading. Out: a Frame: names × names, with a figure or none at each crossing.

Tables that have a line for each figure (region, year, amount) are spread out; a frame may be turned round.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from campaign.checks.proposals.places import name_place
from campaign.render.countries import Country
from campaign.spec.figure import Status
from campaign.spec.grid import Role
from campaign.spec.languages import Texts
from campaign.spec.moments import Moment, read_moment
from campaign.spec.reading import Line, Reading
from campaign.spec.table import Cell

_UNIT = re.compile(r"\s*(?:[(\[][^()\[\]]{1,30}[)\]]|,\s*[%‰]|[%‰])\s*$")
_LATIN = re.compile(r"[A-Za-z]")
UNKNOWN = Cell("", status=Status.UNKNOWN)


@dataclass(frozen=True)
class Name:
    """What a row or column is called: `texts` by language, or the same for all under an empty one."""

    text: str
    texts: Texts
    code: str = ""
    moment: Moment | None = None

    def write(self) -> Texts | str:
        """As an item's values hold it."""
        return self.text if self.moment or not any(letter.isalpha() for letter in self.text) else dict(self.texts)


Cells: TypeAlias = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Frame:
    """`cells` by row, then column. `unit` is None where the columns have different ones. `total` is the line that sums
    up the others, by column; `asked` how many people each row rests on."""

    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    cells: Cells
    unit: str | None = ""
    total: tuple[Cell, ...] = ()
    asked: tuple[int, ...] = ()
    double: tuple[str, ...] = ()

    def turn(self) -> "Frame":
        """Rows as columns."""
        return replace(
            self, rows=self.columns, columns=self.rows, cells=tuple(zip(*self.cells, strict=True)), total=(), asked=()
        )

    @property
    def flat(self) -> tuple[Cell, ...]:
        return tuple(cell for row in self.cells for cell in row)

    def column(self, at: int = 0) -> tuple[Cell, ...]:
        return tuple(row[at] for row in self.cells)


def make_frame(reading: Reading, *, languages: Sequence[str], countries: Mapping[str, Country]) -> Frame:
    """Of the lines that are shown; a frame without rows or columns where there are no figures."""
    lines, amounts = reading.shown, reading.find(Role.AMOUNT)
    first = languages[0] if languages else "bg"

    def name_row(line: Line) -> Name:
        texts = name_place(line.name, line.code, countries=countries, languages=languages)
        own = {tell_language(text, first, languages): text for text in (*reversed(line.names), line.name) if text}
        return Name(line.name, {**texts, **own}, line.code, line.moment or read_moment(line.name))

    if spread := _spread(reading, lines, name_row=name_row, first=first, languages=languages):
        return spread
    columns = tuple(
        Name(
            title := _UNIT.sub("", column.title) or column.title,
            {tell_language(title, first, languages): title},
            moment=read_moment(title),
        )
        for column in amounts
    )
    units = {column.unit for column in amounts}
    rows = tuple(name_row(line) for line in lines)
    return Frame(
        rows,
        columns,
        tuple(tuple(line.cells[column.number] for column in amounts) for line in lines),
        unit=units.pop() if len(units) == 1 else None if units else "",
        total=_find_total(reading, [column.number for column in amounts]),
        asked=_read_asked(lines),
        double=_find_double(row.text for row in rows),
    )


def tell_language(text: str, first: str, languages: Sequence[str]) -> str:
    """By its letters: Latin ones are not Bulgarian."""
    latin = bool(_LATIN.search(text)) and not re.search(r"[\u0400-\u04ff]", text)
    if latin and first in ("bg", "mk", "uk"):
        return next((one for one in languages if one not in ("bg", "mk", "uk")), "en")
    if not latin and re.search(r"[\u0400-\u04ff]", text) and first not in ("bg", "mk", "uk"):
        return next((one for one in languages if one in ("bg", "mk", "uk")), first)
    return first


def _spread(
    reading: Reading, lines: Sequence[Line], *, name_row: Callable[[Line], Name], first: str, languages: Sequence[str]
) -> Frame | None:
    """Of one figure a line: names down, times or second names across."""
    amounts = reading.find(Role.AMOUNT)
    names = [line.name if reading.find(Role.LABEL) else line.code for line in lines]
    if len(amounts) != 1 or len(set(names)) == len(names) or not reading.find(Role.LABEL, Role.CODE):
        return None
    times = bool(reading.find(Role.TIME))
    across = [line.moment.iso if times and line.moment else (line.names or ("",))[0] for line in lines]
    if len(set(zip(names, across, strict=True))) < len(names) or not all(across):
        return None
    order = sorted(set(across)) if times else list(dict.fromkeys(across))
    firsts = dict(reversed(list(zip(names, lines, strict=True))))
    kept = {(name, over): line.cells[amounts[0].number] for name, over, line in zip(names, across, lines, strict=True)}
    rows = [name_row(replace(firsts[name], name=name, names=(), moment=None)) for name in dict.fromkeys(names)]
    columns = tuple(
        Name(one, {tell_language(one, first, languages): one}, moment=read_moment(one) if times else None)
        for one in order
    )
    cells = tuple(tuple(kept.get((name, over), UNKNOWN) for over in order) for name in dict.fromkeys(names))
    return Frame(tuple(rows), columns, cells, unit=amounts[0].unit)


def _find_total(reading: Reading, columns: Sequence[int]) -> tuple[Cell, ...]:
    totals = [line for line in reading.lines if line.is_total and line.is_out]
    return tuple(totals[0].cells[at] for at in columns) if len(totals) == 1 else ()


def _read_asked(lines: Sequence[Line]) -> tuple[int, ...]:
    counts = [line.asked.amount if line.asked else None for line in lines]
    return tuple(int(count) for count in counts if count is not None) if None not in counts else ()


def _find_double(names: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(name.casefold() for name in names)
    return tuple(name for name, count in counted.items() if count > 1)
