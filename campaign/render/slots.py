"""Slots of a page whose text is to be fitted. In: HTML with data-fit elements. Out: slots; the HTML with sizes set."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.message import say

VOID = frozenset({"br", "img", "hr", "meta", "input", "source", "wbr", "col", "area", "link"})


@dataclass(frozen=True)
class Slot:
    """A box and the text inside it: `field` is where the text comes from, sizes in pixels. Slots of one `group` get the
    same size, such as the captions of a row; a slot without is a group of its own."""

    field: str
    outer: str
    inner: str
    largest: float
    smallest: float
    text: str
    group: str = ""

    @property
    def family(self) -> str:
        return self.group or self.inner


@dataclass(frozen=True)
class Fitted:
    """What was found for a slot: the font size, and the width that balances more lines than one."""

    size: float
    width: float | None


def list_slots(html: str) -> tuple[Slot, ...]:
    """Slots that hold some text. Raises InvalidTemplate for one without ids or sizes."""
    if "data-fit" not in html:
        return ()
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return tuple(slot for slot in finder.slots if slot.text)


def write_sizes(html: str, sizes: Mapping[str, Fitted]) -> str:
    """Pin sizes to the elements by id, above any other style.

    A slot hugs its text from then on: room that a short text leaves goes to the picture beside it."""
    rules = "".join(
        f"#{element}{{font-size:{fitted.size:g}px!important{_write_width(fitted.width)}}}"
        f"#{element}-slot{{height:auto!important}}"
        for element, fitted in sizes.items()
    )
    head, found, rest = html.partition("</head>")
    return f"{head}<style>{rules}</style>{found}{rest}" if found and rules else html


def _write_width(width: float | None) -> str:
    return "" if width is None else f";width:{width:g}px!important"


class _Finder(HTMLParser):
    """Walks the page once; a slot's text is all that stands in its inner element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.slots: list[Slot] = []
        self._outer: dict[str, str] | None = None
        self._inner = ""
        self._depth = 0
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if "data-fit" in named:
            self._outer = named
        elif self._outer and not self._inner and named.get("id"):
            self._inner, self._depth, self._text = named["id"], 1, []
        elif self._inner and tag not in VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._inner or tag in VOID:
            return
        self._depth -= 1
        if self._depth == 0 and self._outer is not None:
            self.slots.append(_read_slot(self._outer, self._inner, "".join(self._text)))
            self._outer, self._inner = None, ""

    def handle_data(self, data: str) -> None:
        if self._inner:
            self._text.append(data)


def _read_slot(outer: Mapping[str, str], inner: str, text: str) -> Slot:
    try:
        largest, smallest = float(outer["data-largest"]), float(outer["data-smallest"])
        name = outer["id"]
    except (KeyError, ValueError):
        largest = smallest = 0.0
        name = ""
    if not (name and 0 < smallest <= largest):
        raise InvalidTemplate(
            say("The fitted text “%(name)s” lacks its id or its sizes.", name=outer["data-fit"]),
            place=Place(field=outer["data-fit"]),
            hint=say("Use the kit's `fit` macro, with a largest size not below the smallest."),
        )
    # White space of the markup is none of the text, but fixed spaces are.
    words = " ".join(text.split(" ")).strip(" \n\t\r")
    return Slot(outer["data-fit"], name, inner, largest, smallest, words, outer.get("data-group", ""))
