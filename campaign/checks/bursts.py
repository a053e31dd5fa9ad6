"""Flashes counted in each second. In: changes, frame by frame. Out: bursts: more flashes than allowed over too much.

Memory holds one second of changes, whatever the loop's length.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import floor

import numpy as np

from campaign.checks.areas import Window, find_window, sum_windows
from campaign.checks.luminance import Light
from campaign.checks.swings import Band, Change, Mask, Swings


@dataclass(frozen=True)
class Count:
    """How flashes are counted: a `second` in frames, the most `flashes` in one, and the largest `area` as a share
    of the window."""

    second: int
    flashes: int
    area: float


@dataclass(frozen=True)
class Burst:
    """Too many flashes from frame `start` to frame `end`: at worst so many within one second, over that share."""

    start: int
    end: int
    flashes: int
    share: float


class Tally:
    """How often each place changed within the last second."""

    def __init__(self, shape: tuple[int, ...], *, second: int) -> None:
        self._second = second
        self._counts = np.zeros(shape, np.uint8)
        self._recent: deque[tuple[int, Mask]] = deque()

    def add(self, frame: int, changed: Mask) -> None:
        while self._recent and self._recent[0][0] <= frame - self._second:
            self._counts -= self._recent.popleft()[1].view(np.uint8)
        self._counts += changed.view(np.uint8)
        self._recent.append((frame, changed))

    def find_flashing(self, flashes: int) -> Mask | None:
        """The places that flashed so often, each flash a pair of changes; None when that cannot be anywhere."""
        return self._counts >= 2 * flashes if len(self._recent) >= 2 * flashes else None

    @property
    def start(self) -> int:
        """The frame of the oldest change."""
        return self._recent[0][0]


class Same:
    """Samples that flash, each in one place: of their changes those count that more than the area of a window takes
    part in at once, whichever way."""

    def __init__(self, shape: tuple[int, ...], *, window: Window, count: Count) -> None:
        self._window, self._count = window, count
        self._tally = Tally(shape, second=count.second)

    def step(self, frame: int, change: Change) -> Burst | None:
        changed = change.up | change.down
        if not self._measure(changed):
            return None
        self._tally.add(frame, changed)
        flashes, found = self._count.flashes + 1, None
        while (marks := self._tally.find_flashing(flashes)) is not None and (share := self._measure(marks)):
            found = Burst(self._tally.start, frame, flashes, share)
            flashes += 1
        return found

    def _measure(self, marks: Mask) -> float:
        """The largest share of a window; 0 when none is too large."""
        if np.count_nonzero(marks) <= self._window.size * self._count.area:
            return 0.0
        share = float(sum_windows(marks, window=self._window).max()) / self._window.size
        return min(1.0, share) if share > self._count.area else 0.0


class Whole:
    """Windows that flash as a whole: the samples whose last change was upwards become more by more than the area,
    then fewer. How far a window swings is not followed further, so the share told is the least it can be."""

    def __init__(self, shape: tuple[int, ...], *, window: Window, count: Count) -> None:
        self._window, self._count = window, count
        self._is_up = np.zeros(shape, np.bool_)
        self._band = Band(floor(window.size * count.area) + 1)
        first = sum_windows(self._is_up, window=window)
        self._band.step(first)
        self._tally = Tally(first.shape, second=count.second)

    def step(self, frame: int, change: Change) -> Burst | None:
        self._is_up = (self._is_up | change.up) & ~change.down
        turn = self._band.step(sum_windows(self._is_up, window=self._window))
        if turn is None:
            return None
        self._tally.add(frame, turn.up | turn.down)
        flashes, found = self._count.flashes + 1, None
        while (marks := self._tally.find_flashing(flashes)) is not None and marks.any():
            found = Burst(self._tally.start, frame, flashes, self._count.area)
            flashes += 1
        return found


class Watch:
    """Follows one kind of flash, in windows that are one of `parts` in each direction."""

    def __init__(self, swings: Swings, count: Count, *, parts: int) -> None:
        self._swings, self._count, self._parts = swings, count, parts
        self._ways: tuple[Same, Whole] | None = None
        self.bursts: list[Burst] = []

    def step(self, frame: int, light: Light) -> None:
        """Look at the picture that is shown from `frame` on."""
        change = self._swings.step(light)
        if change is None:
            return
        if self._ways is None:
            shape = light.luminance.shape
            window = find_window(shape, parts=self._parts)
            self._ways = (
                Same(shape, window=window, count=self._count),
                Whole(shape, window=window, count=self._count),
            )
        found = (way.step(frame, change) for way in self._ways)
        self.bursts += [burst for burst in found if burst]


def join_bursts(bursts: Iterable[Burst], *, period: int, second: int) -> list[Burst]:
    """Those less than a second apart are one, also across the end of a loop of `period` frames."""
    turned = [_turn_back(burst, period=period) for burst in bursts]
    joined: list[Burst] = []
    for burst in sorted(turned, key=lambda burst: burst.start):
        if joined and burst.start <= joined[-1].end + second:
            joined[-1] = _join(joined[-1], burst)
        else:
            joined.append(burst)
    if len(joined) > 1 and joined[0].start + period <= joined[-1].end + second:
        joined = [*joined[1:-1], _join(joined[-1], joined[0])]
    return joined


def _turn_back(burst: Burst, *, period: int) -> Burst:
    """The same burst in the first lap."""
    lap = burst.start // period * period
    return replace(burst, start=burst.start - lap, end=burst.end - lap)


def _join(one: Burst, other: Burst) -> Burst:
    return Burst(one.start, max(one.end, other.end), max(one.flashes, other.flashes), max(one.share, other.share))
