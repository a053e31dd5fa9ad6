"""Faults of a drawn page. In: the boxes of its elements with ids, its HTML. Out: what is outside or overlaps."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import combinations

from campaign.render.slots import VOID
from campaign.spec.errors import Box

GROUNDS = frozenset({"root", "stage", "strip", "clip", "photo", "bars", "people", "hundred", "partners"})
"""Elements of the kit that others stand on. A template's own have the attribute data-ground; what stands inside
another element stands on it by right."""
SLACK = 1.0
"""Pixels: boxes are rounded to whole ones."""


def list_faults(boxes: Mapping[str, Box], html: str) -> list[str]:
    parts = dict(_list_parts(boxes))
    outside = [f"{name} leaves the picture" for name, box in parts.items() if not lies_inside(box, boxes["root"])]
    crossed = [pair for pair in combinations(parts, 2) if overlaps(parts[pair[0]], parts[pair[1]])]
    if crossed:
        nest = _Nest.read(html)
        crossed = [pair for pair in crossed if not nest.allows(*pair)]
    return outside + [f"{one} and {other} overlap" for one, other in crossed]


def _list_parts(boxes: Mapping[str, Box]) -> Iterator[tuple[str, Box]]:
    """What is read or looked at, without grounds and slots."""
    for name, box in boxes.items():
        if name not in GROUNDS and not name.endswith("-slot"):
            yield name, box


def lies_inside(box: Box, outer: Box) -> bool:
    return (
        box.left >= outer.left - SLACK
        and box.top >= outer.top - SLACK
        and box.left + box.width <= outer.left + outer.width + SLACK
        and box.top + box.height <= outer.top + outer.height + SLACK
    )


def overlaps(one: Box, other: Box) -> bool:
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    along = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > SLACK and along > SLACK


class _Nest(HTMLParser):
    """Which elements with ids stand inside which, and which are grounds."""

    def __init__(self) -> None:
        super().__init__()
        self.around: dict[str, frozenset[str]] = {}
        self.grounds: set[str] = set()
        self._open: list[str] = []

    @classmethod
    def read(cls, html: str) -> "_Nest":
        nest = cls()
        nest.feed(html)
        nest.close()
        return nest

    def allows(self, one: str, other: str) -> bool:
        """Whether one stands inside the other, or either is a ground."""
        nested = one in self.around.get(other, ()) or other in self.around.get(one, ())
        return nested or one in self.grounds or other in self.grounds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        name = named.get("id") or ""
        if name:
            self.around[name] = frozenset(self._open)
        if "data-ground" in named:
            self.grounds.add(name)
        if tag not in VOID:
            self._open.append(name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()
