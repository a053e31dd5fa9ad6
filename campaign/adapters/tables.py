"""Series kept as tables. In: an item's YAML with `{csv: file}`. Out: the same with the rows filled in.

A table has one line a bar: label_bg, label_en (a column a language) and amount. It lies beside the YAML.
"""

import csv
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from campaign.adapters.folders import read_text
from campaign.spec.document import Document
from campaign.spec.errors import Faults, InvalidDocument, Place
from campaign.spec.message import say

MAX_ROWS = 100


def fill_tables(document: Document, *, folder: Path) -> Document:
    """Replace every `{csv: name}` among the values. Raises Faults with the table's line."""
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
        return document
    filled = {
        key: _read_table(document, key, value["csv"], folder=folder) if _is_table(value) else value
        for key, value in data["values"].items()
    }
    return replace(document, data=data | {"values": filled})


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"csv"} and isinstance(value["csv"], str)


def _read_table(document: Document, key: str, name: str, *, folder: Path) -> list[dict[str, Any]]:
    if Path(name).name != name or not name.endswith(".csv"):
        raise InvalidDocument(
            say("“%(name)s” is not the plain name of a table.", name=name[:80]),
            place=document.place(("values", key, "csv")),
            hint=say("Put a .csv file beside this one and name it without any folder."),
        )
    path = folder / Path(document.file).parent / name
    text = read_text(path, folder=folder)
    return _read_rows(text, file=path.relative_to(folder).as_posix())


def _read_rows(text: str, *, file: str) -> list[dict[str, Any]]:
    try:
        reader = csv.DictReader(text.splitlines(), strict=True)
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise InvalidDocument(
            say("This is not a valid table: %(why)s.", why=str(error)),
            place=Place(file),
            hint=say("Save it as CSV with commas, text in double quotes."),
        ) from None
    faults = list(_check_columns(reader.fieldnames or (), len(rows), file=file))
    if not faults:
        faults = [fault for line, row in rows for fault in _check_row(row, file=file, line=line)]
    if faults:
        raise Faults(faults)
    return [_to_entry(row) for _, row in rows]


def _check_columns(columns: Any, count: int, *, file: str) -> list[InvalidDocument]:
    labels = [name for name in columns if name.startswith("label_")]
    if not labels or "amount" not in columns or set(columns) - {*labels, "amount"}:
        message = say("The first line does not name the columns that are needed.")
    elif not 0 < count <= MAX_ROWS:
        message = say("The table has %(count)s rows.", count=count)
    else:
        return []
    hint = say("Columns: label_bg, label_en and amount; one to %(most)s rows.", most=MAX_ROWS)
    return [InvalidDocument(message, place=Place(file, 1), hint=hint)]


def _check_row(row: dict[Any, Any], *, file: str, line: int) -> list[InvalidDocument]:
    faults = []
    if None in row or None in row.values():
        faults.append(
            InvalidDocument(
                say("This row has not as many cells as there are columns."),
                place=Place(file, line),
                hint=say("Put a text that has a comma in double quotes."),
            )
        )
    elif not _is_number(row["amount"]):
        faults.append(
            InvalidDocument(
                say("“%(given)s” is not a number.", given=row["amount"][:60]),
                place=Place(file, line, "amount"),
                hint=say("Write digits, e.g. 35000 or 7.3."),
            )
        )
    return faults


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _to_entry(row: dict[str, str]) -> dict[str, Any]:
    amount = float(row["amount"])
    label = {key.removeprefix("label_"): text for key, text in row.items() if key.startswith("label_")}
    return {"label": label, "amount": int(amount) if amount.is_integer() else amount}
