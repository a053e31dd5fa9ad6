"""Areas of a map. In: GeoJSON (RFC 7946) that came from outside. Out: areas, their rings in degrees; or BrokenMedia.

Only polygons are taken; everything has a limit, and what is not understood is refused rather than guessed.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from campaign.spec.errors import BrokenMedia
from campaign.spec.message import Message, say

MAX_CHARACTERS = 5_000_000
MAX_AREAS = 150
"""More areas than that nobody tells apart on a screen."""
MAX_POINTS = 100_000
MAX_RINGS = 5_000
MAX_DEPTH = 24
"""A MultiPolygon is nine deep; the rest is room for properties that nobody reads."""
LONGEST_NAME = 60
WIDEST = 180.0
"""Degrees of longitude. A map that spans more crosses the antimeridian, or is no country."""

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
"""At least three different points; the first is not repeated at the end."""

_DEEPER = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')


@dataclass(frozen=True)
class Area:
    """One feature: `code` is its id, `names` what the file calls it (language → name, "" for any), `polygons` its
    parts in degrees, each an outline and its holes."""

    code: str
    names: Mapping[str, str]
    polygons: tuple[tuple[Ring, ...], ...]


@dataclass
class _Count:
    points: int = 0
    rings: int = 0


def read_areas(text: str) -> tuple[Area, ...]:
    """The areas of a FeatureCollection in the file's order. Raises BrokenMedia without a place."""
    collection = _parse(text)
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise _refuse(say("This is no GeoJSON FeatureCollection."))
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise _refuse(say("The map has no areas."))
    if len(features) > MAX_AREAS:
        raise _refuse(
            say("The map has too many areas: %(given)d.", given=len(features)),
            say("Give at most %(most)d; join the smaller ones.", most=MAX_AREAS),
        )
    count = _Count()
    areas = tuple(_read_area(feature, number, count) for number, feature in enumerate(features, start=1))
    _check_whole(areas)
    return areas


def _parse(text: str) -> Any:
    if len(text) > MAX_CHARACTERS:
        raise _refuse(
            say("The map is too large: %(given)d characters.", given=len(text)),
            say("Simplify it to at most %(most)d; a screen shows no finer border.", most=MAX_CHARACTERS),
        )
    if _measure_depth(text) > MAX_DEPTH:
        raise _refuse(say("The map is nested too deeply."))
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        problem = str(error)[:120]
        raise _refuse(say("This is not valid JSON: %(problem)s.", problem=problem)) from None


def _measure_depth(text: str) -> int:
    """How deep brackets stand in each other outside of strings, looked at before anything is built of them."""
    depth = deepest = 0
    for match in _DEEPER.finditer(text):
        if match[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in "]}":
            depth -= 1
    return deepest


def _refuse_constant(name: str) -> float:
    raise _refuse(say("The map holds a number that is none: %(given)s.", given=name))


def _read_area(feature: Any, number: int, count: _Count) -> Area:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _refuse(say("Entry %(number)d is no Feature.", number=number))
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise _refuse(say("The properties of entry %(number)d are no mapping.", number=number))
    code = _read_code(feature, properties, number)
    polygons = tuple(_list_polygons(feature.get("geometry"), code, count))
    return Area(code, _read_names(properties), polygons)


def _read_code(feature: Mapping[str, Any], properties: Mapping[str, Any], number: int) -> str:
    given = next((found for found in (feature.get("id"), properties.get("id"), properties.get("code")) if found), None)
    code = str(given).strip() if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
    if not code or len(code) > LONGEST_NAME or not code.isprintable():
        raise _refuse(
            say("Entry %(number)d has no id.", number=number),
            say("Give every Feature an “id”, or a property “id” or “code”, of at most %(most)d characters.",
                most=LONGEST_NAME),
        )  # fmt: skip
    return code


def _read_names(properties: Mapping[str, Any]) -> Mapping[str, str]:
    """Properties `name`, `name_bg`, `name:bg` …; what is no short printable text is left out."""
    names: dict[str, str] = {}
    for key, value in properties.items():
        found = re.fullmatch(r"name(?:[_:]([a-z]{2}))?", key)
        if found and isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable():
            names[found[1] or ""] = value
    return names


def _list_polygons(geometry: Any, code: str, count: _Count) -> Iterator[tuple[Ring, ...]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _refuse(
            say("The area “%(code)s” is no polygon.", code=code),
            say("Only Polygon and MultiPolygon are drawn; take points and lines out."),
        )
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        raise _refuse(say("The area “%(code)s” has no coordinates.", code=code))
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _refuse(say("The area “%(code)s” has no coordinates.", code=code))
        yield tuple(_read_ring(ring, code, count) for ring in polygon)


def _read_ring(given: Any, code: str, count: _Count) -> Ring:
    if not isinstance(given, list):
        raise _refuse(say("The area “%(code)s” has no coordinates.", code=code))
    count.rings += 1
    count.points += len(given)
    if count.points > MAX_POINTS or count.rings > MAX_RINGS:
        raise _refuse(
            say("The map has too many points."),
            say("Simplify it to at most %(most)d; a screen shows no finer border.", most=MAX_POINTS),
        )
    points = [_read_point(point, code) for point in given]
    # Neighbours that are the same point have no direction between them.
    kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    if len(set(kept)) < 3:
        raise _refuse(say("A border of the area “%(code)s” has fewer than three points.", code=code))
    return tuple(kept)


def _read_point(given: Any, code: str) -> Point:
    if not isinstance(given, list) or len(given) < 2 or not all(_is_number(part) for part in given[:2]):
        raise _refuse(say("A point of the area “%(code)s” is not two numbers.", code=code))
    longitude, latitude = float(given[0]), float(given[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _refuse(
            say("A point of the area “%(code)s” is not on Earth: %(point)s.", code=code,
                point=f"{longitude:g}, {latitude:g}"),
            say("Coordinates are degrees, longitude first: export the map as WGS 84 (EPSG:4326)."),
        )  # fmt: skip
    return longitude, latitude


def _is_number(part: Any) -> bool:
    # An integer of thousands of digits is larger than any float.
    return isinstance(part, (int, float)) and not isinstance(part, bool) and abs(part) <= 1e9 and math.isfinite(part)


def _check_whole(areas: Sequence[Area]) -> None:
    codes = [area.code for area in areas]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise _refuse(
            say("Two areas have the id “%(code)s”.", code=twice),
            say("Join them into one Feature with a MultiPolygon, or give each its own id."),
        )
    points = [point for area in areas for polygon in area.polygons for ring in polygon for point in ring]
    across = [point[0] for point in points]
    if max(across) - min(across) > WIDEST:
        raise _refuse(
            say("The map spans more than half of the Earth, or crosses the antimeridian."),
            say("Leave out the parts beyond 180°, or give them as a map of their own."),
        )


def _refuse(message: Message, hint: Message | None = None) -> BrokenMedia:
    return BrokenMedia(message, hint=hint or say("Export the map again as GeoJSON: a FeatureCollection of polygons."))
