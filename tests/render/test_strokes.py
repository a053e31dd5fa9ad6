"""Lines as polygons: on their points, of one strength in every direction, round where they turn."""

import re
from itertools import pairwise
from math import dist

import pytest

from campaign.render.strokes import Point, draw_stroke

CORNER = re.compile(r"calc\(([-\d.]+)% \+ ([-\d.]+)px\) calc\(([-\d.]+)% \+ ([-\d.]+)px\)")
STRENGTH = 4.0


def find_corners(points: list[Point], *, width: float, height: float) -> list[Point]:
    """The corners in the plot's pixels, from the box that lies one strength around it."""
    polygon = draw_stroke(points, STRENGTH, width, height)
    outer = width + 2 * STRENGTH, height + 2 * STRENGTH
    return [
        (float(x) / 100 * outer[0] + float(a) - STRENGTH, float(y) / 100 * outer[1] + float(b) - STRENGTH)
        for x, a, y, b in CORNER.findall(polygon)
    ]


@pytest.mark.parametrize("ends", [((0, 0), (1, 1)), ((0, 1), (1, 0)), ((0, 0.5), (1, 0.5)), ((0.2, 0), (0.2, 1))])
def test_a_line_is_as_strong_across_in_every_direction(ends: tuple[Point, Point]) -> None:
    one, other, third, fourth = find_corners(list(ends), width=300, height=120)

    assert dist(one, fourth) == pytest.approx(STRENGTH, abs=0.05)
    assert dist(other, third) == pytest.approx(STRENGTH, abs=0.05)
    assert ((one[0] + fourth[0]) / 2, (one[1] + fourth[1]) / 2) == pytest.approx(
        (ends[0][0] * 300, ends[0][1] * 120), abs=0.05
    )


def test_every_corner_keeps_half_the_strength_from_its_point() -> None:
    points = [(0.0, 0.2), (0.3, 0.9), (0.5, 0.1), (1.0, 0.4)]

    corners = find_corners(points, width=400, height=200)

    assert all(
        min(dist(corner, (x * 400, y * 200)) for x, y in points) == pytest.approx(STRENGTH / 2, abs=0.05)
        for corner in corners
    )
    assert len(corners) == 2 * (2 + 3 * 2)


def test_points_on_one_place_draw_nothing_and_break_nothing() -> None:
    assert draw_stroke([(0.5, 0.5), (0.5, 0.5)], 4, 300, 120) == "polygon(0px 0px,0px 0px,0px 0px)"
    assert draw_stroke([], 4, 300, 120) == "polygon(0px 0px,0px 0px,0px 0px)"
    assert all(one != other for one, other in pairwise(find_corners([(0, 0), (0, 0), (1, 0)], width=9, height=9)))
