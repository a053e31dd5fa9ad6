"""Maps as shapes: in proportion, inside their box, with labels inside their areas."""

import json
import math
import random
import re
from typing import Any

import pytest

from campaign.render.borders import measure_area
from campaign.render.geography import Outline, draw_outline, find_inside
from campaign.render.geojson import Ring
from campaign.spec.errors import BrokenMedia


def write(areas: dict[str, list[list[list[float]]]]) -> str:
    features = [
        {"type": "Feature", "id": code, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, rings in areas.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def square(west: float, south: float, size: float) -> list[list[float]]:
    """With many points on each side, so that the projection can bend it."""
    steps = [size * at / 20 for at in range(20)]
    return [
        *([west + step, south] for step in steps),
        *([west + size, south + step] for step in steps),
        *([west + size - step, south + size] for step in steps),
        *([west, south + size - step] for step in steps),
    ]


def read_rings(path: str) -> list[Ring]:
    found = [re.findall(r"([\d.-]+) ([\d.-]+)", part) for part in path.split("M")[1:]]
    return [tuple((float(x), float(y)) for x, y in points) for points in found]


def draw(areas: dict[str, list[list[list[float]]]], width: int = 1000, height: int = 700) -> Outline:
    return draw_outline(write(areas), width=width, height=height)


def test_a_map_fills_its_box_in_one_direction_and_stays_inside() -> None:
    outline = draw({"a": [square(20, 40, 1)], "b": [square(21, 40, 1)], "c": [square(22, 40, 1)]})

    points = [point for shape in outline.areas for ring in read_rings(shape.path) for point in ring]
    assert outline.width == pytest.approx(1000, abs=0.2)
    assert outline.height < 700
    assert min(x for x, _ in points) >= 0
    assert max(x for x, _ in points) <= outline.width + 0.1
    assert max(y for _, y in points) <= outline.height + 0.1


def test_north_is_up_and_east_is_right() -> None:
    north_east, south_west = draw({"ne": [square(21, 41, 1)], "sw": [square(20, 40, 1)]}).areas

    assert north_east.x > south_west.x
    assert north_east.y < south_west.y


def test_areas_are_as_large_as_the_ground_they_cover() -> None:
    north, south = draw({"n": [square(20, 65, 2)], "s": [square(20, 35, 2)]}).areas

    drawn = [abs(measure_area(read_rings(shape.path)[0])) for shape in (north, south)]
    ground = [math.sin(math.radians(top)) - math.sin(math.radians(top - 2)) for top in (67, 37)]
    assert drawn[0] / drawn[1] == pytest.approx(ground[0] / ground[1], rel=0.03)


def test_neighbours_share_every_point_of_their_border() -> None:
    chance = random.Random(3)
    border: list[list[float]] = [[21 + 0.1 * chance.random(), 40 + at / 300] for at in range(301)]
    west = [[20.0, 40.0], *border, [20.0, 41.0]]
    east = [[22.0, 41.0], *border[::-1], [22.0, 40.0]]

    one, other = draw({"west": [west], "east": [east]}).areas

    first, second = (set(read_rings(shape.path)[0]) for shape in (one, other))
    assert len(first - second) == len(second - first) == 2
    assert len(first & second) < 301


def test_a_label_stands_inside_a_crescent_and_beside_a_hole() -> None:
    ring = [[20 + math.cos(at / 10), 40 + math.sin(at / 10)] for at in range(63)]
    crescent = [point for point in ring if point[0] < 20.6] + [[20.4, 40.5], [20.2, 40.0], [20.4, 39.5]]
    outline = draw({"moon": [crescent], "ring": [square(22, 39, 2), square(22.5, 39.5, 1)]})

    for shape in outline.areas:
        place = (shape.x * outline.width / 100, shape.y * outline.height / 100)
        assert shape.room > 10
        assert is_inside(place, read_rings(shape.path))


def is_inside(point: tuple[float, float], rings: list[Ring]) -> bool:
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def test_the_middle_of_a_square_is_the_place_with_most_room() -> None:
    (x, y), room = find_inside([((0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0))])

    assert [x, y, room] == pytest.approx([20, 20, 20], abs=1)


def test_an_island_too_small_to_see_is_left_out_unless_it_is_all_there_is() -> None:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature", "id": "land",
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(20, 40, 3)], [square(24, 40, 0.0001)]]},
        },
        {"type": "Feature", "id": "rock", "geometry": {"type": "Polygon", "coordinates": [square(25, 40, 0.0001)]}},
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features})

    land, rock = draw_outline(text, width=500, height=500).areas

    assert land.path.count("M") == 1
    assert rock.path.count("M") == 1


def test_a_border_that_crosses_itself_is_drawn_and_a_line_is_refused() -> None:
    bow = draw({"bow": [[[20, 40], [22, 42], [22, 40], [20, 42]]]})
    assert bow.areas[0].path.startswith("M")

    with pytest.raises(BrokenMedia):
        draw({"line": [[[20, 40], [21, 40], [22, 40]]]})


def test_noise_is_refused_as_too_detailed_and_soon() -> None:
    chance = random.Random(5)
    noise = [[chance.uniform(0, 10), chance.uniform(0, 10)] for _ in range(50_000)]

    with pytest.raises(BrokenMedia):
        draw({"noise": [noise]}, width=1920, height=1080)
