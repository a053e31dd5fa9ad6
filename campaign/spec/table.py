"""A table as understood. In: cells that were read. Out: columns with units, rows, and what every cell says.

A cell says a text, an amount, or that something is not known; it keeps the flags and footnotes that stood beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from campaign.spec.figure import Status


@dataclass(frozen=True)
class Cell:
    """`text` is what stood there; `amount` is none for a text, and where `status` says that it is not known."""

    text: str
    amount: Decimal | None = None
    status: Status = Status.MEASURED
    unit: str = ""
    flags: str = ""

    @property
    def is_unknown(self) -> bool:
        return self.status in (Status.UNKNOWN, Status.SUPPRESSED)


@dataclass(frozen=True)
class Column:
    """`title` as the first line has it, `unit` what it says to be counted in; `letter` is its name in a sheet."""

    title: str
    unit: str
    letter: str
    is_amount: bool


@dataclass(frozen=True)
class Row:
    """`number` is its line in the file, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`sheet` is empty for a file without sheets; `notes` are the lines under the table, `remarks` what was noticed on
    reading: the encoding, formulas, sheets that were passed over."""

    file: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def list_unknown(self) -> Iterator[tuple[Row, Column, Cell]]:
        """The cells of amounts that are not known."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                if column.is_amount and cell.is_unknown:
                    yield row, column, cell


def name_column(index: int) -> str:
    """A, B … Z, AA, as sheets name their columns; from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
