"""The table a statistic is made from. In: what was pasted, a file's bytes, or a dataset. Out: a Worksheet, as a draft
keeps it (Draft.table).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from campaign.adapters.eurostat import BROWSER
from campaign.data.models import Draft
from campaign.spec.crossing import Chosen, cross_cube, suggest_axes
from campaign.spec.cube import Cube
from campaign.spec.digest import hash_value, to_plain
from campaign.spec.document import read_plain
from campaign.spec.grid import Grid, lay_grid

Lines = Sequence[Sequence[str]]


class Way(StrEnum):
    PASTED = "pasted"
    FILE = "file"
    EUROSTAT = "eurostat"


@dataclass(frozen=True)
class Dimension:
    """Of a dataset: its codes with their labels, in order."""

    id: str
    label: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Origin:
    """Where the table comes from: `name` is the file, `code` the dataset; `updated` and `taken` are days as ISO 8601.
    `filters` are what was asked for, `chosen` what of each dimension is shown, `down` and `across` how."""

    way: Way = Way.PASTED
    name: str = ""
    code: str = ""
    label: str = ""
    language: str = "en"
    url: str = ""
    updated: str = ""
    taken: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = ()
    down: str = ""
    across: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Worksheet:
    """`sheets` are those of a workbook with several, as they were handed in, `sheet` the one that was taken; `said` is
    what people answered about the figures, by input."""

    grid: Grid = field(default_factory=lambda: Grid(lines=()))
    origin: Origin = field(default_factory=Origin)
    said: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    sheet: str = ""

    @property
    def stamp(self) -> str:
        """Another one as soon as anything is corrected."""
        return hash_value(to_plain(self))[:16]


def read_worksheet(draft: Draft) -> Worksheet:
    """An empty one for a draft that has none, or one nobody can read any more."""
    try:
        return read_plain(draft.table, Worksheet) if draft.table else Worksheet()
    except ValueError:
        return Worksheet()


def write_worksheet(worksheet: Worksheet) -> Any:
    return to_plain(worksheet)


def lay_sheets(sheets: Mapping[str, Lines], *, origin: Origin) -> Worksheet:
    """The largest sheet of a file, the others kept beside it."""
    best = max(sheets, key=lambda name: sum(bool(cell.strip()) for line in sheets[name] for cell in line))
    kept = {name: tuple(map(tuple, lines)) for name, lines in sheets.items()} if len(sheets) > 1 else {}
    return Worksheet(lay_grid(sheets[best]), origin, sheets=kept, sheet=best)


def take_sheet(worksheet: Worksheet, name: str) -> Worksheet:
    """Another sheet of the workbook, as it was handed in."""
    if name not in worksheet.sheets or name == worksheet.sheet:
        return worksheet
    return replace(worksheet, grid=lay_grid(worksheet.sheets[name]), sheet=name)


def lay_dataset(
    cube: Cube,
    *,
    filters: Mapping[str, Sequence[str]],
    taken: date,
    down: str = "",
    across: str = "",
    chosen: Chosen | None = None,
) -> Worksheet:
    """`down` and `across` name dimensions; without them the two largest. Raises InvalidDocument."""
    if not down:
        down, across = suggest_axes(cube)
    picked = {each.id: tuple((chosen or {}).get(each.id, ())) for each in cube.dimensions}
    grid = lay_grid(cross_cube(cube, down=down, across=across, chosen=picked))
    origin = Origin(
        Way.EUROSTAT,
        code=cube.code,
        label=cube.label,
        language=cube.language,
        url=BROWSER.format(code=cube.code),
        updated=cube.updated.isoformat() if cube.updated else "",
        taken=taken.isoformat(),
        filters={name: tuple(codes) for name, codes in filters.items()},
        chosen=picked,
        dimensions=tuple(Dimension(each.id, each.label, each.labels) for each in cube.dimensions),
        down=down,
        across=across,
        meanings=cube.meanings,
    )
    return Worksheet(grid, origin)
