"""Texts as large as their boxes allow. In: a page with slots. Out: the page with sizes and balanced lines.

All slots are searched at once, so the whole page is laid out some twenty times, a fraction of a millisecond each.
What does not fit at the smallest size is an error that says by how many characters, found by fitting less of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from campaign.render.breaks import break_words, list_tokens, write_breaks
from campaign.render.layout import STATEMENT, cuts_statement
from campaign.render.ports import OpenPage, Page, PageEngine
from campaign.render.slots import Fitted, Slot, list_slots, write_sizes
from campaign.spec.boxes import Box
from campaign.spec.errors import CannotFit, InvalidTemplate, Place, join_errors
from campaign.spec.languages import name_languages, split_languages
from campaign.spec.message import say

STEP = 0.5
"""Sizes are tried in half pixels."""
SLACK = 0.5
"""Boxes are rounded to pixels, so half of one is no overflow."""
STRIP = "strip"
"""The funding strip's id: nothing of the stage may run under it."""
SHARES = 64
"""Into how many parts the way from the smallest to the largest size is cut while all texts grow alike."""
SPARE = 1.002
"""A balanced line keeps this much room, so that rounding never breaks it anew."""


def fit_page(page: Page, *, engine: PageEngine, language: str, onto: Page | None = None) -> Page:
    """Fit `page` and pin what was found to `onto`, its moving twin. Raises CannotFit, InvalidTemplate, or Faults."""
    target = onto or page
    slots = list_slots(page.html)
    if not slots:
        return target
    with engine.open(page) as opened:
        fitting = Fitting(opened, slots, page=page, language=language)
        breaks = fitting.find_breaks()
        if not breaks:
            return replace(target, html=write_sizes(target.html, fitting.run()))
    page, target = (replace(each, html=write_breaks(each.html, breaks)) for each in (page, target))
    with engine.open(page) as opened:
        sizes = Fitting(opened, list_slots(page.html), page=page, language=language).run()
    return replace(target, html=write_sizes(target.html, sizes))


class Fitting:
    """One page being fitted; every look lays all slots out at once. A slot may have a definite size, or hug its text
    up to a greatest height: a text fits while it stays inside its slot and every slot inside the screen, and above
    the strip if it comes before it."""

    def __init__(self, opened: OpenPage, slots: Sequence[Slot], *, page: Page, language: str):
        self._opened = opened
        self._slots = slots
        self._page = page
        self._language = language
        self._width: Mapping[str, float] = {}
        self._styles: dict[tuple[str, str], str] = {}
        self._set: dict[tuple[str, str], str] = {}
        self._seen: dict[frozenset[tuple[tuple[str, str], str]], Mapping[str, Box]] = {}
        stage = page.html.partition(f'id="{STRIP}"')[0]
        self._staged = frozenset(slot.outer for slot in slots if f'id="{slot.outer}"' in stage)

    def run(self) -> Mapping[str, Fitted]:
        smallest = {slot.inner: slot.smallest for slot in self._slots}
        self._width = self._width or self._measure_room()
        bad = [slot for slot in self._slots if not self._fits_alone(slot, smallest)]
        if bad:
            raise join_errors([self._explain(slot) for slot in bad])
        words = self._measure_words(smallest)
        sizes = self._search_sizes(words)
        self._check_statement(sizes)
        widths = self._search_widths(words, sizes)
        broken = self._find_broken(sizes)
        return {name: Fitted(sizes[name], widths[name] if name in broken else None) for name in sizes}

    def find_breaks(self) -> Mapping[str, Mapping[str, str]]:
        """By slot, the words that are too wide at the smallest size and how to break them, where a rule does. The page
        holds other texts afterwards if there are any."""
        self._width = self._measure_room()
        boxes = self._look({slot.inner: slot.smallest for slot in self._slots}, width="min-content")
        wide = [slot for slot in self._slots if boxes[slot.inner].width > self._width[slot.inner] + SLACK]
        found = {slot.inner: self._break_slot(slot) for slot in wide}
        return {inner: broken for inner, broken in found.items() if broken}

    def _break_slot(self, slot: Slot) -> Mapping[str, str]:
        def measure(text: str) -> float:
            self._set_text(slot, text)
            return self._look({slot.inner: slot.smallest}, width="min-content")[slot.inner].width

        return break_words(
            list_tokens(self._page.html, slot.inner),
            room=self._width[slot.inner] + SLACK,
            measure=measure,
            languages=split_languages(self._language),
        )

    def _measure_room(self) -> Mapping[str, float]:
        """The width of each slot, by its inner element, while no text pushes at its walls."""
        boxes = self._look({slot.inner: 0 for slot in self._slots}, width="0")
        for slot in self._slots:
            room = boxes.get(slot.outer)
            if room is None or slot.inner not in boxes or room.width < 1:
                raise InvalidTemplate(
                    say("The slot of “%(name)s” has no room on %(format)s.", name=slot.field, format=self._format),
                    place=Place(field=slot.field),
                    hint=say("Give it a definite width by grid or flex."),
                )
            left, right = self._find_walls(slot, boxes)
            if room.left < left - 1 or room.left + room.width > right + 1:
                raise InvalidTemplate(
                    say("The slot of “%(name)s” reaches beyond %(format)s.", name=slot.field, format=self._format),
                    place=Place(field=slot.field),
                    hint=say("Something beside it is too wide: let it shrink (min-width: 0) or make it smaller."),
                )
        return {slot.inner: boxes[slot.outer].width for slot in self._slots}

    def _find_walls(self, slot: Slot, boxes: Mapping[str, Box]) -> tuple[float, float]:
        """The screen's sides, or the strip where it stands beside the stage."""
        strip, width = boxes.get(STRIP), self._page.width
        if strip is None or slot.outer not in self._staged or strip.width > width - 2:
            return 0, width
        return (0, strip.left) if strip.left > 1 else (strip.width, width)

    def _fits_alone(self, slot: Slot, sizes: Mapping[str, float]) -> bool:
        """Whether one slot's text as it stands now fits, in its longest word and in height."""
        if self._look(sizes, width="min-content")[slot.inner].width > self._width[slot.inner] + SLACK:
            return False
        return self._holds(slot, self._look(sizes, width="100%"))

    def _holds(self, slot: Slot, boxes: Mapping[str, Box]) -> bool:
        room, text = boxes[slot.outer], boxes[slot.inner]
        return text.height <= room.height + SLACK and room.top + room.height <= self._find_floor(slot, boxes) + SLACK

    def _find_floor(self, slot: Slot, boxes: Mapping[str, Box]) -> float:
        """Where the stage ends: at a strip that lies below it, else at the screen's edge."""
        strip = boxes.get(STRIP)
        is_below = strip is not None and slot.outer in self._staged and strip.width > self._page.width - 2
        return strip.top if strip is not None and is_below else self._page.height

    def _fit_all(self, sizes: Mapping[str, float]) -> bool:
        boxes = self._look(sizes, width="100%")
        return all(self._holds(slot, boxes) for slot in self._slots)

    def _measure_words(self, smallest: Mapping[str, float]) -> Mapping[str, float]:
        """Width of the longest unbreakable word of each text, in parts of the font size: it grows in proportion."""
        boxes = self._look(smallest, width="min-content")
        return {name: boxes[name].width / size for name, size in smallest.items()}

    def _search_sizes(self, words: Mapping[str, float]) -> Mapping[str, float]:
        """Grow all texts alike as far as they go, then each group by itself, in reading order."""
        caps = self._find_caps(words)
        groups: dict[str, list[Slot]] = {}
        for slot in self._slots:
            groups.setdefault(slot.family, []).append(slot)

        def grow(share: int) -> Mapping[str, float]:
            return {
                slot.inner: min(caps[slot.inner], slot.smallest + share / SHARES * (slot.largest - slot.smallest))
                for slot in self._slots
            }

        share = _search(SHARES, lambda share: self._fit_all(grow(share)))
        sizes = {slot.inner: max(slot.smallest, _floor(grow(share)[slot.inner])) for slot in self._slots}
        for group in groups.values():
            sizes = self._grow_group([slot.inner for slot in group], sizes, caps=caps)
        return sizes

    def _find_caps(self, words: Mapping[str, float]) -> Mapping[str, float]:
        """The size no text may exceed, for its longest word; in a group, for the longest word of all."""
        caps: dict[str, float] = {}
        for slot in self._slots:
            cap = max(slot.smallest, min(slot.largest, self._width[slot.inner] / max(words[slot.inner], 1e-6)))
            caps[slot.family] = min(cap, caps.get(slot.family, cap))
        return {slot.inner: caps[slot.family] for slot in self._slots}

    def _grow_group(
        self, names: Sequence[str], sizes: Mapping[str, float], *, caps: Mapping[str, float]
    ) -> dict[str, float]:
        """Its members start from the smallest of them, and grow together."""
        start = min(sizes[name] for name in names)

        def grow(step: int) -> dict[str, float]:
            return {**sizes, **dict.fromkeys(names, start + STEP * step)}

        steps = int((min(caps[name] for name in names) - start) / STEP)
        return grow(_search(steps, lambda step: self._fit_all(grow(step))))

    def _check_statement(self, sizes: Mapping[str, float]) -> None:
        if cuts_statement(self._look(sizes, width="100%"), width=self._page.width):
            raise InvalidTemplate(
                say("The funder's statement is cut on %(format)s.", format=self._format),
                place=Place(field=STATEMENT, language=self._language),
                hint=say("Let its lines wrap, or give the strip more room."),
            )

    def _search_widths(self, words: Mapping[str, float], sizes: Mapping[str, float]) -> Mapping[str, float | None]:
        """The narrowest width that needs no further line; with it the lines are as even as they get. None is all."""
        heights = {name: box.height for name, box in self._look(sizes, width="100%").items()}
        low = {name: int(words[name] * size) for name, size in sizes.items()}
        high = {name: int(self._width[name]) for name in sizes}
        while any(low[name] < high[name] for name in sizes):
            middle = {name: (low[name] + high[name]) // 2 for name in sizes}
            boxes = self._look(sizes, width="", widths=middle)
            for name, width in middle.items():
                if boxes[name].height <= heights[name] + SLACK:
                    high[name] = width
                else:
                    low[name] = min(high[name], width + 1)
        return {name: self._spare(name, width) for name, width in high.items()}

    def _spare(self, name: str, width: float) -> float | None:
        """A little more than the lines need; no width where they need all there is, since its box is rounded."""
        spared = round(width * SPARE + 1)
        return spared if spared < self._width[name] else None

    def _find_broken(self, sizes: Mapping[str, float]) -> frozenset[str]:
        """The texts of more than one line: a single line needs no balance, and keeps the slot's alignment."""
        heights = {name: box.height for name, box in self._look(sizes, width="100%").items()}
        for name in sizes:
            self._styles[name, "white-space"] = "nowrap"
        single = self._look(sizes, width="100%")
        return frozenset(name for name in sizes if single[name].height < heights[name] - SLACK)

    def _look(
        self, sizes: Mapping[str, float], *, width: str, widths: Mapping[str, float] | None = None
    ) -> Mapping[str, Box]:
        """The boxes under these styles; what was not named stays as it was looked at last."""
        for name, size in sizes.items():
            self._styles[name, "font-size"] = f"{size:g}px"
            self._styles[name, "width"] = f"{widths[name]:g}px" if widths else width
        key = frozenset(self._styles.items())
        if key not in self._seen:
            self._seen[key] = self._lay_out()
        return self._seen[key]

    def _lay_out(self) -> Mapping[str, Box]:
        """Set what is not set yet: layouts and styles cost nearly all the time there is."""
        for (name, style), value in self._styles.items():
            if self._set.get((name, style)) != value:
                self._opened.set_style(name, style, value)
        self._set = dict(self._styles)
        return self._opened.boxes()

    def _set_text(self, slot: Slot, text: str) -> None:
        self._seen.clear()
        self._opened.set_text(slot.inner, text)

    def _explain(self, slot: Slot) -> CannotFit:
        """Fit ever shorter beginnings of the text to learn how many characters are too many."""
        sizes = {slot.inner: slot.smallest}

        def try_length(length: int) -> bool:
            self._set_text(slot, slot.text[:length].rstrip())
            return self._fits_alone(slot, sizes)

        length = _search(len(slot.text) - 1, try_length)
        return CannotFit(
            say(
                "The text is %(over)d characters too long for %(format)s in %(language)s.",
                over=len(slot.text) - length,
                format=self._format,
                language=name_languages(self._language),
            ),
            place=Place(field=slot.field, language=self._language),
            hint=say("Shorten it to about %(length)d characters, or use shorter words.", length=length),
        )

    @property
    def _format(self) -> str:
        return f"{self._page.width}x{self._page.height}"


def _search(most: int, holds: Callable[[int], bool]) -> int:
    """The largest step from nought to `most` that holds; nought is taken to hold."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _floor(size: float) -> float:
    return int(size / STEP) * STEP
