"""Datasets as offices publish them. In: the bytes of a JSON-stat 2.0 dataset. Out: a Cube, or what is wrong with it.

The format: https://json-stat.org/full/ – values and flags stand in one line, the last dimension changing fastest, as a
list or, where most are missing, as an object by position.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import prod
from typing import Any, NoReturn

from campaign.spec.cells import FLAGS
from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.figure import PERCENT, Status
from campaign.spec.message import Message, say
from campaign.spec.table import Cell

MOST_CELLS = 500_000
"""Positions of a cube: more than that Eurostat itself does not answer at once."""
MOST_DIMENSIONS = 20
MOST_DIGITS = 30
"""Before, or behind, the point: no office counts further."""
UNITS: Mapping[str, str] = {"PC": PERCENT, "PC_POP": PERCENT, "PC_ACT": PERCENT, "PC_EMP": PERCENT, "PT": PERCENT}
"""Codes of Eurostat's dimension “unit” that are percentages; others that begin with PC_ are as well."""


@dataclass(frozen=True)
class Dimension:
    """`codes` in the order of the positions; `labels` by code, in the dataset's language."""

    id: str
    label: str
    codes: tuple[str, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Cube:
    """`code` is the table's, `label` its own title in `language` (en, fr or de); `updated` when its data changed last.
    `values` and `flags` by position; `meanings` tell what the flags mean, where the office says so."""

    label: str
    source: str
    code: str
    language: str
    updated: date | None
    dimensions: tuple[Dimension, ...]
    values: Mapping[int, Decimal]
    flags: Mapping[int, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)

    def find_dimension(self, name: str) -> Dimension | None:
        return next((each for each in self.dimensions if each.id == name), None)

    def read_cell(self, codes: Mapping[str, str]) -> Cell:
        """The cell at one code of each dimension; those with a single code may be left out."""
        position = 0
        for each in self.dimensions:
            code = codes.get(each.id, each.codes[0])
            position = position * len(each.codes) + each.codes.index(code)
        amount, flags = self.values.get(position), self.flags.get(position, "")
        kinds = [FLAGS.get(flag, Status.MEASURED) for flag in flags.lower() if flag.isalpha()]
        status = max(kinds, key=list(Status).index, default=Status.MEASURED)
        if amount is None and status is not Status.SUPPRESSED:
            status = Status.UNKNOWN
        if status in (Status.UNKNOWN, Status.SUPPRESSED):
            amount = None  # what an office calls confidential or missing is not shown, whatever stands there
        unit = codes.get("unit", "")
        return Cell(
            "" if amount is None else str(amount),
            amount,
            status,
            PERCENT if unit in UNITS or unit.startswith("PC_") else "",
            flags,
        )


def read_cube(data: bytes, *, file: str) -> Cube:
    """Raises InvalidDocument."""
    try:
        plain = json.loads(data, parse_float=Decimal, parse_constant=lambda name: _stop(file, f"it holds {name}"))
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _refuse(file, say("This is not valid JSON: %(problem)s.", problem=str(error)[:120])) from None
    if not isinstance(plain, dict) or plain.get("class") != "dataset":
        _stop(file, "it is no dataset of JSON-stat")
    if str(plain.get("version", ""))[:1] != "2":
        _stop(file, "it is of another version than 2.0")
    names: Any = plain.get("id")
    sizes: Any = plain.get("size")
    if not _are(names, str) or not _are(sizes, int) or len(names) != len(sizes) or not names:
        _stop(file, "“id” and “size” do not name the dimensions")
    if any(not 0 < size <= MOST_CELLS for size in sizes) or len(sizes) > MOST_DIMENSIONS or prod(sizes) > MOST_CELLS:
        _stop(file, f"it has more positions than the {MOST_CELLS} that are taken")
    count = prod(sizes)
    dimensions = tuple(_read_dimension(plain, name, size, file) for name, size in zip(names, sizes, strict=True))
    given = plain.get("extension")
    extension: dict[str, Any] = given if isinstance(given, dict) else {}
    return Cube(
        label=_read_text(plain.get("label")),
        source=_read_text(plain.get("source")),
        code=_read_text(extension.get("id")).lower(),
        language=_read_text(extension.get("lang")).lower() or "en",
        updated=_read_day(plain, extension),
        dimensions=dimensions,
        values=dict(_read_values(plain.get("value"), count, file)),
        flags=dict(_read_flags(plain.get("status"), count, file)),
        meanings=_read_meanings(extension),
    )


def _read_dimension(plain: Mapping[str, Any], name: str, size: int, file: str) -> Dimension:
    dimensions = plain.get("dimension")
    own = dimensions.get(name) if isinstance(dimensions, dict) else None
    category = own.get("category") if isinstance(own, dict) else None
    if not isinstance(own, dict) or not isinstance(category, dict):
        _stop(file, f"the dimension “{name}” is missing")
    index: Any = category.get("index")
    told = category.get("label")
    labels = {str(code): str(text) for code, text in told.items()} if isinstance(told, dict) else {}
    if isinstance(index, dict):
        order = sorted(index, key=lambda code: index[code] if isinstance(index[code], int) else -1)
        if [index[code] for code in order] != list(range(size)):
            _stop(file, f"the positions of the dimension “{name}” are not 0 to {size - 1}")
        codes = tuple(order)
    elif _are(index, str):
        codes = tuple(index)
    else:  # a dimension with a single category may do without
        codes = tuple(labels) if index is None else ()
    if len(codes) != size or len(set(codes)) != size:
        _stop(file, f"the dimension “{name}” has not {size} categories")
    return Dimension(
        name, _read_text(own.get("label")) or name, codes, {code: labels.get(code, code) for code in codes}
    )


def _read_values(given: Any, count: int, file: str) -> Iterator[tuple[int, Decimal]]:
    for position, value in _walk(given, count, file, "value"):
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            _stop(file, f"the value at position {position} is no number")
        amount = Decimal(value)
        if abs(amount.adjusted()) > MOST_DIGITS:  # written out, one such number fills the memory
            _stop(file, f"the value at position {position} has too many digits")
        yield position, amount


def _read_flags(given: Any, count: int, file: str) -> Iterator[tuple[int, str]]:
    if isinstance(given, str):
        given = [given] * count
    for position, flags in _walk({} if given is None else given, count, file, "status"):
        if flags:
            yield position, str(flags)[:12]


def _walk(given: Any, count: int, file: str, name: str) -> Iterator[tuple[int, Any]]:
    """The entries of a list, or of an object by position."""
    if isinstance(given, list):
        if len(given) != count:
            _stop(file, f"“{name}” has {len(given)} entries, the dimensions {count}")
        yield from enumerate(given)
        return
    if not isinstance(given, dict):
        _stop(file, f"“{name}” is neither a list nor an object")
    for key, entry in given.items():
        if not key.isascii() or not key.isdigit() or len(key) > MOST_DIGITS or int(key) >= count:
            _stop(file, f"“{name}” has no position {key[:20]}")
        yield int(key), entry


def _read_day(plain: Mapping[str, Any], extension: Mapping[str, Any]) -> date | None:
    notes = extension.get("annotation")
    dates = [note.get("date") for note in notes if isinstance(note, dict) and note.get("type") == "UPDATE_DATA"] \
        if isinstance(notes, list) else []  # fmt: skip
    for text in (plain.get("updated"), *dates):
        try:
            return date.fromisoformat(str(text)[:10])
        except ValueError:
            continue
    return None


def _read_meanings(extension: Mapping[str, Any]) -> Mapping[str, str]:
    status = extension.get("status")
    labels = status.get("label") if isinstance(status, dict) else None
    return {str(flag): str(text) for flag, text in labels.items()} if isinstance(labels, dict) else {}


def _read_text(given: Any) -> str:
    return " ".join(given.split())[:300] if isinstance(given, str) else ""


def _are(given: Any, kind: type) -> bool:
    return isinstance(given, Sequence) and not isinstance(given, str) and all(type(each) is kind for each in given)


def _refuse(file: str, message: Message) -> InvalidDocument:
    return InvalidDocument(message, place=Place(file), hint=say("Fetch it anew with “campaign statistics fetch”."))


def _stop(file: str, problem: str) -> NoReturn:
    raise _refuse(file, say("This is no dataset that can be read: %(problem)s.", problem=problem))
