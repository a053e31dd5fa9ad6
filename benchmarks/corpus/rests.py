"""Loops that come to rest, or do not, and counters that end on their value, or do not (checks.md B7)."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from benchmarks.corpus.case import Case
from benchmarks.corpus.flicker import BLACK, WHITE, Pixels, fill, paint, play
from campaign.checks.counters import check_counters
from campaign.checks.flashing import Stretch
from campaign.checks.stillness import LastThird
from campaign.render.scene import Moment, Scene, Wording
from campaign.spec.boxes import Box
from campaign.spec.findings import Finding
from campaign.spec.formats import Format

SECONDS = 6
SMALL = Format(160, 90, 10, 1)


def find(picture: Callable[[int], Pixels], *, fps: int = 25, film: bool = False) -> Iterable[Finding]:
    """Of a loop of six seconds."""
    stretch = Stretch(fps, SECONDS * fps, 400)
    eye = LastThird(stretch, film=film)
    for _ in eye.watch(play(picture, frames=stretch.frames)):
        pass
    return eye.findings


def slide(frame: int, *, until: int, size: int = 30) -> Pixels:
    """A block that slides to the right until a frame."""
    return paint(fill(WHITE), (min(frame, until) % 130, 20, size, size), BLACK)


def fade(frame: int, *, start: int, end: int) -> Pixels:
    """White that darkens between two frames."""
    share = min(1.0, max(0.0, (frame - start) / (end - start)))
    return fill(round(255 - 155 * share))


def blink(frame: int, *, size: int) -> Pixels:
    """A cursor."""
    return paint(fill(BLACK), (5, 5, size, 9), WHITE if frame % 20 < 10 else BLACK)


def gradient(frame: int, *, until: int) -> Pixels:
    """A ramp of greys that shifts."""
    row = (np.arange(160) + 2 * min(frame, until)) % 256
    return np.broadcast_to(row[None, :, None].astype(np.uint8), (90, 160, 3))


def noise(frame: int, *, most: int) -> Pixels:
    """What an encoder leaves."""
    return np.random.default_rng(frame).integers(100, 100 + most, (90, 160, 3), dtype=np.uint8)


def count(text: str, *, cut: float) -> Iterable[Finding]:
    """A figure at rest, so much of which lies outside its window."""
    blank = np.zeros((90, 160, 3), np.uint8)
    wording = Wording("text-1", "values.number", text, Box(10, 10, 60, 30), 30.0, cut=cut)
    return check_counters(Scene(SMALL, "bg", (wording,), {}, Moment(0, 0, blank, blank)))


def _list_motions() -> Iterator[Case]:
    for fps in (10, 25, 50, 60):
        held, last = round(4 * fps), round(4.6 * fps)
        yield Case(
            "B7", f"arrives before the last third at {fps}", False, partial(find, partial(slide, until=held), fps=fps)
        )
        yield Case(
            "B7", f"arrives in the last third at {fps}", True, partial(find, partial(slide, until=last), fps=fps)
        )
    yield Case("B7", "closes in its last 0.4 s", False, partial(find, partial(fade, start=140, end=150)))
    yield Case("B7", "closes too early", True, partial(find, partial(fade, start=125, end=135)))
    yield Case("B7", "moves to its end", True, partial(find, partial(slide, until=150)))
    yield Case("B7", "film moves to its end", False, partial(find, partial(slide, until=150), film=True))
    yield Case("B7", "a small cursor", False, partial(find, partial(blink, size=7)))
    yield Case("B7", "a large cursor", True, partial(find, partial(blink, size=9)))
    yield Case("B7", "an encoder's noise", False, partial(find, partial(noise, most=12)))
    yield Case("B7", "noise that is seen", True, partial(find, partial(noise, most=40)))
    yield Case("B7", "a gradient that stops", False, partial(find, partial(gradient, until=90)))
    yield Case("B7", "a gradient that goes on", True, partial(find, partial(gradient, until=140)))
    yield Case("B7", "a slow fade into the last third", True, partial(find, partial(fade, start=60, end=120)))
    yield Case("B7", "a slow fade before it", False, partial(find, partial(fade, start=40, end=98)))
    yield Case("B7", "never moves", False, partial(find, lambda _: fill(WHITE)))


def _list_counters() -> Iterator[Case]:
    for text, cut, is_bad in (
        ("310", 0.0, False), ("310", 0.2, False), ("310", 1.0, True), ("35 000", 0.3, True), ("7,3 %", 0.6, True),
        ("7,3 %", 0.05, False), ("−12", 1.0, True), ("2018", 0.24, False), ("2018", 0.26, True),
    ):  # fmt: skip
        yield Case("B7", f"a counter of {text}, {cut:.0%} outside its window", is_bad, partial(count, text, cut=cut))


CASES = (*_list_motions(), *_list_counters())
