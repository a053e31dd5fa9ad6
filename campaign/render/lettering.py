"""The texts of a page, element by element. In: its HTML. Out: who holds words of their own, and a copy that names them.

An id in the copy changes nothing that is drawn (the kit and its lint know no selector by attribute id), but the copy
is for checks alone: screens get the page as it was.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate, pairwise

from campaign.render.slots import VOID
from campaign.render.walker import Walker

UNREAD = frozenset({"style", "script", "title", "head", "svg", "template"})
"""What stands inside is no text of the picture; the engines draw none of an SVG's."""
COUNTER = "counter"
"""The kit's window over a stack of printed values, of which the last one stays."""
TALL = {"ARABIC": "ا", "DEVANAGARI": "क", "HEBREW": "ל"}
"""A letter as high as the others are read by, in scripts that have no capitals."""
CAPITAL = "H"

_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?")


@dataclass(frozen=True)
class Stretch:
    """A part of the HTML that holds text: from `start` up to, without, `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Lettered:
    """An element with words of its own. `text` is what it says without its children; `fit` the nearest data-fit around
    it, or empty; `around` the ids from itself outwards; `stretches` where its words stand in the copy's HTML."""

    id: str
    text: str
    fit: str
    around: tuple[str, ...]
    stretches: tuple[Stretch, ...]

    @property
    def capital(self) -> str:
        """The letter to measure its script by."""
        for sign in self.text:
            if sign.isalpha():
                return TALL.get(unicodedata.name(sign, "").split(" ")[0], CAPITAL)
        return CAPITAL


@dataclass(frozen=True)
class Lettering:
    """The copy in which all of them, and all pictures, have ids; `named` are the ids the page had by itself."""

    html: str
    texts: tuple[Lettered, ...]
    images: tuple[str, ...]
    named: tuple[str, ...]


def read_lettering(html: str) -> Lettering:
    """What is hidden from readers (aria-hidden) or says nothing is left out."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    kinds = (("text", reader.found), ("image", reader.images))
    given = {each.start: f"{kind}-{n}" for kind, all_ in kinds for n, each in enumerate(all_, 1) if not each.id}
    marks = sorted(given)
    shifts = [0, *accumulate(len(_write_id(given[mark])) for mark in marks)]

    def move(stretch: Stretch) -> Stretch:
        by = shifts[bisect_right(marks, stretch.start)]
        return Stretch(stretch.start + by, stretch.end + by)

    def letter(each: _Open) -> Lettered:
        name = each.id or given[each.start]
        text = " ".join("".join(each.pieces).split()).strip("\u200e\u200f ")
        return Lettered(name, text, each.fit, (name, *each.around), tuple(map(move, each.stretches)))

    edges = [0, *marks, len(html)]
    parts = [html[start:end] for start, end in pairwise(edges)]
    copy = parts[0] + "".join(_write_id(given[mark]) + part for mark, part in zip(marks, parts[1:], strict=True))
    images = tuple(each.id or given[each.start] for each in reader.images)
    return Lettering(copy, tuple(map(letter, reader.found)), images, tuple(reader.named))


def _write_id(name: str) -> str:
    return f' id="{name}"'


def set_capitals(lettering: Lettering) -> str:
    """The copy with a single capital in place of every text."""
    return set_letters(lettering, {text.id: text.capital for text in lettering.texts})


def set_letters(lettering: Lettering, letters: Mapping[str, str]) -> str:
    """The copy with other words, written as HTML, in place of those of some texts."""
    edits = [
        (stretch, "" if index else letters[text.id])
        for text in lettering.texts
        if text.id in letters
        for index, stretch in enumerate(text.stretches)
    ]
    parts: list[str] = []
    at = 0
    for stretch, written in sorted(edits, key=lambda edit: edit[0].start):
        parts += (lettering.html[at : stretch.start], written)
        at = stretch.end
    return "".join((*parts, lettering.html[at:]))


def says_something(text: str) -> bool:
    """Whether there is a letter, a figure or a sign of its own, such as %, and not only dots and dashes between."""
    return any(unicodedata.category(sign)[0] in "LN" or sign in "%‰€£$°+=" for sign in text)


@dataclass
class _Open:
    """An element that is still open; `start` is where its attributes begin, `around` the ids outside it."""

    tag: str
    id: str
    start: int
    fit: str = ""
    around: tuple[str, ...] = ()
    hidden: bool = False
    counts: bool = False
    pieces: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)


class _Reader(Walker):
    """Walks the page once, and remembers where in it everything stands."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.found: list[_Open] = []
        self.images: list[_Open] = []
        self.named: list[str] = []
        self._html = html
        self._open: list[_Open] = []
        self._counted: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        above = self._open[-1] if self._open else _Open("", "", 0)
        opened = _Open(
            tag,
            named.get("id", ""),
            self.find_spot() + len(tag) + 1,
            fit=named.get("data-fit") or above.fit,
            around=(above.id, *above.around) if above.id else above.around,
            hidden=above.hidden or tag in UNREAD or named.get("aria-hidden") == "true",
            counts=above.counts or COUNTER in named.get("class", "").split(),
        )
        if opened.id and not opened.hidden:
            self.named.append(opened.id)
        if tag == "img" and not opened.hidden:
            self.images.append(opened)
        if tag not in VOID:
            self._open.append(opened)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and any(each.tag == tag for each in self._open):
            while self._shut().tag != tag:
                pass

    def close(self) -> None:
        super().close()
        while self._open:
            self._shut()
        self.found.sort(key=lambda each: each.start)

    def handle_data(self, data: str) -> None:
        self._take(data, len(data))

    def handle_charref(self, name: str) -> None:
        self._take_reference()

    def handle_entityref(self, name: str) -> None:
        self._take_reference()

    def _take_reference(self) -> None:
        found = _REFERENCE.match(self._html, self.find_spot())
        written = found[0] if found else "&"
        self._take(unescape(written), len(written))

    def _take(self, text: str, length: int) -> None:
        if self._open and not self._open[-1].hidden:
            start = self.find_spot()
            self._open[-1].pieces.append(text)
            self._open[-1].stretches.append(Stretch(start, start + length))

    def _shut(self) -> _Open:
        """Close the innermost element; of a counter's printed values the last one is kept."""
        shut = self._open.pop()
        if not shut.hidden and says_something("".join(shut.pieces)):
            (self._counted if shut.counts else self.found).append(shut)
        if self._counted and not (self._open and self._open[-1].counts):
            self.found.append(self._counted[-1])
            self._counted = []
        return shut
