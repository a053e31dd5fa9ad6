"""A map as shapes. In: areas in degrees, the pixels they may take. Out: SVG paths, and where a label fits each.

Areas are drawn in proportion to the ground they cover: Lambert's azimuthal equal-area projection around the map's
middle (J. P. Snyder, "Map Projections: A Working Manual", USGS 1987, p. 185). Points inside are found as in "A new
algorithm for finding a visual center of a polygon" (V. Agafonkin, 2016).
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from campaign.render.borders import measure_area, simplify_rings
from campaign.render.geojson import Area, Point, Ring, read_areas
from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

TOLERANCE = 1.0
"""Pixels. Triangles of a border below a pixel’s area are not seen."""
SPECK = 2.0
"""Square pixels: smaller islands and lakes are left out, unless the area has nothing larger."""
GRID = 0.01
"""Points are the same that are so near (pixels), so that neighbours' borders meet after rounding."""
PRECISION = 1.0
"""How near the best place (pixels) the search for a label's place stops."""
MOST_CELLS = 60
"""Squares along the longer side that the search starts with, however thin an area is."""
MOST_LOOKS = 400
NARROWEST = 0.02
"""No country is that thin; a line or a single point is."""
MOST_DRAWN = 40_000
"""Points after simplifying: more are noise, which takes the engine long to draw."""

Sides: TypeAlias = NDArray[np.float64]
Polygons: TypeAlias = list[list[Ring]]


@dataclass(frozen=True)
class DrawnArea:
    """An area as drawn: `path` in the outline's units, the place inside it that is farthest from its border, in per
    cent of the outline, and `room`, how far that is, in units."""

    code: str
    names: Mapping[str, str]
    path: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Outline:
    """All areas in a view of `width` × `height` units, one side of which fills the box that was asked for."""

    width: float
    height: float
    areas: tuple[DrawnArea, ...]


def draw_outline(text: str, *, width: int, height: int) -> Outline:
    """GeoJSON text fitted into a box of pixels. Raises BrokenMedia without a place."""
    areas = read_areas(text)
    flat = _fit(_project(areas), width=width, height=height)
    every = [ring for polygons in flat for polygon in polygons for ring in polygon]
    simple = simplify_rings(every, tolerance=TOLERANCE)
    if sum(map(len, simple)) > MOST_DRAWN:
        raise BrokenMedia(
            say("The map is too detailed for a screen: %(given)d points.", given=sum(map(len, simple))),
            hint=say("Simplify its borders, or leave out the smallest islands."),
        )
    left = iter(simple)
    thin = [[[next(left) for _ in polygon] for polygon in polygons] for polygons in flat]
    across, down = _measure_extent(every)
    shapes = tuple(
        _draw_area(area, polygons, width=across, height=down) for area, polygons in zip(areas, thin, strict=True)
    )
    return Outline(round(across, 1), round(down, 1), shapes)


def _project(areas: Sequence[Area]) -> list[Polygons]:
    """Degrees to the plane, y downwards."""
    points = [point for area in areas for polygon in area.polygons for ring in polygon for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle, level = radians((west + east) / 2), radians((south + north) / 2)

    def project(point: Point) -> Point:
        longitude, latitude = radians(point[0]) - middle, radians(point[1])
        nearness = 1 + sin(level) * sin(latitude) + cos(level) * cos(latitude) * cos(longitude)
        scale = sqrt(2 / max(nearness, 1e-9))
        upwards = cos(level) * sin(latitude) - sin(level) * cos(latitude) * cos(longitude)
        return scale * cos(latitude) * sin(longitude), -scale * upwards

    return [
        [[tuple(project(point) for point in ring) for ring in polygon] for polygon in area.polygons] for area in areas
    ]


def _fit(flat: Sequence[Polygons], *, width: int, height: int) -> list[Polygons]:
    """Scale to the box and move to its corner; points snap to a fine grid."""
    points = [point for polygons in flat for polygon in polygons for ring in polygon for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    across, down = max(x for x, _ in points) - left, max(y for _, y in points) - top
    if min(across, down) < NARROWEST * max(across, down) or max(across, down) < 1e-9:
        raise BrokenMedia(
            say("The map has no extent."), hint=say("Its areas are lines: export it again as polygons, in degrees.")
        )
    factor = min(width / across, height / down)

    def place(point: Point) -> Point:
        return (
            round(round((point[0] - left) * factor / GRID) * GRID, 4),
            round(round((point[1] - top) * factor / GRID) * GRID, 4),
        )

    return [
        [[_drop_repeats([place(point) for point in ring]) for ring in polygon] for polygon in polygons]
        for polygons in flat
    ]


def _drop_repeats(points: Sequence[Point]) -> Ring:
    """Points that fell together on the grid; a ring keeps three even so."""
    kept = tuple(dict.fromkeys(points)) if len(set(points)) < 3 else _drop_neighbours(points)
    return kept if len(kept) >= 3 else tuple(points[:3])


def _drop_neighbours(points: Sequence[Point]) -> Ring:
    kept = [point for point, before in zip(points, (points[-1], *points[:-1]), strict=True) if point != before]
    return tuple(kept)


def _measure_extent(rings: Sequence[Ring]) -> tuple[float, float]:
    return max(x for ring in rings for x, _ in ring), max(y for ring in rings for _, y in ring)


def _draw_area(area: Area, polygons: Polygons, *, width: float, height: float) -> DrawnArea:
    largest = max(polygons, key=lambda polygon: abs(measure_area(polygon[0])))
    seen = [polygon for polygon in polygons if polygon is largest or abs(measure_area(polygon[0])) >= SPECK]
    path = "".join(_write_ring(ring) for polygon in seen for ring in _keep_seen(polygon))
    (x, y), room = find_inside(_keep_seen(largest))
    return DrawnArea(
        area.code, area.names, path, round(100 * x / width, 2), round(100 * y / height, 2), round(max(room, 0.0), 1)
    )


def _keep_seen(polygon: Sequence[Ring]) -> list[Ring]:
    return [polygon[0], *(hole for hole in polygon[1:] if abs(measure_area(hole)) >= SPECK)]


def _write_ring(ring: Ring) -> str:
    first, *others = (f"{x:.1f} {y:.1f}" for x, y in ring)
    return f"M{first}L{' '.join(others)}Z"


def find_inside(polygon: Sequence[Ring]) -> tuple[Point, float]:
    """The point of a polygon (outline, holes) that is farthest from its borders, and how far; negative where even
    the best point found lies outside. What is mere noise is given up after some looks."""
    xs, ys = [x for x, _ in polygon[0]], [y for _, y in polygon[0]]
    left, top, across, down = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    half = max(min(across, down), PRECISION, max(across, down) / MOST_CELLS) / 2
    sides = _list_sides(polygon)
    best = (left + across / 2, top + down / 2)
    room = _measure_room(best, sides)
    cells = [
        (left + half * (2 * column + 1), top + half * (2 * row + 1), half)
        for column in range(int(across / half / 2) + 1)
        for row in range(int(down / half / 2) + 1)
    ]
    queue: list[tuple[float, float, float, float]] = []
    for _ in range(MOST_LOOKS):
        if cells:
            x, y, half = cells.pop()
            here = _measure_room((x, y), sides)
            if here > room:
                best, room = (x, y), here
            heapq.heappush(queue, (-here - half * sqrt(2), x, y, half))
            continue
        promise, x, y, half = heapq.heappop(queue)
        if -promise - room <= PRECISION:
            break
        half /= 2
        cells = [(x + dx, y + dy, half) for dx in (-half, half) for dy in (-half, half)]
    return best, room


def _list_sides(polygon: Sequence[Ring]) -> Sides:
    """Every side of every ring: where it starts, and the way to its end."""
    starts = np.array([point for ring in polygon for point in ring], np.float64)
    ends = np.array([point for ring in polygon for point in (*ring[1:], ring[0])], np.float64)
    return np.column_stack((starts, ends - starts))


def _measure_room(point: Point, sides: Sides) -> float:
    """Distance to the nearest border: positive inside, negative outside (crossing number over all rings)."""
    x, y, across, down = sides[:, 0] - point[0], sides[:, 1] - point[1], sides[:, 2], sides[:, 3]
    length = np.maximum(across**2 + down**2, 1e-12)
    share = np.clip(-(x * across + y * down) / length, 0.0, 1.0)
    nearest = float(np.sqrt(np.min((x + share * across) ** 2 + (y + share * down) ** 2)))
    passing = (y > 0) != (y + down > 0)
    crossed = passing & (x - across * y / np.where(passing, down, 1.0) > 0)
    return nearest if np.count_nonzero(crossed) % 2 else -nearest
