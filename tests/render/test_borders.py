"""Borders that are simplified once for both neighbours."""

import math

import pytest

from campaign.render.borders import measure_area, simplify_rings
from campaign.render.geojson import Point, Ring

WAVE: tuple[Point, ...] = tuple((round(50 + 3 * math.sin(at), 3), float(at)) for at in range(101))
WEST: Ring = ((0.0, 0.0), *WAVE, (0.0, 100.0))
EAST: Ring = ((100.0, 100.0), *WAVE[::-1], (100.0, 0.0))


def test_neighbours_keep_one_border_whichever_way_they_run() -> None:
    west, east = simplify_rings((WEST, EAST), tolerance=3)

    shared = set(west) & set(east)
    assert 2 < len(shared) < len(WAVE) / 2
    assert set(west) - shared == {(0.0, 0.0), (0.0, 100.0)}
    assert set(east) - shared == {(100.0, 0.0), (100.0, 100.0)}
    assert measure_area(west) + measure_area(east) == pytest.approx(10_000)


def test_a_hole_and_what_fills_it_stay_the_same_wherever_they_start() -> None:
    circle = tuple((round(50 + 20 * math.cos(at / 20), 3), round(50 + 20 * math.sin(at / 20), 3)) for at in range(126))
    filling = circle[40:][::-1] + circle[:40][::-1]

    hole, filled = simplify_rings((circle, filling), tolerance=1)

    assert 5 < len(hole) < 60
    assert set(hole) == set(filled)


def test_corners_stay_and_points_on_a_line_go() -> None:
    line = tuple((float(at), 0.0) for at in range(50))

    (ring,) = simplify_rings(((*line, (49.0, 49.0), (0.0, 49.0)),), tolerance=0.5)

    assert set(ring) == {(0.0, 0.0), (49.0, 0.0), (49.0, 49.0), (0.0, 49.0)}


def test_what_is_smaller_than_the_tolerance_keeps_three_points() -> None:
    assert len(simplify_rings((((0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1)),), tolerance=5)[0]) == 3
