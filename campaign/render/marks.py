"""What a page draws its figures with. In: its HTML, then the boxes of its elements. Out: lengths and repeated signs.

An amount reaches a page in two ways only: as an inline length, or as so many copies of a sign. Both can be read from
the finished page, whoever wrote the template. The kit tells the amount with the length (data-amount); a template that
does not is read by what its elements have in common.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.render.slots import VOID
from campaign.render.walker import Walker
from campaign.spec.boxes import Box

_LENGTH = re.compile(r"(?:^|;)\s*(?:min-|max-)?(width|height|flex-grow|flex-basis|flex)\s*:\s*([^;]+)")
_VARYING = re.compile(r'\s(?:id|data-[\w-]+)="[^"]*"|animation-delay:[^;"]*;?|\s+')


@dataclass(frozen=True)
class Length:
    """An element with a length of its own. `family` are its kind (tag and first class) and its parents', the same for
    all bars of a chart, however the leading one is set off; `written` is what its style says, `amount` what the page
    says that it stands for. What is room for words (data-room, or a slot inside) is none, and what is clipped is
    as long as its clip."""

    id: str
    family: str
    box: Box
    written: Mapping[str, str] = field(default_factory=dict)
    amount: float | None = None


@dataclass(frozen=True)
class Signs:
    """Elements of one family, told apart by how they are drawn: 3 filled and 7 outlined are (3, 7)."""

    family: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Marks:
    """What a page draws figures with."""

    lengths: tuple[Length, ...] = ()
    signs: tuple[Signs, ...] = ()


@dataclass
class _Element:
    tag: str
    kind: str
    start: int
    id: str = ""
    style: Mapping[str, str] = field(default_factory=dict)
    amount: float | None = None
    is_room: bool = False
    family: str = ""
    inside: list[str] = field(default_factory=list)


class MarkReader(Walker):
    """Walks the page once. `html` is a copy in which every element with a length has an id, those given here are
    `named`."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.lengths: list[_Element] = []
        self.drawn: dict[str, dict[str, int]] = {}
        self.named: set[str] = set()
        self._open: list[_Element] = []
        self.feed(html)
        self.close()
        self.html = self._name(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        element = _Element(
            tag,
            f"{tag}.{(named.get('class', '').split() or [''])[0]}",
            self.find_spot() + 1 + len(tag),
            named.get("id", ""),
            dict(_LENGTH.findall(named.get("style", ""))),
            _read_amount(named.get("data-amount")),
            "data-room" in named or "data-fit" in named or "clip-path" in named.get("style", ""),
        )
        if "data-fit" in named:
            for outer in self._open:
                outer.is_room = True
        element.family = " ".join([*(each.kind for each in self._open), element.kind])
        if (element.style or element.amount is not None) and not self._in_drawing():
            self.lengths.append(element)
        looks = _VARYING.sub("", self.get_starttag_text() or "")
        for outer in self._open[-3:]:
            outer.inside.append(looks)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while any(each.tag == tag for each in self._open):
            shut = self._open.pop()
            looks = "".join(shut.inside)
            if shut.inside and len(shut.inside) <= 12:
                variants = self.drawn.setdefault(shut.family, {})
                variants[looks] = variants.get(looks, 0) + 1
            if shut.tag == tag:
                break

    def _in_drawing(self) -> bool:
        return any(each.tag == "svg" for each in self._open)

    def _name(self, html: str) -> str:
        parts, at = [], 0
        for number, element in enumerate(self.lengths, start=1):
            if not element.id:
                element.id = f"mark-{number}"
                self.named.add(element.id)
                parts += [html[at : element.start], f' id="{element.id}"']
                at = element.start
        return "".join([*parts, html[at:]])

    def measure(self, boxes: Mapping[str, Box]) -> Marks:
        """The marks, with the boxes of the copy's elements."""
        lengths = tuple(
            Length(each.id, each.family, boxes[each.id], each.style, each.amount)
            for each in self.lengths
            if each.id in boxes and not (each.is_room and each.amount is None)
        )
        signs = tuple(Signs(family, tuple(kinds.values())) for family, kinds in self.drawn.items())
        return Marks(lengths, tuple(sign for sign in signs if sum(sign.counts) > 1))


def _read_amount(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
