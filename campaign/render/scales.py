"""Numbers turned into places. In: amounts. Out: scales with round ticks, label places that keep apart, legend breaks.

Ticks are 1, 2 or 5 times a power of ten: P. Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, isfinite, log10

NICE = (1, 2, 5, 10)
FEWEST = 2
"""Classes a legend has at least: amounts on both sides of nought never share one."""


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, both of them ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, amount: float) -> float:
        """Where an amount stands: 0 at `low`, 1 at `high`."""
        return (float(amount) - self.low) / (self.high - self.low)


class Breaks(tuple[float, ...]):
    """Edges of the classes of a legend, ascending: n + 1 edges make n classes, each from its edge up to the next."""

    __slots__ = ()

    def find(self, amount: float) -> int:
        """The class an amount is in, from 0. What lies outside belongs to the nearest class."""
        inner = self[1:-1]
        return sum(float(amount) >= edge for edge in inner)


def make_scale(amounts: Iterable[float | None], *, zero: bool = True, ticks: int = 4) -> Scale:
    """The axis that holds all amounts, with about so many ticks; None is no data. `zero` keeps nought on the axis,
    as bars must (checks.md E3)."""
    known = _list_known(amounts)
    low, high = min(known, default=0.0), max(known, default=1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - abs(low) / 10, high + (abs(high) / 10 or 1)
    step = _round_nice(Decimal(repr(high - low)) / max(ticks - 1, 1))
    return _list_ticks(low, high, step)


def spread_places(places: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Places at least `gap` apart between `low` and `high`, each as near its own as can be (least squares), in the
    order given. Where they cannot all keep the gap they share the room evenly."""
    if not places:
        return ()
    gap = min(gap, (high - low) / (len(places) - 1)) if len(places) > 1 else gap
    order = sorted(range(len(places)), key=lambda index: places[index])
    # Less the gaps before it, a place may be no lower than the one before: that is an isotonic regression.
    pooled = _pool_adjacent([places[index] - rank * gap for rank, index in enumerate(order)])
    most = high - gap * (len(places) - 1)
    found = {index: float(max(low, min(most, pooled[rank])) + rank * gap) for rank, index in enumerate(order)}
    return tuple(found[index] for index in range(len(places)))


def find_breaks(amounts: Iterable[float | None], steps: int) -> Breaks:
    """Edges of at most `steps` classes of one nice width, over all amounts; one single amount makes one class."""
    steps = max(steps, FEWEST)
    known = _list_known(amounts)
    if not known:
        return Breaks()
    low, high = min(known), max(known)
    if low == high:
        return Breaks((low, high))
    step = _raise_nice(Decimal(repr(high - low)) / steps)
    while True:
        ticks = _list_ticks(low, high, step).ticks
        if len(ticks) <= steps + 1:
            return Breaks(ticks)
        step = _raise_nice(step * Decimal("1.01"))


def _list_known(amounts: Iterable[float | None]) -> list[float]:
    return [float(amount) for amount in amounts if amount is not None and isfinite(amount)]


def _list_ticks(low: float, high: float, step: Decimal) -> Scale:
    """Multiples of the step around low and high; decimals, so that 0.3 is 0.3."""
    first = floor(Decimal(repr(low)) / step)
    last = max(first + 1, ceil(Decimal(repr(high)) / step))
    ticks = tuple(float(step * index) for index in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _round_nice(size: Decimal) -> Decimal:
    """The nice number nearest to a size (Heckbert's rounding limits)."""
    power, part = _split(size)
    return power * (1 if part < Decimal("1.5") else 2 if part < 3 else 5 if part < 7 else 10)


def _raise_nice(size: Decimal) -> Decimal:
    """The least nice number that is no smaller."""
    power, part = _split(size)
    return power * next(nice for nice in NICE if part <= nice)


def _split(size: Decimal) -> tuple[Decimal, Decimal]:
    power = Decimal(10) ** floor(log10(size))
    return power, size / power


def _pool_adjacent(wanted: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls: neighbours in the wrong order share their mean."""
    pools: list[tuple[float, int]] = []
    for value in wanted:
        mean, count = value, 1
        while pools and pools[-1][0] >= mean:
            before, others = pools.pop()
            mean = (mean * count + before * others) / (count + others)
            count += others
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]
