"""Lines of even strength in a box of unknown size. In: points in parts of the box. Out: a CSS polygon.

The page engine never stretches an inline SVG, but it does resolve `polygon(calc(30% + 2px) …)`: points in per cent
follow the box, and the strength of the line in pixels does not.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


def draw_stroke(points: Sequence[Point], strength: float, width: float, height: float) -> str:
    """The outline of a line through points (0, 0 is the left top, 1, 1 the right bottom), `strength` pixels strong.

    `width` and `height` say roughly how large the box will be, in pixels: only the directions across the line follow
    from them. The box must lie `strength` beyond the plot on every side, or the line would be cut at its edges."""
    line = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
    if len(line) < 2:
        return "polygon(0px 0px,0px 0px,0px 0px)"
    sides = [_find_side(one, other, width, height) for one, other in pairwise(line)]
    there = [*_follow(line, sides)]
    back = [(point, (-side[0], -side[1])) for point, side in reversed(there)]
    return f"polygon({','.join(_write(point, side, strength) for point, side in (*there, *back))})"


def _follow(line: Sequence[Point], sides: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Each point with the directions across the line there: where it turns, across both parts and in between."""
    for index, point in enumerate(line):
        around = sides[max(0, index - 1) : index + 1]
        yield point, around[0]
        if len(around) == 2:
            across, along = around[0][0] + around[1][0], around[0][1] + around[1][1]
            length = hypot(across, along)
            if length > 1e-6:
                yield point, (across / length, along / length)
            yield point, around[1]


def _find_side(one: Point, other: Point, width: float, height: float) -> Point:
    """The direction of length 1 across the way from one point to another."""
    across, along = (other[0] - one[0]) * width, (other[1] - one[1]) * height
    length = hypot(across, along)
    return along / length, -across / length


def _write(point: Point, side: Point, strength: float) -> str:
    """A corner: its share of the plot, which lies `strength` inside the box, and half the strength aside."""
    x, y = (
        f"calc({100 * share:.3f}% + {strength * (1 - 2 * share) + strength / 2 * aside:.2f}px)"
        for share, aside in zip(point, side, strict=True)
    )
    return f"{x} {y}"
