"""From lines of cells to a table. In: texts by line, as CSV or a sheet has them. Out: a Table; or every fault, by cell.

The first line with two cells filled names the columns; what stands above it and under the table are notes. Nothing is
taken when anything is wrong.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from campaign.spec.cells import UNKNOWN, Mark, Unclear, find_marks, read_cell
from campaign.spec.errors import Faults, InvalidDocument, Place
from campaign.spec.figure import PERCENT
from campaign.spec.message import Message, say
from campaign.spec.table import Cell, Column, Row, Table, name_column

MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 500
_UNIT = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$|,\s*([^,]{1,30})$")
_NOTES = re.compile(
    r"[*†‡¹²³(\[:]|(?:източник|забележк|бележк|source|note|footnote|legend|легенда|\w\s*[=–—-]\s)", re.I
)
_DIGIT = re.compile(r"\d")
_LIKELY = re.compile(r"\d[\d.,e+\s-]*", re.IGNORECASE)
"""What was meant for a number, though none can be read from it."""
Line = tuple[int, tuple[str, ...]]
"""The number of a line, from 1, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """Where the lines come from; `ragged` refuses lines that are shorter than the first, as in CSV."""

    file: str
    name: str = ""
    ragged: bool = False
    remarks: tuple[str, ...] = ()

    def place(self, line: int, column: int | None = None, title: str = "") -> Place:
        """B7 in a sheet, the column's title in a file without sheets."""
        spot = "" if column is None else f"{name_column(column)}{line}"
        name = f"{self.name}!{spot}" if self.name and spot else self.name or spot
        return Place(self.file, line, " · ".join(filter(None, (name, title))))

    def refuse(
        self, message: Message, hint: Message, line: int, column: int | None = None, title: str = ""
    ) -> InvalidDocument:
        return InvalidDocument(message, place=self.place(line, column, title), hint=hint)


def read_table(lines: Sequence[Line], *, sheet: Sheet, amounts: Collection[str] = ()) -> Table:
    """`amounts` are titles of columns that hold nothing but figures. Raises Faults with each wrong cell's place."""
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    start = next((at for at, (_, cells) in enumerate(filled) if sum(bool(cell.strip()) for cell in cells) > 1), None)
    if start is None:
        raise sheet.refuse(
            say("There is no table: no line has two cells filled."), say("The first line names the columns."), 1
        )
    above = [" ".join(cells).strip() for _, cells in filled[:start]]
    (header_line, header), body = filled[start], list(filled[start + 1 :])
    width = max(at for at, cell in enumerate(header) if cell.strip()) + 1
    notes: list[str] = []
    while body and _is_note(body[-1][1]):
        notes.insert(0, body.pop()[1][0].strip())
    wrong = [*_check_header(header_line, header[:width], len(body), sheet=sheet)]
    if wrong:
        raise Faults(wrong)
    faults = [*_check_rows(width, body, sheet=sheet)]
    broken = {fault.place.line for fault in faults}
    rows = [(number, _pad(cells, width)) for number, cells in body if number not in broken]
    titles = [" ".join(cell.split()) for cell in header[:width]]
    columns, table, unread = _read_columns(titles, rows, sheet=sheet, amounts=amounts)
    if faults or unread:
        raise Faults(sorted((*faults, *unread), key=lambda fault: fault.place.line or 0))
    remarks = (*sheet.remarks, *above)
    return Table(sheet.file, sheet.name, columns, table, tuple(notes), remarks)


def _is_note(cells: Sequence[str]) -> bool:
    """A line under the table: words in its first cell, and nothing beside them."""
    first, *others = (cell.strip() for cell in cells)
    return bool(first) and not any(others) and bool(_NOTES.match(first) or len(first) > 60)


def _pad(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple((*cells, *("",) * width)[:width])


def _check_header(line: int, header: Sequence[str], count: int, *, sheet: Sheet) -> Iterator[InvalidDocument]:
    if not 0 < count <= MOST_ROWS or len(header) > MOST_COLUMNS:
        yield sheet.refuse(
            say("The table has %(rows)d rows and %(columns)d columns.", rows=count, columns=len(header)),
            say("At least one row, at most %(rows)d, and %(columns)d columns.", rows=MOST_ROWS, columns=MOST_COLUMNS),
            line,
        )
        return  # a hundred thousand names would be compared with each other
    titles = [" ".join(cell.split()).casefold() for cell in header]
    for at, title in enumerate(titles):
        if not title:
            yield sheet.refuse(say("This column has no name."), say("Name every column in the first line."), line, at)
        elif title in titles[:at]:
            yield sheet.refuse(
                say("Two columns are called “%(name)s”.", name=header[at][:60]),
                say("Give each its own name."),
                line,
                at,
            )
    yield from _check_lengths(line, header, sheet=sheet)


def _check_rows(width: int, body: Sequence[Line], *, sheet: Sheet) -> Iterator[InvalidDocument]:
    for number, cells in body:
        beyond = [at for at, cell in enumerate(cells) if at >= width and cell.strip()]
        if beyond or (sheet.ragged and len(cells) < width):
            message = say("This row has not as many cells as there are columns.")
            hint = say("Put a text that has a comma in double quotes.")
            yield sheet.refuse(message, hint, number, beyond[0] if beyond else None)
        yield from _check_lengths(number, cells, sheet=sheet)


def _check_lengths(line: int, cells: Sequence[str], *, sheet: Sheet) -> Iterator[InvalidDocument]:
    for at, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            yield sheet.refuse(
                say("This cell has %(count)d characters.", count=len(cell)),
                say("At most %(most)d: texts belong beside the table.", most=LONGEST_CELL),
                line,
                at,
            )


def _read_columns(
    titles: Sequence[str], rows: Sequence[Line], *, sheet: Sheet, amounts: Collection[str]
) -> tuple[tuple[Column, ...], tuple[Row, ...], list[InvalidDocument]]:
    faults: list[InvalidDocument] = []
    columns, cells = [], []
    kinds = [title in amounts or holds_amounts([row[at] for _, row in rows]) for at, title in enumerate(titles)]
    marks = find_marks(row[at] for at, kind in enumerate(kinds) if kind for _, row in rows)
    for at, (title, is_amount) in enumerate(zip(titles, kinds, strict=True)):
        read, units = [], set()
        for number, row in rows:
            if not is_amount:
                read.append(Cell(row[at].strip()))
                continue
            try:
                cell = read_cell(row[at], marks=marks)
            except Unclear as problem:
                faults.append(sheet.refuse(problem.message, problem.hint, number, at, title))
                continue
            read.append(cell)
            if cell.amount is not None:
                units.add(cell.unit)
        unit = find_unit(title) if is_amount else ""
        if len(units | ({unit} if unit == PERCENT else set())) > 1 and units != {""}:
            message = say("Some figures of this column have a per cent sign, and some have none.")
            faults.append(sheet.refuse(message, say("Write the sign in the name of the column, once."), 1, at, title))
        columns.append(Column(title, unit or next(iter(units - {""}), ""), name_column(at), is_amount))
        cells.append(read)
    if faults:
        return (), (), faults
    table = tuple(Row(number, tuple(column[at] for column in cells)) for at, (number, _) in enumerate(rows))
    return tuple(columns), table, []


def holds_amounts(texts: Sequence[str]) -> bool:
    """Whether most of the cells that say something are numbers: then all have to be."""
    said = [text for text in texts if "".join(text.split()).casefold() not in UNKNOWN]
    numbers = 0
    for text in said:
        try:
            read_cell(text, marks={",": Mark.DECIMALS, ".": Mark.DECIMALS})
            numbers += 1
        except Unclear:
            numbers += text.strip() in "-–—" or bool(_LIKELY.fullmatch(text.strip()))
    return bool(said) and numbers * 2 > len(said) and any(_DIGIT.search(text) for text in said)


def find_unit(title: str) -> str:
    """What the name of a column says to be counted in: Дял, % or Population (thousands)."""
    found = _UNIT.search(title)
    if found:
        return (found[1] or found[2] or "").strip()
    return PERCENT if "%" in title else ""
