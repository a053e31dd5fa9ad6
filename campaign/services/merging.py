"""Two people at one form. In: inputs as they are, as somebody's page had them, and what that person wrote. Out: what is
taken, and what is laid aside because somebody else wrote something else there meanwhile.

A list that grew, shrank or was put in another order is one thing: its rows have no names but their places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.forms.flat import COUNT

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """Inputs → text, each."""

    taken: Typed = field(default_factory=dict)
    aside: Typed = field(default_factory=dict)


def merge(current: Typed, *, changed: Typed, base: Typed) -> Merged:
    """`base` is what the page had before: of the inputs that changed, and of lists all inputs."""
    taken: dict[str, str] = {}
    aside: dict[str, str] = {}
    lists = {name.removesuffix(f".{COUNT}") for name in changed if name.endswith(f".{COUNT}")}
    for path in sorted(lists):
        mine = _cut(changed, path)
        now = _cut(current, path)
        names = mine.keys() | now.keys()
        if _is_same(now, mine):
            continue
        if all(now.get(name, "") == base.get(name, "") for name in names if name in now):
            taken |= {name: mine.get(name, "") for name in names}
        else:
            aside |= mine
    for name, mine_text in changed.items():
        if any(_is_in(name, path) for path in lists):
            continue
        now_text = current.get(name, "")
        if mine_text == now_text:
            continue
        if now_text == base.get(name, "") and not _was_moved(name, current, base):
            taken[name] = mine_text
        else:
            aside[name] = mine_text
    return Merged(taken, aside)


def _cut(typed: Typed, path: str) -> dict[str, str]:
    return {name: text for name, text in typed.items() if _is_in(name, path)}


def _is_in(name: str, path: str) -> bool:
    return name.startswith(f"{path}.")


def _is_same(one: Typed, other: Typed) -> bool:
    """What is empty is as good as not there."""
    return {name: text for name, text in one.items() if text} == {name: text for name, text in other.items() if text}


def _was_moved(name: str, current: Typed, base: Typed) -> bool:
    """Whether it stands in a list that has another number of rows by now."""
    parts = name.split(".")
    counts = (".".join((*parts[:length], COUNT)) for length in range(1, len(parts)))
    return any(count in base and base[count] != current.get(count, "") for count in counts)
