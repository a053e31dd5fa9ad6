"""Texts as large as their boxes allow. In: a page with slots. Out: the page with sizes and balanced lines.

All slots are searched at once, so the whole page is laid out some twenty times, a fraction of a millisecond each.
What does not fit at the smallest size is an error that says by how many characters, found by fitting less of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from campaign.render.ports import OpenPage, Page, PageEngine
from campaign.render.slots import Fitted, Slot, list_slots, write_sizes
from campaign.spec.errors import Box, CannotFit, Faults, InvalidTemplate, Place
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say

STEP = 0.5
"""Sizes are tried in half pixels."""
SLACK = 0.5
"""Boxes are rounded to pixels, so half of one is no overflow."""
SPARE = 1.002
"""A balanced line keeps this much room, so that rounding never breaks it anew."""


def fit_page(page: Page, *, engine: PageEngine, language: str, onto: Page | None = None) -> Page:
    """Fit `page` and pin what was found to `onto`, its moving twin. Raises CannotFit, InvalidTemplate, or Faults."""
    target = onto or page
    slots = list_slots(page.html)
    if not slots:
        return target
    with engine.open(page) as opened:
        sizes = Fitting(opened, slots, page=page, language=language).run()
    return replace(target, html=write_sizes(target.html, sizes))


class Fitting:
    """One page being fitted; every look lays all slots out at once."""

    def __init__(self, opened: OpenPage, slots: Sequence[Slot], *, page: Page, language: str):
        self._opened = opened
        self._slots = slots
        self._page = page
        self._language = language

    def run(self) -> Mapping[str, Fitted]:
        smallest = {slot.inner: slot.smallest for slot in self._slots}
        room = self._measure_room()
        bad = [slot for slot in self._slots if not self._fits(slot, room, smallest)]
        if bad:
            self._refuse(bad, room)
        words = self._measure_words(smallest)
        sizes = self._search_sizes(room, words)
        widths = self._search_widths(room, words, sizes)
        return {name: Fitted(sizes[name], widths[name]) for name in sizes}

    def _measure_room(self) -> Mapping[str, Box]:
        """The box of each slot, by its inner element, while no text pushes at its walls."""
        boxes = self._look({slot.inner: 0 for slot in self._slots}, width="0")
        for slot in self._slots:
            room = boxes.get(slot.outer)
            if room is None or slot.inner not in boxes or room.width < 1 or room.height < 1:
                raise InvalidTemplate(
                    say("The slot of “%(name)s” has no room on %(format)s.", name=slot.field, format=self._format),
                    place=Place(field=slot.field),
                    hint=say("Give it a definite size by grid or flex."),
                )
        return {slot.inner: boxes[slot.outer] for slot in self._slots}

    def _fits(self, slot: Slot, room: Mapping[str, Box], sizes: Mapping[str, float]) -> bool:
        """Whether one slot's text as it stands now fits, in height and in its longest word."""
        name = slot.inner
        if self._look(sizes, width="min-content")[name].width > room[name].width + SLACK:
            return False
        return self._look(sizes, width="100%")[name].height <= room[name].height + SLACK

    def _measure_words(self, smallest: Mapping[str, float]) -> Mapping[str, float]:
        """Width of the longest unbreakable word of each text, in parts of the font size: it grows in proportion."""
        boxes = self._look(smallest, width="min-content")
        return {name: boxes[name].width / size for name, size in smallest.items()}

    def _search_sizes(self, room: Mapping[str, Box], words: Mapping[str, float]) -> Mapping[str, float]:
        low = {slot.inner: 0 for slot in self._slots}
        high = {slot.inner: max(0, int((self._cap(slot, room, words) - slot.smallest) / STEP)) for slot in self._slots}
        base = {slot.inner: slot.smallest for slot in self._slots}
        found = _search(
            low,
            high,
            lambda steps: {
                name: box.height <= room[name].height + SLACK
                for name, box in self._look_inside({name: base[name] + STEP * steps[name] for name in steps}).items()
            },
        )
        return {name: base[name] + STEP * step for name, step in found.items()}

    def _cap(self, slot: Slot, room: Mapping[str, Box], words: Mapping[str, float]) -> float:
        return min(slot.largest, room[slot.inner].width / max(words[slot.inner], 1e-6))

    def _search_widths(
        self, room: Mapping[str, Box], words: Mapping[str, float], sizes: Mapping[str, float]
    ) -> Mapping[str, float]:
        """The narrowest width that needs no further line; with it the lines are as even as they get."""
        heights = {name: box.height for name, box in self._look_inside(sizes).items()}
        widest = {name: int(room[name].width) for name in sizes}
        most = {name: max(0, widest[name] - int(words[name] * sizes[name]) - 1) for name in sizes}
        found = _search(
            dict.fromkeys(sizes, 0),
            most,
            lambda cuts: {
                name: box.height <= heights[name] + SLACK
                for name, box in self._look_inside(
                    sizes, widths={name: widest[name] - cuts[name] for name in cuts}
                ).items()
            },
        )
        return {name: min(room[name].width, round((widest[name] - cut) * SPARE + 1)) for name, cut in found.items()}

    def _look_inside(
        self, sizes: Mapping[str, float], *, widths: Mapping[str, float] | None = None
    ) -> Mapping[str, Box]:
        boxes = self._look(sizes, width="100%", widths=widths)
        return {name: boxes[name] for name in sizes}

    def _look(
        self, sizes: Mapping[str, float], *, width: str, widths: Mapping[str, float] | None = None
    ) -> Mapping[str, Box]:
        for name, size in sizes.items():
            self._opened.set_style(name, "font-size", f"{size:g}px")
            self._opened.set_style(name, "width", f"{widths[name]:g}px" if widths else width)
        return self._opened.boxes()

    def _refuse(self, bad: Sequence[Slot], room: Mapping[str, Box]) -> None:
        errors = [self._explain(slot, room) for slot in bad]
        raise errors[0] if len(errors) == 1 else Faults(errors)

    def _explain(self, slot: Slot, room: Mapping[str, Box]) -> CannotFit:
        """Fit ever shorter beginnings of the text to learn how many characters are too many."""
        sizes = {slot.inner: slot.smallest}

        def try_length(steps: Mapping[str, int]) -> Mapping[str, bool]:
            self._opened.set_text(slot.inner, slot.text[: steps[slot.inner]].rstrip())
            return {slot.inner: self._fits(slot, room, sizes)}

        length = _search({slot.inner: 0}, {slot.inner: len(slot.text) - 1}, try_length)[slot.inner]
        return CannotFit(
            say(
                "The text is %(over)d characters too long for %(format)s in %(language)s.",
                over=len(slot.text) - length,
                format=self._format,
                language=LANGUAGES[self._language].name,
            ),
            place=Place(field=slot.field, language=self._language, box=room[slot.inner]),
            hint=say("Shorten it to about %(length)d characters, or use shorter words.", length=length),
        )

    @property
    def _format(self) -> str:
        return f"{self._page.width}x{self._page.height}"


def _search(
    low: Mapping[str, int], high: Mapping[str, int], holds: Callable[[Mapping[str, int]], Mapping[str, bool]]
) -> Mapping[str, int]:
    """For every name the largest step from low to high that holds, all names halved in the same looks; `low` is
    taken to hold."""
    low, high = dict(low), dict(high)
    while any(low[name] < high[name] for name in low):
        middle = {name: (low[name] + high[name] + 1) // 2 for name in low}
        held = holds(middle)
        for name, step in middle.items():
            if held[name]:
                low[name] = step
            else:
                high[name] = max(low[name], step - 1)
    return low
