"""Tables for people to look at and correct. In: what was pasted, or the bytes of a file. Out: lines of cells, by sheet.

The strict reader for packs is adapters.spreadsheets; here nothing is refused but what is no table at all.
"""

import csv
import io
from pathlib import Path

from campaign.adapters import opendocument, workbooks
from campaign.adapters.limits import run_limited
from campaign.adapters.spreadsheets import DELIMITERS, MOST_BYTES, SECONDS, decode
from campaign.spec.errors import InvalidDocument, Place, RenderFailed
from campaign.spec.grid import MOST_CELLS, MOST_LINES, MOST_WIDE
from campaign.spec.message import Message, say

Lines = list[list[str]]
MOST_TEXT = 600_000
"""Characters that may be pasted: a thousand lines of forty cells have fewer."""
MOST_SHEETS = 20
_ROOM = 50
"""Lines and columns more than are taken: to see that there are more, and for titles above the table."""


def read_pasted(text: str) -> Lines:
    """Cells copied from a spreadsheet have tabs between; text may have semicolons or commas. Raises InvalidDocument."""
    if len(text) > MOST_TEXT:
        raise _too_large("")
    lines = _trim(_split(text))
    _check_size(lines, "")
    return lines


def read_file(data: bytes, *, name: str) -> dict[str, Lines]:
    """Sheet → lines; a text file has one sheet without a name. Raises InvalidDocument."""
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    if data[:2] == b"PK" or len(data) > MOST_TEXT:
        try:
            sheets = run_limited(read_bytes, data, name, seconds=SECONDS)
        except RenderFailed as error:
            hint = say("Save the sheet that is needed alone, without formats, and try again.")
            raise _refuse(name, say("The table could not be read in time and memory."), hint) from error
    else:
        sheets = read_bytes(data, name)
    found = {title: _trim(lines) for title, lines in sheets.items() if any(any(line) for line in lines)}
    if not found:
        raise _refuse(name, say("There is nothing in this file."), _KINDS)
    for lines in found.values():
        _check_size(lines, name)
    return found


def read_bytes(data: bytes, name: str) -> dict[str, Lines]:
    """Its kind is told by the bytes. Raises InvalidDocument."""
    limits = {"rows": MOST_LINES + _ROOM, "columns": MOST_WIDE + _ROOM}
    if opendocument.is_opendocument(data):
        return dict(list(opendocument.read_sheets(data, file=name, **limits).items())[:MOST_SHEETS])
    if data[:4] == b"PK\x03\x04":
        if Path(name).suffix.lower() not in (".xlsx", ".xlsm"):
            raise _refuse(name, say("This is a packed file, not a table."), _KINDS)
        return dict(list(workbooks.read_sheets(data, file=name, **limits).items())[:MOST_SHEETS])
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or data[:4] in (b"%PDF", b"\x89PNG") or data[:2] == b"\xff\xd8":
        raise _refuse(name, say("This is no workbook that can be read here."), _KINDS)
    return {"": _split(decode(data, name=name)[0])}


def _split(text: str) -> Lines:
    """By the delimiter that gives most lines as many cells; a quote that is never closed is a letter like others."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if "\t" in plain:
        return _read(plain, "\t")
    tried = {delimiter: _read(plain, delimiter) for delimiter in DELIMITERS if delimiter in plain}
    if not tried:
        return [[line] for line in plain.split("\n")]

    def judge(delimiter: str) -> tuple[int, int, int]:
        widths = [len(line) for line in tried[delimiter] if any(line)]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0, -DELIMITERS.index(delimiter), usual)

    return tried[max(tried, key=judge)]


def _read(text: str, delimiter: str) -> Lines:
    try:
        return [list(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def _trim(lines: Lines) -> Lines:
    """Without the empty cells at the end of each line."""
    return [line[: max((at for at, cell in enumerate(line, start=1) if cell.strip()), default=0)] for line in lines]


def _check_size(lines: Lines, name: str) -> None:
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    width = max((len(line) for line in filled), default=0)
    if len(filled) > MOST_LINES or width > MOST_WIDE or len(filled) * width > MOST_CELLS:
        raise _refuse(
            name,
            say("The table has %(rows)d rows and %(columns)d columns.", rows=len(filled), columns=width),
            say("At most %(rows)d rows and %(columns)d columns are taken here: keep those that are needed.",
                rows=MOST_LINES, columns=MOST_WIDE),
        )  # fmt: skip


_KINDS = say("Save it as CSV, or as a workbook of Excel (.xlsx) or LibreOffice (.ods).")


def _too_large(name: str) -> InvalidDocument:
    return _refuse(
        name,
        say("This file is too large."),
        say("At most %(most)d MB: keep the rows that are needed.", most=MOST_BYTES // 1_000_000),
    )


def _refuse(name: str, message: Message, hint: Message) -> InvalidDocument:
    return InvalidDocument(message, place=Place(name), hint=hint)
