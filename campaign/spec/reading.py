"""A grid as it is understood. In: a Grid. Out: what each column is, every figure, and each cell that cannot be read.

What nobody knows stays unknown; what can be read in two ways is told by its place, and never guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.spec.cells import NOUGHT_OR_NOT, Unclear, find_marks, read_cell
from campaign.spec.figure import PERCENT, Status
from campaign.spec.grid import Dash, Grid, Role, is_total, name_columns
from campaign.spec.message import Message, say
from campaign.spec.moments import Moment, read_moment
from campaign.spec.sheet import find_unit, holds_amounts
from campaign.spec.table import Cell, name_column

_CODE = re.compile(r"[A-Z]{2,3}(?:[-_]?[A-Z0-9]{1,4})?|\d{2,6}")
_TIMES = re.compile(r"годин|перио|дата|месец|\bвреме|year|time|period|date|month|\bкога\b|when", re.IGNORECASE)
_CODES = re.compile(r"\bкод|code|nuts|екатте|ekatte|iso\b", re.IGNORECASE)
_ASKED = re.compile(r"^\s*n\s*$|запитани|анкетирани|asked|respondents|брой отговори", re.IGNORECASE)
_BREAK = "b"


@dataclass(frozen=True)
class Column:
    """`number` counts from 0; `moment` is the time that its title names; `guessed` is what it would be if nobody had
    said otherwise."""

    number: int
    title: str
    role: Role
    guessed: Role
    unit: str = ""
    moment: Moment | None = None

    @property
    def letter(self) -> str:
        return name_column(self.number)


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read, by the numbers of its line and column in the grid."""

    line: int
    column: int
    message: Message
    hint: Message


@dataclass(frozen=True)
class Line:
    """`number` is the line in the grid; `cells` are those of the amounts, by the column's number."""

    number: int
    name: str
    code: str
    moment: Moment | None
    names: tuple[str, ...]
    cells: dict[int, Cell]
    asked: Cell | None
    is_total: bool
    is_out: bool


@dataclass(frozen=True)
class Reading:
    """`lines` are all below the header, also those that are left out; `unclear` tells that a comma or point may be read
    in two ways, `dashes` that a lone dash is among the faults."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    unclear: bool = False
    dashes: bool = False

    @property
    def shown(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_out)

    def find(self, *roles: Role) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role in roles)

    def list_unknown(self) -> Iterator[tuple[Line, Column]]:
        for line in self.shown:
            for column in self.find(Role.AMOUNT):
                if line.cells[column.number].is_unknown:
                    yield line, column

    def list_flags(self) -> tuple[str, ...]:
        """The letters that stand beside figures, each once."""
        found = "".join(cell.flags for line in self.shown for cell in line.cells.values())
        return tuple(dict.fromkeys(letter for letter in found if letter.isalpha()))


def read_grid(grid: Grid) -> Reading:
    """Never raises: what cannot be read is among the faults."""
    titles = name_columns(grid)
    texts = [[grid.lines[at][column] for at in grid.body] for column in range(grid.width)]
    guessed = _guess_roles(titles, texts)
    roles = [grid.roles.get(str(at), role) for at, role in enumerate(guessed)]
    amounts = [at for at, role in enumerate(roles) if role in (Role.AMOUNT, Role.ASKED)]
    marks = {**find_marks(text for at in amounts for text in texts[at]), **grid.marks}
    faults: list[Fault] = []
    cells: dict[tuple[int, int], Cell] = {}
    out = {at for at in grid.body if at in grid.out}
    for number in grid.body:
        for at in amounts:
            text = _settle_dash(grid.lines[number][at], grid.dash)
            try:
                cells[number, at] = read_cell(text, marks=marks)
            except Unclear as problem:
                cells[number, at] = Cell(text, status=Status.UNKNOWN)
                if number not in out:
                    faults.append(Fault(number, at, problem.message, problem.hint))
    columns = tuple(
        _make_column(at, titles=titles, roles=roles, guessed=guessed, grid=grid, cells=cells)
        for at in range(grid.width)
    )
    faults.extend(_check_titles(columns, grid))
    faults.extend(_check_signs(columns, grid, cells))
    lines = tuple(_make_line(number, columns, grid, cells) for number in grid.body)
    stated = [grid.lines[fault.line][fault.column] for fault in faults]
    return Reading(
        columns,
        lines,
        tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))),
        unclear=any(re.search(r"\d[.,]\d{3}\b", text) for text in stated),
        dashes=any(_is_dash(text) for text in stated),
    )


def _guess_roles(titles: Sequence[str], texts: Sequence[Sequence[str]]) -> list[Role]:
    """The first column of words names the rows; years are times where they name rows, and titles elsewhere."""
    roles = [_guess_role(title, column) for title, column in zip(titles, texts, strict=True)]
    named = [at for at, role in enumerate(roles) if role is Role.LABEL]
    if not named and Role.TIME not in roles and Role.CODE not in roles and len(roles) > 1:
        roles[0] = Role.LABEL
    constant = [at for at in named[1:] if len(set(texts[at])) == 1 and len(texts[at]) > 1]
    return [Role.OUT if at in constant else Role.NAMES if at in named[1:] else role for at, role in enumerate(roles)]


def _guess_role(title: str, column: Sequence[str]) -> Role:
    said = [text for text in column if text]
    if not said:
        return Role.OUT if read_moment(title) is None else Role.AMOUNT
    if all(read_moment(text) for text in said) and (_TIMES.search(title) or len(set(said)) == len(said) > 1):
        return Role.TIME
    if _CODES.search(title) or (
        all(_CODE.fullmatch(text) for text in said) and not all(text.isdigit() for text in said)
    ):
        return Role.CODE
    if holds_amounts(column):
        return Role.ASKED if _ASKED.search(title) and "%" not in title else Role.AMOUNT
    return Role.LABEL


def _make_column(
    at: int,
    *,
    titles: Sequence[str],
    roles: Sequence[Role],
    guessed: Sequence[Role],
    grid: Grid,
    cells: dict[tuple[int, int], Cell],
) -> Column:
    unit = grid.units.get(str(at))
    if unit is None and roles[at] is Role.AMOUNT:
        signs = {cells[number, at].unit for number in grid.body if cells[number, at].amount is not None}
        unit = find_unit(titles[at]) or (signs.pop() if len(signs) == 1 else "") or _find_common(grid)
    moment = read_moment(titles[at]) or next(
        (found for part in reversed(titles[at].split(" · ")) if (found := read_moment(part))), None
    )
    return Column(at, titles[at], roles[at], guessed[at], unit or "", moment)


def _find_common(grid: Grid) -> str:
    """A unit that a line above the table says of all of it."""
    said = " ".join(grid.above)
    if re.search(r"%|процент|per ?cent", said, re.IGNORECASE):
        return PERCENT
    return ""


def _make_line(number: int, columns: Sequence[Column], grid: Grid, cells: dict[tuple[int, int], Cell]) -> Line:
    def read(role: Role) -> str:
        return next((grid.lines[number][column.number] for column in columns if column.role is role), "")

    time, code = read(Role.TIME), read(Role.CODE)
    name = read(Role.LABEL) or time or code
    total = is_total(name) and len(grid.body) > 2
    return Line(
        number,
        name,
        code,
        read_moment(time),
        tuple(grid.lines[number][column.number] for column in columns if column.role is Role.NAMES),
        {column.number: cells[number, column.number] for column in columns if column.role is Role.AMOUNT},
        next((cells[number, column.number] for column in columns if column.role is Role.ASKED), None),
        total,
        number in grid.out or (total and number not in grid.kept),
    )


def _check_titles(columns: Sequence[Column], grid: Grid) -> Iterator[Fault]:
    """Two columns of one name cannot be told apart on a picture."""
    seen: dict[str, int] = {}
    for column in columns:
        if column.role is Role.AMOUNT and grid.header:
            known = seen.setdefault(column.title.casefold(), column.number)
            if known != column.number:
                message = say("Two columns are called “%(name)s”.", name=column.title[:60])
                yield Fault(grid.header - 1, column.number, message, say("Give each its own name."))


def _check_signs(columns: Sequence[Column], grid: Grid, cells: dict[tuple[int, int], Cell]) -> Iterator[Fault]:
    """A column in which some figures have a per cent sign, and some have none."""
    for column in columns:
        if column.role is not Role.AMOUNT or str(column.number) in grid.units:
            continue
        known = [number for number in grid.body if cells[number, column.number].amount is not None]
        bare = [number for number in known if not cells[number, column.number].unit]
        if bare and len(bare) < len(known) and find_unit(column.title) != PERCENT:
            message = say("Some figures of this column have a per cent sign, and some have none.")
            yield Fault(bare[0], column.number, message, say("Write the sign at each, or say the unit of the column."))


def _settle_dash(text: str, dash: Dash) -> str:
    if dash is Dash.ASK or not _is_dash(text):
        return text
    return "0" if dash is Dash.NOUGHT else ""


def _is_dash(text: str) -> bool:
    return "".join(text.split()).casefold() in NOUGHT_OR_NOT


def has_break(cell: Cell) -> bool:
    """Whether from this figure on it was counted otherwise (Eurostat's flag b)."""
    return _BREAK in [letter for letter in cell.flags if letter.isalpha()]
