"""Half a ring, cut into slices. In: amounts. Out: SVG paths from top to bottom, and where their labels point.

The ring bulges to the right in a box of 100 × 200 whose left side it stands on, so that all labels have one side to
stand on and no line crosses another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

OUTER = 100.0
"""Radius of the ring; the middle of its circle is at (0, 100)."""


@dataclass(frozen=True)
class Slice:
    """One amount: the SVG `path` of its slice, empty for nought; the middle of its outer edge at (`x`, `y`)."""

    path: str
    x: float
    y: float


def cut_ring(amounts: Sequence[float], inner: float = 58.0, gap: float = 1.6) -> tuple[Slice, ...]:
    """Slices in proportion to the amounts, `gap` apart at every radius; `inner` is the radius of the hole."""
    total = sum(amounts)
    return tuple(_cut(start / total, end / total, inner, gap) for start, end in _stack(amounts)) if total > 0 else ()


def _stack(amounts: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Where each begins and ends."""
    start = 0.0
    for amount in amounts:
        yield start, start + amount
        start += amount


def _cut(start: float, end: float, inner: float, gap: float) -> Slice:
    """Shares of the half turn. The gap is taken from both sides, so slices keep their proportion at the middle."""
    middle = _place(OUTER, (start + end) / 2)
    if end <= start:
        return Slice("", *middle)
    edges = [_shorten(start, end, radius, gap) for radius in (OUTER, inner)]
    outside, inside = (
        [_place(radius, share) for share in edge] for radius, edge in zip((OUTER, inner), edges, strict=True)
    )
    path = (
        f"M{_write(*outside[0])}A{OUTER:g} {OUTER:g} 0 0 1 {_write(*outside[1])}"
        f"L{_write(*inside[1])}A{inner:g} {inner:g} 0 0 0 {_write(*inside[0])}Z"
    )
    return Slice(path, *middle)


def _shorten(start: float, end: float, radius: float, gap: float) -> tuple[float, float]:
    """Both ends drawn in by half the gap; never past the middle, and not at the ring's own ends."""
    half = min(gap / 2 / (pi * radius), (end - start) / 3)
    return start + (half if start > 1e-9 else 0), end - (half if end < 1 - 1e-9 else 0)


def _place(radius: float, share: float) -> tuple[float, float]:
    """A point on a half circle, share 0 at the top and 1 at the bottom."""
    return round(radius * sin(pi * share), 3), round(OUTER - radius * cos(pi * share), 3)


def _write(x: float, y: float) -> str:
    return f"{x:g} {y:g}"
