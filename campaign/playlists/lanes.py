"""One screen shows one thing at a time. In: plays of a player's screens. Out: what is left of another one.

Moments are POSIX seconds: hundreds of rows are laid beside thousands.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Lane:
    """A stretch of time that a screen has accounted for."""

    start: float
    end: float
    screen: str = ""


class Lanes:
    """What `screens` screens that share an address have shown. A screen that is named has a lane of its own; nameless
    rows take any that is free, and never are there more at once than screens."""

    def __init__(self, *, screens: int, taken: Iterable[Lane] = ()) -> None:
        self._screens = screens
        self._taken = sorted(taken)
        self._longest = max((lane.end - lane.start for lane in self._taken), default=0.0)

    def find_free(self, wanted: Lane) -> Lane | None:
        """The longest part of it in which its screen is free; the first of equals, None when there is none."""
        free = _find_gaps(wanted, list(self._find_busy(wanted)))
        return max(free, key=lambda lane: (lane.end - lane.start, -lane.start), default=None)

    def take(self, lane: Lane) -> None:
        insort(self._taken, lane)
        self._longest = max(self._longest, lane.end - lane.start)

    def _find_busy(self, wanted: Lane) -> Iterator[tuple[float, float]]:
        met = [
            lane
            for lane in self._taken[
                bisect_left(self._taken, Lane(wanted.start - self._longest, 0)) : bisect_right(
                    self._taken, Lane(wanted.end, 0)
                )
            ]
            if lane.end > wanted.start and lane.start < wanted.end
        ]
        own = (lane for lane in met if self._screens == 1 or (wanted.screen and lane.screen == wanted.screen))
        yield from ((lane.start, lane.end) for lane in own)
        if len(met) >= self._screens > 1:
            yield from _find_full(met, most=self._screens)


def _find_full(lanes: Iterable[Lane], *, most: int) -> Iterator[tuple[float, float]]:
    """When that many lanes or more are taken at once."""
    edges = sorted(edge for lane in lanes for edge in ((lane.start, 1), (lane.end, -1)))
    count, since = 0, 0.0
    for moment, change in edges:
        if change > 0 and count == most - 1:
            since = moment
        elif change < 0 and count == most:
            yield since, moment
        count += change


def _find_gaps(wanted: Lane, busy: list[tuple[float, float]]) -> Iterator[Lane]:
    edge = wanted.start
    for start, end in sorted(busy):
        if edge < min(start, wanted.end):
            yield Lane(edge, min(start, wanted.end), wanted.screen)
        edge = max(edge, end)
    if edge < wanted.end:
        yield Lane(edge, wanted.end, wanted.screen)
