"""Consents of a content pack. In: consents/*.yaml, and what items say in `consent:`. Out: records, items with theirs.

An item names the file of a consent (or several), or holds one itself, or says that its people are fictional:
`consent: maria`, `consent: [maria, {person: …}]`, `consent: {fictional: true}`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from campaign.adapters.entries import check_id
from campaign.adapters.folders import list_files, read_document
from campaign.spec.consent import Consent, Record
from campaign.spec.content import Item
from campaign.spec.document import Document, read_value
from campaign.spec.errors import CampaignError, InvalidDocument, UnknownName
from campaign.spec.message import say

FOLDER = "consents"

_Steps = tuple[str | int, ...]


@dataclass
class Consents:
    """What one pack says; `items` are the ids of items by the consent they name."""

    values: dict[str, Consent] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    faults: list[CampaignError] = field(default_factory=list)

    @property
    def records(self) -> tuple[Record, ...]:
        """In the order of their ids."""
        return tuple(Record(id_, self.values[id_], tuple(self.items.get(id_, ()))) for id_ in sorted(self.values))


def read_consents(folder: Path) -> Consents:
    """The files in consents/, by their names without the ending; what is wrong with them is in `faults`."""
    found = Consents()
    try:
        paths = list_files(folder, FOLDER)
    except CampaignError as error:
        found.faults.extend(error.singles)
        return found
    for path in paths:
        try:
            document = read_document(path, folder=folder)
            _keep(found, path.stem, read_value(document, Consent), document, ())
        except CampaignError as error:
            found.faults.extend(error.singles)
    return found


def split_consents(document: Document) -> tuple[Document, tuple[_Steps, ...]]:
    """The item's own document, without its consents but with `fictional`, and the paths of those. Raises
    InvalidDocument where a person who does not exist agreed to something."""
    data = document.data
    if not isinstance(data, dict) or "consent" not in data:
        return document, ()
    rest = {key: value for key, value in data.items() if key != "consent"}
    given = data["consent"]
    if isinstance(given, dict) and given.get("fictional") is True:
        for key in given.keys() - {"fictional"}:
            raise InvalidDocument(
                say("Whoever is fictional agreed to nothing."),
                place=document.place(("consent", key)),
                hint=say("Write “fictional: true” and nothing else, or leave that out."),
            )
        return replace(document, data={**rest, "fictional": True}), ()
    paths: tuple[_Steps, ...] = (("consent",),)
    if isinstance(given, list):
        paths = tuple(("consent", index) for index in range(len(given)))
    return replace(document, data=rest), paths


def take_consents(found: Consents, item: Item, document: Document, paths: Iterable[_Steps]) -> Item:
    """The item with its consents joined. `document` is the whole one; faults are kept in `found`."""
    several, joined = tuple(paths), list[str]()
    for index, path in enumerate(several):
        own = item.id if len(several) == 1 else f"{item.id}-{index + 1}"
        try:
            joined.append(_take(found, document, path, own=own))
        except CampaignError as error:
            found.faults.extend(error.singles)
    for id_ in dict.fromkeys(joined):
        found.items.setdefault(id_, []).append(item.id)
    # in the order of their ids, as they come back from rows
    return replace(item, consents=tuple(found.values[id_] for id_ in sorted(set(joined)) if id_ in found.values))


def _take(found: Consents, document: Document, path: _Steps, *, own: str) -> str:
    given: Any = document.data
    for step in path:
        given = given[step]
    if isinstance(given, str):
        if given not in found.values and not any(fault.place.file == _name_file(given) for fault in found.faults):
            raise UnknownName(
                say("There is no consent “%(name)s”.", name=given[:60]),
                place=document.place(path),
                hint=say("Name a file of consents/ without its ending, or write the consent here."),
            )
        return given
    id_ = str(given.get("id", own)) if isinstance(given, Mapping) else own
    value = read_value(_leave_out_id(document, path), Consent, at=path)
    _keep(found, id_, value, document, path)
    return id_


def _name_file(id_: str) -> str:
    return f"{FOLDER}/{id_}.yaml"


def _leave_out_id(document: Document, path: _Steps) -> Document:
    """The same document, the mapping at the path without its id: that is the record's, not the consent's."""

    def copy(value: Any, steps: _Steps) -> Any:
        if not steps:
            return {key: part for key, part in value.items() if key != "id"} if isinstance(value, dict) else value
        step, rest = steps[0], steps[1:]
        if isinstance(value, dict):
            return {key: copy(part, rest) if key == step else part for key, part in value.items()}
        return [copy(part, rest) if index == step else part for index, part in enumerate(value)]

    return replace(document, data=copy(document.data, path))


def _keep(found: Consents, id_: str, value: Consent, document: Document, path: _Steps) -> None:
    found.faults.extend(_check(found, id_, document, path))
    found.values.setdefault(id_, value)
    found.documents.setdefault(id_, document)


def _check(found: Consents, id_: str, document: Document, path: _Steps) -> Iterator[CampaignError]:
    yield from check_id(document, id_, path=(*path, "id"))
    if id_ in found.values:
        yield InvalidDocument(
            say("The id “%(id)s” is already that of %(file)s.", id=id_, file=found.documents[id_].file),
            place=document.place((*path, "id")),
            hint=say("Give every consent of a campaign its own id."),
        )
