"""Maps from outside: what is taken, and what is refused in words."""

import json
from typing import Any

import pytest

from campaign.render.geojson import MAX_AREAS, MAX_CHARACTERS, MAX_POINTS, read_areas
from campaign.spec.errors import BrokenMedia

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def write(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(coordinates: Any, *, kind: str = "Polygon", **parts: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": "a", "geometry": {"type": kind, "coordinates": coordinates}, **parts}


def test_polygons_with_holes_and_many_parts_are_read_without_their_last_point() -> None:
    hole = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.2]]

    one, many = read_areas(write(feature([SQUARE, hole]), feature([[SQUARE], [SQUARE]], kind="MultiPolygon", id=7)))

    ring = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    assert one.polygons == ((ring, ((0.2, 0.2), (0.4, 0.2), (0.4, 0.4))),)
    assert (many.code, many.polygons) == ("7", ((ring,), (ring,)))


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"id": "SLV"}, "SLV"),
        ({"id": None, "properties": {"id": 12}}, "12"),
        ({"id": "", "properties": {"code": "BG342"}}, "BG342"),
    ],
)
def test_an_area_is_known_by_its_id_or_its_property(parts: dict[str, Any], code: str) -> None:
    assert read_areas(write(feature([SQUARE], **parts)))[0].code == code


def test_names_of_the_file_are_taken_by_language_and_only_if_they_are_short_text() -> None:
    properties = {"name": "Sliven", "name_bg": "Сливен", "name:en": "Sliven", "name_xx": 4, "name_fr": "x" * 99}

    assert read_areas(write(feature([SQUARE], properties=properties)))[0].names == {
        "": "Sliven",
        "bg": "Сливен",
        "en": "Sliven",
    }


HOSTILE = {
    "no JSON": "{",
    "another thing": json.dumps({"type": "Topology"}),
    "a list": "[]",
    "no areas": write(),
    "areas that are no list": json.dumps({"type": "FeatureCollection", "features": {"a": 1}}),
    "too many areas": write(*(feature([SQUARE], id=str(number)) for number in range(MAX_AREAS + 1))),
    "too large": " " * (MAX_CHARACTERS + 1),
    "too deep": "[" * 100_000,
    "deep properties": write(feature([SQUARE])).replace('"id": "a"', '"id": "a", "x": ' + "[" * 40 + "]" * 40),
    "not a number": write(feature([[[0, 0], [float("nan"), 1], [1, 1]]])),
    "infinity": write(feature([[[0, 0], [5, 1], [1, 1]]])).replace("[5,", "[1e999,"),
    "a number of thousands of digits": write(feature([SQUARE])).replace("[[[0,", "[[[" + "9" * 5000 + ","),
    "a truth for a number": write(feature([[[0, 0], [True, 1], [1, 1]]])),
    "metres": write(feature([[[321000, 4721000], [322000, 4721000], [322000, 4722000]]])),
    "text for a point": write(feature([["ab", "cd", "ef"]])),
    "text for rings": write(feature("abc")),
    "a point": write(feature([0, 0], kind="Point")),
    "no geometry": write({"type": "Feature", "id": "a", "geometry": None}),
    "no id": write(feature([SQUARE], id=None)),
    "an id over many lines": write(feature([SQUARE], id="a\nb")),
    "the same id twice": write(feature([SQUARE]), feature([SQUARE])),
    "two points": write(feature([[[0, 0], [1, 1], [0, 0]]])),
    "one point again and again": write(feature([[[0, 0]] * 9])),
    "across the antimeridian": write(feature([[[179, 0], [-179, 0], [-179, 1], [179, 1]]])),
    "properties that are a list": write(feature([SQUARE], properties=["x"])),
    "too many points": write(feature([[[0.001 * (at % 90), at % 7] for at in range(MAX_POINTS + 1)]])),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_map_that_cannot_be_drawn_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(BrokenMedia) as caught:
        read_areas(HOSTILE[name])

    assert str(caught.value.hint)
