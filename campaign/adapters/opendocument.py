"""Spreadsheets of LibreOffice. In: the bytes of an .ods. Out: its sheets as texts; or what is wrong.

A spreadsheet is a zip of XML, checked like a workbook before anything is read. Formulas are not reckoned: the values
that were stored with them are taken.
"""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree  # check_parts refuses entities and document types before

from campaign.adapters.workbooks import check_parts
from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.message import say

TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT = "content.xml"
DIGITS, MOST_REPEATED = 9, 10**9
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def is_opendocument(data: bytes) -> bool:
    """The kind stands unpacked at the beginning (ODF 1.3, part 2, 3.3)."""
    return TYPE in data[:200]


def read_sheets(data: bytes, *, file: str, rows: int, columns: int) -> dict[str, list[list[str]]]:
    """Raises InvalidDocument."""
    check_parts(data, file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            tree = ElementTree.fromstring(archive.read(CONTENT))  # noqa: S314 - as above
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise InvalidDocument(
            say("This workbook is damaged: %(why)s.", why=str(error)[:120]),
            place=Place(file),
            hint=say("Open it, save it anew as .xlsx or .ods without a password, and try again."),
        ) from None
    return {
        table.get(f"{_TABLE}name", ""): list(_read_rows(table, rows=rows, columns=columns))
        for table in tree.iter(f"{_TABLE}table")
    }


def _read_rows(table: ElementTree.Element, *, rows: int, columns: int) -> Iterator[list[str]]:
    """Empty rows at the end are repeated a million times: they are not written out."""
    empty, given = 0, 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = _read_cells(row, columns=columns)
        times = _count(row.get(f"{_TABLE}number-rows-repeated"))
        if not any(cells):
            empty += times
            continue
        for line in [[""]] * min(empty, rows - given) + [cells] * min(times, rows - given):
            if given >= rows:
                return
            given += 1
            yield line
        empty = 0


def _read_cells(row: ElementTree.Element, *, columns: int) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = min(_count(cell.get(f"{_TABLE}number-columns-repeated")), columns - len(cells))
        cells += [_write(cell)] * times
        if len(cells) >= columns:
            break
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _write(cell: ElementTree.Element) -> str:
    """What the cell says, as its figure stands in the sheet: 0.153 formatted as a percentage is 15.3 %."""
    kind, value = cell.get(f"{_OFFICE}value-type", ""), cell.get(f"{_OFFICE}value", "")
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind in ("float", "percentage", "currency") and value:
        try:
            exact = Decimal(value)
        except InvalidOperation:
            return value
        if not exact.is_finite() or abs(exact.adjusted()) > 30:
            return value
        text = f"{(exact * 100 if kind == 'percentage' else exact).normalize():f}"
        whole, mark, rest = text.partition(".")
        return f"{whole}{mark}{rest}{'0' if len(rest) == 3 else ''}{' %' if kind == 'percentage' else ''}"
    return " ".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p"))


def _count(given: str | None) -> int:
    """How often; a number too long to be one is more than any sheet has."""
    if not given or not given.isascii() or not given.isdigit():
        return 1
    return int(given) if len(given) <= DIGITS else MOST_REPEATED
