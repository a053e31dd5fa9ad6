"""What changed between two texts, and between two items. In: both. Out: runs of words that stayed, went and came.

Words are compared whole, with the sign that follows them, so that a changed ending marks the word it stands in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from campaign.spec.content import Item
from campaign.spec.digest import to_plain
from campaign.spec.languages import LANGUAGES

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]+")
LEFT_OUT = frozenset({"id", "consents"})
"""Of an item: its name stays, and consents have a history of their own."""


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Run:
    """Words that share one fate."""

    change: Change
    text: str


@dataclass(frozen=True)
class Changed:
    """One input of an item that says something else now: `path` as packs spell it, without its `language`."""

    path: str
    language: str
    before: str
    after: str

    @property
    def runs(self) -> tuple[Run, ...]:
        return compare_words(self.before, self.after)


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """What went stands before what came in its place."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    runs: list[Run] = []
    for what, start, end, begins, ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            runs.append(Run(Change.SAME, "".join(old[start:end])))
            continue
        gone, came = "".join(old[start:end]), "".join(new[begins:ends])
        runs += [Run(change, text) for change, text in ((Change.GONE, gone), (Change.NEW, came)) if text]
    return tuple(runs)


def compare_items(before: Item, after: Item) -> tuple[Changed, ...]:
    """Every input that differs, in the order in which the item has them; empty where nothing stood."""
    old, new = _list_inputs(before), _list_inputs(after)
    return tuple(
        Changed(*_split(path), old.get(path, ""), new.get(path, ""))
        for path in dict.fromkeys((*new, *old))
        if old.get(path, "") != new.get(path, "")
    )


def _list_inputs(item: Item) -> Mapping[str, str]:
    body = {name: part for name, part in to_plain(item).items() if name not in LEFT_OUT}
    return dict(_flatten(body, ""))


def _flatten(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Rows count from 1, as in all that people read."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flatten(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, (list, tuple)) and any(isinstance(part, (Mapping, list)) for part in value):
        for number, part in enumerate(value, start=1):
            yield from _flatten(part, f"{path}.{number}")
    elif isinstance(value, (list, tuple)):
        yield path, ", ".join(map(_print, value))
    else:
        yield path, _print(value)


def _print(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _split(path: str) -> tuple[str, str]:
    name, _, last = path.rpartition(".")
    return (name, last) if name and last in LANGUAGES else (path, "")
