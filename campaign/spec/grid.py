"""A table that somebody pasted or handed in, as it stands and as it was corrected. In: lines of cells. Out: a Grid.

Nothing is refused here: a cell that cannot be read is told by its place (spec.reading), and everything stays as it was
written until somebody corrects it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from campaign.spec.cells import FLAGS, Mark, Unclear, read_cell
from campaign.spec.moments import read_moment
from campaign.spec.sheet import LONGEST_CELL
from campaign.spec.table import name_column

MOST_LINES = 1_000
MOST_WIDE = 40
MOST_CELLS = 12_000
MOST_HEADERS = 2
_FLAG = re.compile(rf"[{''.join(FLAGS)}:]{{0,3}}", re.IGNORECASE)
_TOTAL = re.compile(r"(?:общо|всичко|сума|total|sum|all|overall|totaal|insgesamt)\b.*", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:източник|забележк|бележк|source|note|footnote|легенда|legend)\w*\b|[*†‡¹²³]|\([\da-z]\)\s", re.I
)


class Role(StrEnum):
    """What a column is; `out` is left out of the pictures."""

    LABEL = "label"
    TIME = "time"
    CODE = "code"
    AMOUNT = "amount"
    ASKED = "asked"
    NAMES = "names"
    OUT = "out"


class Dash(StrEnum):
    """What a lone dash means in this table."""

    ASK = ""
    NOUGHT = "nought"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Grid:
    """`lines` are of one width, the first `header` of them name the columns. What people decided: `roles` and `units`
    by the column's number (as text, for JSON), `out` the lines that are left out and `kept` those that stay though
    they look like totals, `dash` and `marks` how dashes, commas and points are meant. `above` and `notes` are the lines
    that stood over and under the table."""

    lines: tuple[tuple[str, ...], ...]
    header: int = 1
    roles: Mapping[str, Role] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    out: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    dash: Dash = Dash.ASK
    marks: Mapping[str, Mark] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.lines[0]) if self.lines else 0

    @property
    def body(self) -> range:
        """The numbers of the lines below the header."""
        return range(self.header, len(self.lines))


def lay_grid(lines: Sequence[Sequence[str]]) -> Grid:
    """What was pasted, without empty lines and columns; flags in columns of their own are put beside their figures."""
    filled = [[_clean(cell) for cell in line] for line in lines if any(cell.strip() for cell in line)]
    start = next((at for at, line in enumerate(filled) if _count(line) > 1), len(filled))
    if start == len(filled):
        return Grid(lines=tuple((line[0],) for line in filled if line), header=0)
    above, body = [" ".join(filter(None, line)) for line in filled[:start]], filled[start:]
    notes: list[str] = []
    while len(body) > 1 and _is_note(body[-1]):
        notes.insert(0, " ".join(filter(None, body.pop())))
    width = max(len(line) for line in body)
    square = [[*line, *[""] * (width - len(line))] for line in body]
    held = [at for at in range(width) if any(line[at] for line in square)]
    square = [[line[at] for at in held] for line in square]
    header = count_headers(square)
    square = _join_flags(square, header)
    return Grid(tuple(map(tuple, square)), header=header, above=tuple(above), notes=tuple(notes))


def transpose(grid: Grid) -> Grid:
    """Rows as columns; what was decided of columns and lines is asked anew."""
    turned = tuple(zip(*grid.lines, strict=True))
    return replace(grid, lines=turned, header=1, roles={}, units={}, out=(), kept=())


def add_column(grid: Grid, title: str) -> Grid:
    lines = tuple((*line, title if at == 0 and grid.header else "") for at, line in enumerate(grid.lines))
    return replace(grid, lines=lines)


def add_line(grid: Grid) -> Grid:
    return replace(grid, lines=(*grid.lines, ("",) * grid.width))


def write_cells(grid: Grid, cells: Mapping[tuple[int, int], str]) -> Grid:
    """With other texts in some cells; those outside the table are passed over."""
    lines = [list(line) for line in grid.lines]
    for (row, column), text in cells.items():
        if 0 <= row < len(lines) and 0 <= column < grid.width:
            lines[row][column] = _clean(text)[:LONGEST_CELL]
    return replace(grid, lines=tuple(map(tuple, lines)))


def name_columns(grid: Grid) -> tuple[str, ...]:
    """A title for each column: of two lines of headers both, and a letter where there is none. In the upper of two
    lines a name holds until the next one, as cells that were merged leave it."""
    rows = [list(line) for line in grid.lines[: grid.header]]
    if len(rows) > 1:
        last = ""
        for at in range(1, grid.width):
            last = rows[0][at] = rows[0][at] or last
    titles = []
    for at in range(grid.width):
        parts = dict.fromkeys(filter(None, (row[at] for row in rows)))
        titles.append(" · ".join(parts) or name_column(at))
    return tuple(titles)


def is_total(text: str) -> bool:
    """Whether a line of this name sums up the others."""
    return bool(_TOTAL.fullmatch(text.strip()))


def count_headers(lines: Sequence[Sequence[str]]) -> int:
    """How many of the first lines name columns: none where figures begin at once, two where the upper has gaps."""
    if not lines or _has_figures(lines[0]):
        return 0
    if len(lines) < 3 or _has_figures(lines[1]):
        return 1
    upper, lower, gaps = lines[0], lines[1], [not cell for cell in lines[0]]
    holes = any(gap and text for gap, text in zip(gaps, lower, strict=True))
    named = _count(lower) >= _count(upper) - 1 and (any(gaps[1:]) or not lower[0])
    return 2 if holes and named and _has_figures(lines[2]) else 1


def _has_figures(line: Sequence[str]) -> bool:
    """Numbers that are no years stand beside its first cell."""
    return any(_is_figure(cell) and read_moment(cell) is None for cell in line[1:])


def _is_figure(text: str) -> bool:
    try:
        return read_cell(text, marks={",": Mark.DECIMALS, ".": Mark.DECIMALS}).amount is not None
    except Unclear:
        return False


def _join_flags(lines: list[list[str]], header: int) -> list[list[str]]:
    """Eurostat's workbooks have the flags of each column in one without a name to the right of it."""
    width = len(lines[0])
    body, heads = lines[header:], lines[:header]
    flags = [
        at
        for before, at in pairwise(range(width))
        if header
        and not any(line[at] for line in heads[-1:])
        and any(line[at] for line in body)
        and all(_FLAG.fullmatch(line[at]) for line in body)
        and any(_is_figure(line[before]) for line in body)
    ]
    for line in body:
        for at in flags:
            line[at - 1] = f"{line[at - 1]} {line[at]}".strip()
    return [[text for at, text in enumerate(line) if at not in flags] for line in lines]


def _is_note(line: Sequence[str]) -> bool:
    first, others = next((text for text in line if text), ""), _count(line) - 1
    return not others and (bool(_NOTE.match(first)) or len(first) > 60)


def _count(line: Sequence[str]) -> int:
    return sum(map(bool, line))


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
