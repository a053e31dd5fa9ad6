"""Excel workbooks. In: the bytes of an .xlsx. Out: the Table of one sheet; or what is wrong, by sheet and cell.

A workbook is a zip of XML: before anything is read its parts are counted and weighed, and those that name other files
or entities are refused. Formulas are not reckoned: their stored values are taken, and it is said that they were.
"""

import io
import warnings
import zipfile
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from campaign.spec.errors import Faults, InvalidDocument, Place
from campaign.spec.message import Message, say
from campaign.spec.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, read_table
from campaign.spec.table import Table

MOST_PARTS = 1_000
MOST_UNPACKED = 60_000_000
MOST_RATIO = 200
"""XML packs to a tenth; a bomb to a thousandth."""
_DECLARING = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
SMALL = 1_000_000
"""Bytes below which the ratio does not matter."""
DIGITS = 15
"""Decimal digits a spreadsheet's numbers are exact to."""


def read_workbook(data: bytes, *, file: str, sheet: str = "", amounts: Collection[str] = ()) -> Table:
    """Raises InvalidDocument, Faults."""
    check_parts(data, file=file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read here
            values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            name, others = _choose_sheet(values, sheet, file=file)
            lines, counted = _read_sheet(values[name], formulas[name], Sheet(file, name))
    except (InvalidDocument, Faults):
        raise
    except Exception as error:
        raise _refuse(file, say("This workbook is damaged: %(why)s.", why=str(error)[:120] or type(error).__name__),
                      say("Open it, save it anew as .xlsx, and try again.")) from None  # fmt: skip
    remarks = []
    if counted:
        remarks.append(f"{counted} formulas: their stored values are taken")
    if others:
        remarks.append(f"other sheets: {', '.join(others)}")
    return read_table(lines, sheet=Sheet(file, name, remarks=tuple(remarks)), amounts=amounts)


def check_parts(data: bytes, *, file: str) -> None:
    """A workbook's parts, before any is read whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise _refuse(file, say("The workbook unpacks to too much."), _SMALLER)
            for part in parts:
                if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
                    raise _refuse(file, say("The workbook unpacks to too much."), _SMALLER)
                if part.filename.startswith("xl/externalLinks/"):
                    raise _refuse(
                        file,
                        say("The workbook takes numbers from other files."),
                        say("Break its links, so that it holds the values itself, and save it anew."),
                    )
            for part in parts:
                _check_xml(archive, part, file=file, encodings=part.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _refuse(
            file,
            say("This workbook is damaged: %(why)s.", why=str(error)[:120]),
            say("Open it, save it anew as .xlsx without a password, and try again."),
        ) from None


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, file: str, encodings: bool) -> None:
    """Entities can stand for more than fits into memory, and `encodings` other than UTF-8 hide them. A sheet may be
    called anything, a picture's name too, so that every part is looked at."""
    with archive.open(part) as opened:
        text = opened.read(part.file_size + 1)
    if len(text) > part.file_size or any(mark in text for mark in _DECLARING) or (encodings and b"\0" in text[:200]):
        raise _refuse(file, say("The workbook declares entities."), _SMALLER)


def _choose_sheet(book: Any, wanted: str, *, file: str) -> tuple[str, list[str]]:
    """The sheet asked for, or the only one that is not hidden."""
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    names = [sheet.title for sheet in book.worksheets]
    if wanted and wanted not in names:
        raise _refuse(
            file,
            say("There is no sheet “%(name)s”.", name=wanted[:60]),
            say("Its sheets are: %(known)s.", known=", ".join(names)[:400]),
        )
    if not wanted and len(visible) != 1:
        raise _refuse(
            file,
            say("The workbook has %(count)d sheets.", count=len(visible)),
            say("Name the one to read: %(known)s.", known=", ".join(visible)[:400]),
        )
    name = wanted or visible[0]
    return name, [other for other in names if other != name]


def _read_sheet(values: Any, formulas: Any, sheet: Sheet) -> tuple[list[tuple[int, tuple[str, ...]]], int]:
    """The lines as texts, and how many cells are formulas."""
    limits = {"max_row": MOST_ROWS + 200, "max_col": MOST_COLUMNS + 1}
    lines, faults, counted = [], [], 0
    for number, (row, written) in enumerate(
        zip(values.iter_rows(**limits), formulas.iter_rows(**limits), strict=True), start=1
    ):
        cells = []
        for at, (cell, source) in enumerate(zip(row, written, strict=True)):
            is_formula = source.data_type == "f"
            counted += is_formula
            fault = _find_fault(cell, is_formula)
            if fault:
                faults.append(InvalidDocument(fault[0], place=sheet.place(number, at), hint=fault[1]))
            cells.append(_write(cell))
        lines.append((number, tuple(cells)))
    if faults:
        raise Faults(faults)
    return lines, counted


def _find_fault(cell: Any, is_formula: bool) -> tuple[Message, Message] | None:
    if cell.data_type == "e":
        return say("This cell holds an error: %(given)s.", given=str(cell.value)), say("Mend its formula, or empty it.")
    if is_formula and cell.value is None:
        return (
            say("This formula has no stored value."),
            say("Open the workbook in a spreadsheet program and save it, or write the value in."),
        )
    return None


def _write(cell: Any) -> str:
    """What the cell says, as its figure stands in the sheet: 0.153 formatted as a percentage is 15.3 %."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        exact = Decimal(f"{value:.{DIGITS}g}")
        percent = "%" in (cell.number_format or "")
        text = f"{(exact * 100 if percent else exact).normalize():f}"
        whole, mark, rest = text.partition(".")
        return f"{whole}{mark}{rest}{'0' if len(rest) == 3 else ''}{' %' if percent else ''}"
    return str(value)


_SMALLER = say("Copy the sheet that is needed into a new workbook, as values alone.")


def _refuse(file: str, message: Message, hint: Message) -> InvalidDocument:
    return InvalidDocument(message, place=Place(file), hint=hint)


def read_sheets(data: bytes, *, file: str, rows: int, columns: int) -> dict[str, list[list[str]]]:
    """Every sheet that is not hidden, as texts, errors of formulas among them: for people to look at and correct.
    Raises InvalidDocument."""
    check_parts(data, file=file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are not read here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return {
                sheet.title: [list(map(_write, row)) for row in sheet.iter_rows(max_row=rows, max_col=columns)]
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            }
    except Exception as error:
        raise _refuse(file, say("This workbook is damaged: %(why)s.", why=str(error)[:120] or type(error).__name__),
                      say("Open it, save it anew as .xlsx, and try again.")) from None  # fmt: skip
