"""Faults in schedule files. In: a document and a path in it. Out: the error that names file, line, field and mend."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from campaign.spec.document import Document
from campaign.spec.errors import CampaignError, Faults, InvalidDocument
from campaign.spec.message import Message, say

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 50
"""Signs: ids stand in addresses, in reports and in narrow columns."""

TIMES = frozenset(("opens", "closes", "start", "end"))

Path = tuple[str | int, ...]


def fault(document: Document, path: Sequence[str | int], message: Message, hint: Message) -> InvalidDocument:
    """An error at that place of the file."""
    return InvalidDocument(message, place=document.place(path), hint=hint)


def raise_faults(errors: Iterable[CampaignError]) -> None:
    """Raise all of them at once, or nothing when there are none."""
    found = tuple(errors)
    if found:
        raise Faults(found)


def find_id_fault(
    document: Document, path: Path, name: str, *, reserved: Collection[str] = ()
) -> Iterator[CampaignError]:
    """A fault for an id that could not stand in an address or a report."""
    if not ID.fullmatch(name) or len(name) > LONGEST_ID:
        yield fault(
            document,
            path,
            say("“%(id)s” is no id.", id=name[:LONGEST_ID]),
            say("Write small Latin letters, digits and single hyphens, at most %(most)s.", most=LONGEST_ID),
        )
    elif name in reserved:
        yield fault(document, path, say("The name “%(name)s” is taken.", name=name), say("Choose another id."))


def refuse_bare_times(document: Document) -> None:
    """YAML 1.1 reads 22:30 without quotes as the number 1350, which would silently be 22 and a half minutes.

    Raises Faults for every time that is not text."""
    raise_faults(
        fault(
            document,
            path,
            say("“%(key)s” is not a time.", key=path[-1]),
            say('Write the time in quotes, as "22:30".'),
        )
        for path, value in _walk(document.data, ())
        if path and path[-1] in TIMES and isinstance(value, (int, float))
    )


def _walk(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, data
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _walk(value, (*path, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _walk(value, (*path, index))
