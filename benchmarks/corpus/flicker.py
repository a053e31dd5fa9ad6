"""Clips that flash, made to measure: shares of the picture, colours and moments. No more pixels than a rule needs."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from campaign.checks.flashing import Sample, Stretch, find_flashes

Pixels = NDArray[np.uint8]
Colour = int | tuple[int, int, int]

SHAPE = (90, 160)
BLACK, WHITE = 0, 255
NITS = 400


def fill(colour: Colour, *, shape: tuple[int, int] = SHAPE) -> Pixels:
    """A picture of one colour."""
    return np.full((*shape, 3), colour, np.uint8)


def paint(picture: Pixels, box: tuple[int, int, int, int], colour: Colour) -> Pixels:
    """A copy with left, top, width, height in another colour."""
    left, top, width, height = box
    painted = picture.copy()
    painted[top : top + height, left : left + width] = colour
    return painted


def switch(rate: float, *, fps: int) -> Callable[[int], bool]:
    """Whether the light is on in a frame, at so many flashes a second."""
    return lambda frame: int(frame * rate * 2 / fps + 1e-9) % 2 == 1


def play(pictures: Callable[[int], Pixels], *, frames: int) -> list[Sample]:
    return [Sample(frame, pictures(frame)) for frame in range(frames)]


def find_rules(samples: Iterable[Sample], *, frames: int, fps: int = 25, nits: int = NITS) -> list[str]:
    """The rules that are broken, each once a burst."""
    return [finding.rule for finding in find_flashes(samples, Stretch(fps, frames, nits))]


def blink(times: Sequence[int], *, frames: int, dark: Pixels, light: Pixels) -> Iterator[Sample]:
    """Light for one frame at each of the times."""
    shown = set(times)
    for frame in range(frames):
        yield Sample(frame, light if frame in shown else dark)
