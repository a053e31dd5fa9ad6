"""Datasets kept in a pack. In: a JSON-stat file that “campaign statistics fetch” wrote. Out: its rows, and its source.

The office's own title and day become the source, in the languages that the office has; in others its name and the
table's code stand, and every label has to be written by people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

from campaign.adapters.eurostat import BROWSER
from campaign.adapters.guarded import MOST_BYTES
from campaign.adapters.limits import run_limited
from campaign.spec.cube import Cube, read_cube
from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.message import Message, say
from campaign.spec.table import Cell, Column, Row, Table, name_column

PLAIN_BYTES = 2_000_000
"""A file of this size is read at once, a larger one in a child with limits."""
SECONDS = 20.0
TIME = "time"
NAMES: Mapping[str, Callable[[Cube], str]] = {
    "bg": lambda cube: ", ".join(
        filter(None, ("Евростат", cube.code, _tell_day(cube.updated, "обновено на {}", "bg")))
    ),
    "en": lambda cube: _name_in(cube, "Eurostat", "updated {}", "en"),
    "fr": lambda cube: _name_in(cube, "Eurostat", "mise à jour le {}", "fr"),
    "de": lambda cube: _name_in(cube, "Eurostat", "Stand {}", "de"),
}
"""How the source is called: the dataset's own title only in the language it came in."""


@dataclass(frozen=True)
class Dataset:
    """`table` has a row for each category of a dimension: code, label and the parts; `period` as the cube names it."""

    cube: Cube
    table: Table
    period: str


def read_dataset(
    path: Path, *, file: str, by: str, filters: Mapping[str, str | int], columns: Mapping[str, Any]
) -> Dataset:
    """`by` is the dimension whose categories are the rows; `columns` are part → filters of its own. Raises
    InvalidDocument."""
    cube = read_cube_file(path, file=file)
    rows = cube.find_dimension(by or _find_only(cube, filters, file))
    if rows is None:
        raise _refuse(
            file,
            say("The dataset has no dimension “%(name)s”.", name=by[:40]),
            say("Its dimensions are: %(known)s.", known=", ".join(each.id for each in cube.dimensions)),
        )
    parts = {part: {**filters, **(own if isinstance(own, Mapping) else {})} for part, own in columns.items()}
    parts = parts or {"amount": dict(filters)}
    chosen = {part: _choose_codes(cube, own, rows.id, file) for part, own in parts.items()}
    texts = rows.id == TIME or all(rows.labels[code] == code for code in rows.codes)
    titles = ("code", "label", *chosen)
    body = []
    for number, code in enumerate(rows.codes, start=1):
        cells = (cube.read_cell({**codes, rows.id: code}) for codes in chosen.values())
        label = Cell(rows.labels[code], flags="" if texts else cube.language)
        body.append(Row(number, (Cell(code), label, *cells)))
    kinds = [Column(title, "", name_column(at), at > 1) for at, title in enumerate(titles)]
    times = rows.codes if rows.id == TIME else [codes[TIME] for codes in chosen.values() if TIME in codes]
    first, *others = sorted(dict.fromkeys(times)) or [""]
    period = f"{first}–{others[-1]}" if others else first
    return Dataset(cube, Table(file, "", tuple(kinds), tuple(body)), period)


def read_cube_file(path: Path, *, file: str) -> Cube:
    """Raises InvalidDocument."""
    if path.stat().st_size > MOST_BYTES:
        raise _refuse(file, say("This file is too large."), say("Fetch less of the table: add filters."))
    data = path.read_bytes()
    return read_cube(data, file=file) if len(data) <= PLAIN_BYTES else run_limited(_read, data, file, seconds=SECONDS)


def fill_source(given: object, found: Dataset, *, languages: tuple[str, ...]) -> Any:
    """The item's source, its name, period and address from the dataset where they were left out."""
    if given is not None and not isinstance(given, Mapping):
        return given  # its own fault is told where sources are read
    names = {language: NAMES[language](found.cube) for language in languages if language in NAMES}
    told = {"period": found.period} if found.period else {}
    if found.cube.code:
        told["url"] = BROWSER.format(code=found.cube.code)
    own = dict(given or {})
    name = own.get("name")
    if isinstance(name, Mapping):
        names |= name
    return {**told, **own, "name": names if name is None or isinstance(name, Mapping) else name}


def _name_in(cube: Cube, office: str, updated: str, language: str) -> str:
    title = f"{cube.label} ({cube.code})" if cube.language == language and cube.label else cube.code
    return ", ".join(filter(None, (office, title, _tell_day(cube.updated, updated, language))))


def _tell_day(day: date | None, words: str, language: str) -> str:
    if day is None:
        return ""
    if language == "bg":
        return words.format(f"{day:%d.%m.%Y} г.")
    return words.format(format_date(day, format="long", locale="en_GB" if language == "en" else language))


def _find_only(cube: Cube, filters: Mapping[str, Any], file: str) -> str:
    """The one dimension that has several categories left."""
    several = [each.id for each in cube.dimensions if len(each.codes) > 1 and each.id not in filters]
    if len(several) != 1:
        raise _refuse(
            file,
            say("It is not said which dimension the rows are."),
            say("Write it under “by”; several categories have: %(known)s.", known=", ".join(several) or "–"),
        )
    return several[0]


def _choose_codes(cube: Cube, filters: Mapping[str, Any], by: str, file: str) -> dict[str, str]:
    codes = {name: str(code) for name, code in filters.items()}
    for name, code in codes.items():
        each = cube.find_dimension(name)
        known = each.codes if each else tuple(one.id for one in cube.dimensions)
        if each is None or code not in each.codes:
            raise _refuse(
                file,
                say("The dataset has no “%(name)s”.", name=f"{name}: {code}"[:60]),
                say("It has: %(known)s.", known=", ".join(known[:40])),
            )
    for each in cube.dimensions:
        if each.id != by and each.id not in codes:
            if len(each.codes) > 1:
                raise _refuse(
                    file,
                    say("“%(name)s” has %(count)d categories.", name=each.id, count=len(each.codes)),
                    say("Choose one under “filters”: %(known)s.", known=", ".join(each.codes[:40])),
                )
            codes[each.id] = each.codes[0]
    return codes


def _read(data: bytes, file: str) -> Cube:
    return read_cube(data, file=file)


def _refuse(file: str, message: Message, hint: Message) -> InvalidDocument:
    return InvalidDocument(message, place=Place(file), hint=hint)
