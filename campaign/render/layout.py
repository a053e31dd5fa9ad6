"""How the parts of a page lie. In: the boxes of its elements with ids, its HTML. Out: what leaves it or overlaps.

No text overlaps another and none is cut at the edge (checks.md B1). What others may stand on is a ground.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from campaign.render.slots import VOID
from campaign.render.walker import Walker
from campaign.spec.boxes import SLACK, Box, lies_inside, overlaps
from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.message import say

ROOT = "root"
STATEMENT = "statement"
GROUNDS = frozenset({ROOT, "stage", "strip", "clip", "essay", "photo", "bars", "people", "hundred", "partners"})
"""Elements of the kit that others stand on. A template's own have the attribute data-ground; what stands inside
another element stands on it by right."""


def find_collisions(boxes: Mapping[str, Box], html: str) -> Iterator[InvalidTemplate]:
    """An error for each part over the edge, and for each two that lie over each other, with the box of the first."""
    parts = dict(_list_parts(boxes))
    for name, box in parts.items():
        if not lies_inside(box, boxes[ROOT]):
            yield InvalidTemplate(
                say("“%(name)s” leaves the picture.", name=name),
                place=Place(field=name, box=box),
                hint=say("Make it smaller, or let it shrink: min-width: 0 and min-height: 0."),
            )
    crossed = [pair for pair in combinations(parts, 2) if overlaps(parts[pair[0]], parts[pair[1]])]
    nest = _Nest.read(html) if crossed else None
    for one, other in crossed:
        if nest and not nest.allows(one, other):
            yield InvalidTemplate(
                say("“%(one)s” and “%(other)s” lie over each other.", one=one, other=other),
                place=Place(field=one, box=parts[one]),
                hint=say("Give each a room of its own, or mark what others may stand on with data-ground."),
            )


def _list_parts(boxes: Mapping[str, Box]) -> Iterator[tuple[str, Box]]:
    """What is read or looked at, without grounds and slots, by name: an engine tells boxes in any order."""
    for name, box in sorted(boxes.items()):
        if name not in GROUNDS and not name.endswith("-slot"):
            yield name, box


def cuts_statement(boxes: Mapping[str, Box], *, width: float) -> bool:
    """Whether the funder's statement leaves the picture or runs under the QR code: it is never cut (checks.md A2)."""
    statement, code = boxes.get(STATEMENT), boxes.get("qr")
    if statement is None:
        return False
    leaves = statement.left < -SLACK or statement.right > width + SLACK
    return leaves or (code is not None and overlaps(statement, code))


class _Nest(Walker):
    """Which elements with ids stand inside which, which are grounds, and which are there but not seen (aria-hidden)."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.around: dict[str, frozenset[str]] = {}
        self.grounds: set[str] = set()
        self._open: list[str] = []
        self._unseen = 0

    @classmethod
    def read(cls, html: str) -> "_Nest":
        nest = cls(html)
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
        hides = named.get("aria-hidden") == "true" or self._unseen
        if "data-ground" in named or hides:
            self.grounds.add(name)
        if tag not in VOID:
            self._open.append(name)
            self._unseen += bool(hides)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()
            self._unseen = max(0, self._unseen - 1)
