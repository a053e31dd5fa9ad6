"""Figures kept as tables. In: an item's YAML with `{csv: file}`, `{xlsx: file}` or `{eurostat: file}` among its values.
Out: the same with the rows filled in, and the source of a dataset.

The file lies beside the YAML; nothing is fetched here. In a list of bars or rows every row of the table becomes one; as
the `figures` of a map every row gives its region a figure, or none where it is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from campaign.adapters.datasets import fill_source, read_dataset
from campaign.adapters.spreadsheets import read_spreadsheet
from campaign.render.manifest import FieldType, Template
from campaign.spec.document import Document, read_plain
from campaign.spec.errors import CampaignError, Faults, InvalidDocument, Place
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say
from campaign.spec.table import Cell, Column, Row, Table

MAX_ROWS = 100
KINDS: Mapping[str, tuple[str, ...]] = {"csv": (".csv", ".tsv", ".txt"), "xlsx": (".xlsx",), "eurostat": (".json",)}
"""What a table is kept as → how its file's name ends."""
LABEL, CODE, AMOUNT = "label", "code", "amount"
_Steps = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What a pack says of its table. `columns` are part → title or letter of its column (of a dataset: part → filters);
    `rows` the labels or codes to show, in this order; `labels` what people write for one, by language. Of a dataset
    `by` is the dimension whose categories are the rows, `filters` choose one code of each other; `label` is the part
    that holds a row's name."""

    csv: str = ""
    xlsx: str = ""
    eurostat: str = ""
    sheet: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[str | int, ...] = ()
    labels: Mapping[str, Mapping[str, str] | str] = field(default_factory=dict)
    by: str = ""
    filters: Mapping[str, str | int] = field(default_factory=dict)
    label: str = LABEL

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, kind))

    @property
    def name(self) -> str:
        return str(getattr(self, self.kind))


def fill_tables(
    document: Document,
    *,
    folder: Path,
    templates: Mapping[str, Template] | None = None,
    languages: tuple[str, ...] = ("bg", "en"),
) -> Document:
    """Replace every table among the values, and let a dataset fill the source. Raises Faults with the table's place."""
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("values"), dict):
        return document
    template = (templates or {}).get(str(data.get("template")))
    filled, source = dict(data["values"]), data.get("source")
    for key, value in data["values"].items():
        spec = template.manifest.fields.get(key) if template else None
        is_map = isinstance(value, dict) and _is_table(value.get("figures"))
        if not is_map and not _is_table(value):
            continue
        at = ("values", key, "figures") if is_map else ("values", key)
        wanted = _read_wanted(document, at, value["figures"] if is_map else value)
        path = _find_file(document, at, wanted, folder=folder)
        file = path.relative_to(folder).as_posix()
        if wanted.kind == "eurostat":
            found = read_dataset(path, file=file, by=wanted.by, filters=wanted.filters, columns=wanted.columns)
            table, source = found.table, fill_source(source, found, languages=languages)
        else:
            amounts = [str(title) for part, title in wanted.columns.items() if part == AMOUNT] or [AMOUNT]
            table = read_spreadsheet(path, sheet=wanted.sheet, name=file, amounts=amounts)
        needs_all = not is_map and (spec is None or spec.type is FieldType.SERIES)
        entries = _Filling(document, at, wanted, table, needs_all=needs_all).fill(is_map=is_map)
        filled[key] = value | {"figures": entries} if is_map else entries
    more = {"source": source} if source is not None else {}
    return replace(document, data=data | {"values": filled} | more)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and sum(kind in value for kind in KINDS) == 1


def _read_wanted(document: Document, at: _Steps, value: dict[str, Any]) -> Wanted:
    labels = value.get("labels") or {}
    plain = {**value, "labels": {str(name): text for name, text in labels.items()} if isinstance(labels, dict) else 0}
    try:
        wanted: Wanted | None = read_plain(plain, Wanted)
    except ValueError:
        wanted = None
    if wanted is None or not any(getattr(wanted, kind) for kind in KINDS):
        raise InvalidDocument(
            say("This does not say which table is meant, or says too much."),
            place=document.place(at),
            hint=say("Its parts are: %(known)s.", known=", ".join(Wanted.__dataclass_fields__)),
        )
    return wanted


def _find_file(document: Document, at: _Steps, wanted: Wanted, *, folder: Path) -> Path:
    name = wanted.name
    if Path(name).name != name or not name.lower().endswith(KINDS[wanted.kind]):
        raise InvalidDocument(
            say("“%(name)s” is not the plain name of a table.", name=name[:80]),
            place=document.place((*at, wanted.kind)),
            hint=say("Put a %(kind)s file beside this one and name it without any folder.", kind=KINDS[wanted.kind][0]),
        )
    path = folder / Path(document.file).parent / name
    if path.is_symlink() or not path.is_file():
        raise InvalidDocument(
            say("This file is missing."),
            place=Place(path.relative_to(folder).as_posix()),
            hint=say("Add it, as a file and not a link."),
        )
    return path


@dataclass(frozen=True)
class _Filling:
    """One table on its way into the values; `needs_all` refuses rows whose figure is not known."""

    document: Document
    at: _Steps
    wanted: Wanted
    table: Table
    needs_all: bool

    def fill(self, *, is_map: bool) -> Any:
        columns = self._find_columns(is_map)
        rows = self._choose_rows(columns)
        entries, faults = [], []
        for row in rows:
            try:
                entries.append((self._name(row, columns), self._write(row, columns)))
            except CampaignError as error:
                faults.append(error)
        if faults:
            raise Faults(faults)
        if is_map:
            return {name: entry.get(AMOUNT) for name, entry in entries}
        return [entry for _, entry in entries]

    def _find_columns(self, is_map: bool) -> dict[str, int]:
        """Part → column. Without a word about them the columns are named as the parts of bars are."""
        titles = {column.title.casefold(): at for at, column in enumerate(self.table.columns)}
        letters = {column.letter: at for at, column in enumerate(self.table.columns)}
        if self.wanted.kind == "eurostat":
            return {
                self.wanted.label if column.title == LABEL else column.title: at
                for at, column in enumerate(self.table.columns)
            }
        if not self.wanted.columns:
            plain = (CODE, AMOUNT) if is_map else (AMOUNT,)
            labels = () if is_map else tuple(title for title in titles if title.startswith(f"{LABEL}_"))
            if set(titles) != {*plain, *labels} or not (labels or is_map):
                raise InvalidDocument(
                    say("The first line does not name the columns that are needed."),
                    place=Place(self.table.file, 1),
                    hint=say("Columns: label_bg, label_en and amount; or say under “columns” which is which."),
                )
            return {title: titles[title] for title in (*plain, *labels)}
        found = {}
        for part, title in self.wanted.columns.items():
            place = titles.get(" ".join(str(title).split()).casefold(), letters.get(str(title)))
            if place is None:
                raise InvalidDocument(
                    say("The table has no column “%(name)s”.", name=str(title)[:60]),
                    place=self.document.place((*self.at, "columns", part)),
                    hint=say("Its columns are: %(known)s.", known=", ".join(one.title for one in self.table.columns)),
                )
            found[part] = place
        return found

    def _choose_rows(self, columns: Mapping[str, int]) -> list[Row]:
        if not self.wanted.rows:
            if len(self.table.rows) > MAX_ROWS:
                raise InvalidDocument(
                    say("The table has %(count)s rows.", count=len(self.table.rows)),
                    place=Place(self.table.file, self.table.rows[0].number),
                    hint=say("Name those to show under “rows”, at most %(most)s.", most=MAX_ROWS),
                )
            return list(self.table.rows)
        names = {self._name(row, columns): row for row in self.table.rows}
        missing = [str(name) for name in self.wanted.rows if str(name) not in names]
        if missing:
            raise InvalidDocument(
                say("The table has no row “%(name)s”.", name=missing[0][:60]),
                place=self.document.place((*self.at, "rows")),
                hint=say("Its rows are: %(known)s.", known=", ".join(list(names)[:40])),
            )
        return [names[str(name)] for name in self.wanted.rows]

    def _name(self, row: Row, columns: Mapping[str, int]) -> str:
        """What a row is called: its code or label, else its first cell."""
        known = [at for part, at in columns.items() if part == CODE or part.partition("_")[0] == LABEL]
        return row.cells[known[0] if known else 0].text

    def _write(self, row: Row, columns: Mapping[str, int]) -> dict[str, Any]:
        entry: dict[str, Any] = {}
        for part, at in columns.items():
            cell, column = row.cells[at], self.table.columns[at]
            name, _, language = part.rpartition("_")
            if part == CODE:
                continue
            if language in LANGUAGES and name:
                entry.setdefault(name, {})[language] = cell.text
            elif not column.is_amount or part == self.wanted.label:
                entry[part] = self._label(cell) if part == self.wanted.label else cell.text
            elif cell.amount is not None:
                entry[part] = int(cell.amount) if cell.amount == cell.amount.to_integral() else float(cell.amount)
            elif self.needs_all:
                raise self._refuse_unknown(row, column, columns)
        written = self.wanted.labels.get(self._name(row, columns))
        if written is not None:
            own = entry.get(self.wanted.label)
            if isinstance(own, Mapping) and isinstance(written, Mapping):
                written = {**own, **written}
            entry[self.wanted.label] = written
        return entry

    def _label(self, cell: Cell) -> Any:
        """A dataset's labels are in its own language; what flags keep is the language."""
        return {cell.flags: cell.text} if cell.flags in LANGUAGES and self.wanted.kind == "eurostat" else cell.text

    def _refuse_unknown(self, row: Row, column: Column, columns: Mapping[str, int]) -> InvalidDocument:
        spot = f"{column.letter}{row.number}"
        return InvalidDocument(
            say("The figure of “%(name)s” is not known, and no bar stands for that.", name=self._name(row, columns)),
            place=Place(self.table.file, row.number, f"{self.table.sheet}!{spot}" if self.table.sheet else spot),
            hint=say("Name the rows to show under “rows”, or use a map: there it stands as no data."),
        )
