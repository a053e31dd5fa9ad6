"""Flashes counted in each second. In: changes, frame by frame. Out: bursts: more flashes than allowed over too much.

Memory holds one second of changes, whatever the loop's length.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from campaign.checks.areas import Window, find_window, measure_shares
from campaign.checks.luminance import Light
from campaign.checks.swings import Mask, Swings


@dataclass(frozen=True)
class Count:
    """How flashes are counted: a `second` in frames, the most `flashes` in one, the largest `area` as a share of
    the window, and the `span` in frames within which changes are one."""

    second: int
    flashes: int
    area: float
    span: int


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


class Field:
    """Follows the window as a whole in its every position: a change there is that so many more of its samples
    changed one way than the other, within the span, as to pass the limit of its area."""

    def __init__(self, shape: tuple[int, ...], *, window: Window, count: Count) -> None:
        self.window, self._count = window, count
        self._recent: deque[tuple[int, NDArray[np.int8]]] = deque()
        places = measure_shares(np.zeros(shape, np.bool_), window=window).shape
        self._is_up, self._is_down = np.zeros(places, np.bool_), np.zeros(places, np.bool_)
        self.tally = Tally(places, second=count.second)

    def add(self, frame: int, up: Mask, down: Mask) -> NDArray[np.float32] | None:
        """The shares that changed, when they make a change."""
        while self._recent and self._recent[0][0] <= frame - self._count.span:
            self._recent.popleft()
        self._recent.append((frame, up.view(np.int8) - down.view(np.int8)))
        net = self._recent[0][1] if len(self._recent) == 1 else np.sum([part for _, part in self._recent], axis=0)
        least = self.window.size * self._count.area
        if max(np.count_nonzero(net > 0), np.count_nonzero(net < 0)) <= least:
            return None
        shares = measure_shares(net, window=self.window)
        rises, falls = (shares > self._count.area) & ~self._is_up, (shares < -self._count.area) & ~self._is_down
        changed = rises | falls
        if not changed.any():
            return None
        self._is_up = (self._is_up | rises) & ~falls
        self._is_down = (self._is_down | falls) & ~rises
        self.tally.add(frame, changed)
        return shares


class Watch:
    """Follows one kind of flash, in windows that are one of `parts` in each direction."""

    def __init__(self, swings: Swings, count: Count, *, parts: int) -> None:
        self._swings, self._count, self._parts = swings, count, parts
        self._follows: tuple[Tally, Field] | None = None
        self.bursts: list[Burst] = []

    def step(self, frame: int, light: Light) -> None:
        """Look at the picture that is shown from `frame` on."""
        change = self._swings.step(light)
        if change is None:
            return
        if self._follows is None:
            self._follows = _follow(light.luminance.shape, count=self._count, parts=self._parts)
        places, field = self._follows
        places.add(frame, change.up | change.down)
        self._find_same(frame, places, window=field.window)
        self._find_whole(frame, field.tally, shares=field.add(frame, change.up, change.down))

    def _find_same(self, frame: int, places: Tally, *, window: Window) -> None:
        """Samples that each flash too often, over too large an area."""
        flashes, found = self._count.flashes + 1, None
        while (marks := places.find_flashing(flashes)) is not None:
            if np.count_nonzero(marks) <= window.size * self._count.area:
                break
            share = float(measure_shares(marks, window=window).max())
            if share <= self._count.area:
                break
            found = Burst(places.start, frame, flashes, min(1.0, share))
            flashes += 1
        if found:
            self.bursts.append(found)

    def _find_whole(self, frame: int, fields: Tally, *, shares: NDArray[np.float32] | None) -> None:
        """Windows that flash too often as a whole."""
        flashes, found = self._count.flashes + 1, None
        while shares is not None and (marks := fields.find_flashing(flashes)) is not None and marks.any():
            share = float(np.abs(shares[marks]).max())
            found = Burst(fields.start, frame, flashes, min(1.0, max(share, self._count.area)))
            flashes += 1
        if found:
            self.bursts.append(found)


def _follow(shape: tuple[int, ...], *, count: Count, parts: int) -> tuple[Tally, Field]:
    field = Field(shape, window=find_window(shape, parts=parts), count=count)
    return Tally(shape, second=count.second), field


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
