"""Tables that people hand in. In: a CSV or XLSX file. Out: a Table; or what is wrong, by sheet, row and column.

Files come from anywhere: what is packed or large is read in a child with limits, and nothing in them is run, followed
or reckoned anew.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from campaign.adapters.limits import run_limited
from campaign.adapters.workbooks import read_workbook
from campaign.spec.errors import InvalidDocument, Place, RenderFailed
from campaign.spec.message import Message, say
from campaign.spec.sheet import Sheet, read_table
from campaign.spec.table import Table

MOST_BYTES = 5_000_000
PLAIN_BYTES = 1_000_000
"""Plain text of this size can do no harm, and is read at once."""
SECONDS = 20.0
DELIMITERS = (";", "\t", ",")
"""In the order they are believed: a comma may stand inside a number."""
SAMPLED = 200
"""Lines that tell the delimiter."""
_MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
"""A word of two scripts: the wrong encoding was tried."""


def read_spreadsheet(path: Path, *, sheet: str = "", name: str = "", amounts: Collection[str] = ()) -> Table:
    """`sheet` names one of a workbook's; `name` is what errors call the file; `amounts` are titles of columns that hold
    nothing but figures. Raises InvalidDocument, Faults."""
    name = name or path.name
    if path.is_symlink() or not path.is_file():
        raise _refuse(name, say("This file is missing."), say("Add it, as a file and not a link."))
    if path.stat().st_size > MOST_BYTES:
        raise _refuse(
            name,
            say("This file is too large."),
            say("At most %(most)d MB: keep the rows that are needed.", most=MOST_BYTES // 1_000_000),
        )
    data = path.read_bytes()
    if len(data) <= PLAIN_BYTES and data[:2] != b"PK":
        return parse(data, name, sheet, amounts)
    try:
        return run_limited(parse, data, name, sheet, tuple(amounts), seconds=SECONDS)
    except RenderFailed as error:
        hint = say("Save the sheet that is needed alone, without formats, and try again.")
        raise _refuse(name, say("The table could not be read in time and memory."), hint) from error


def parse(data: bytes, name: str, sheet: str = "", amounts: Collection[str] = ()) -> Table:
    """The table in a file's bytes. Raises InvalidDocument, Faults."""
    suffix = Path(name).suffix.lower()
    if data[:4] == b"PK\x03\x04":
        if suffix not in (".xlsx", ".xlsm"):
            raise _refuse(name, say("This is a packed file, not a table."), _KINDS)
        return read_workbook(data, file=name, sheet=sheet, amounts=amounts)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or suffix in (".xls", ".ods", ".xlsx"):
        raise _refuse(name, say("This is no workbook that can be read here."), _KINDS)
    if sheet:
        raise _refuse(name, say("A CSV file has no sheets."), say("Leave the sheet out."))
    return _read_csv(data, name, amounts)


def _read_csv(data: bytes, name: str, amounts: Collection[str]) -> Table:
    text, encoding = decode(data, name=name)
    delimiter, lines = _split(text, name)
    marks = {"\t": "tab"}
    remarks = (encoding, f"delimiter {marks.get(delimiter, delimiter)}")
    return read_table(lines, sheet=Sheet(name, ragged=True, remarks=remarks), amounts=amounts)


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """The text and its encoding: UTF-8, UTF-16 with its mark, or Windows-1251. Raises InvalidDocument."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "windows-1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or (encoding == "windows-1251" and _MIXED.search(text)):
            break
        return text, {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "windows-1251": "Windows-1251"}[encoding]
    raise _refuse(
        name,
        say("The encoding of this file cannot be told."),
        say("Save it as CSV in UTF-8; Windows-1251 is taken for Bulgarian."),
    )


def _split(text: str, name: str) -> tuple[str, list[tuple[int, tuple[str, ...]]]]:
    """The delimiter that gives every line as many cells, and the lines with their numbers."""
    tried: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    problem = ""
    for delimiter in DELIMITERS:
        try:
            tried[delimiter] = list(_read_lines(text, delimiter))
        except csv.Error as error:
            problem = str(error)
    if not tried:
        raise _refuse(
            name,
            say("This is not a valid table: %(why)s.", why=problem),
            say("Close every double quote, and try again."),
        )

    def judge(delimiter: str) -> tuple[bool, int]:
        counts = [len(cells) for _, cells in tried[delimiter][:SAMPLED] if len(cells) > 1 or any(cells)]
        widths = [count for count in counts if count > 1]
        return bool(widths) and len(set(widths)) == 1, max(widths, default=0)

    even = [delimiter for delimiter in tried if judge(delimiter)[0]]
    best = even[0] if even else max(tried, key=lambda delimiter: judge(delimiter)[1])
    return best, tried[best]


def _read_lines(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    end = 0
    for cells in reader:
        start, end = end + 1, reader.line_num
        yield start, tuple(cells)


_KINDS = say("Save it as CSV, or as an Excel workbook (.xlsx).")


def _refuse(name: str, message: Message, hint: Message) -> InvalidDocument:
    return InvalidDocument(message, place=Place(name), hint=hint)
