"""Two dimensions of a dataset as a table."""

import json

import pytest

from campaign.spec.crossing import cross_cube, suggest_axes
from campaign.spec.cube import Cube, read_cube
from campaign.spec.errors import InvalidDocument
from tests.eurostat import make_dataset


@pytest.fixture
def cube() -> Cube:
    return read_cube(json.dumps(make_dataset()).encode(), file="demo_mix")


def test_places_go_down_and_times_across(cube: Cube) -> None:
    assert suggest_axes(cube) == ("geo", "time")
    lines = cross_cube(cube, down="geo", across="time", chosen={"geo": ["BG", "HU"]})
    assert lines == [
        ["Geopolitical entity", "code", "2021", "2022", "2023"],
        ["Bulgaria", "BG", "31.4 %", "32.0 % b", "38.5 % p"],
        ["Hungary", "HU", ": c", ":", "0 %"],
    ]


def test_one_category_of_every_other_dimension_counts(cube: Cube) -> None:
    lines = cross_cube(cube, down="time", across="", chosen={"geo": ["RO"]})
    assert lines == [["Time", "Percentage"], ["2021", "20.0 %"], ["2022", ": m"], ["2023", "22 %"]]


def test_an_unknown_dimension_is_refused(cube: Cube) -> None:
    with pytest.raises(InvalidDocument, match="no dimension “sex”"):
        cross_cube(cube, down="sex", across="", chosen={})
