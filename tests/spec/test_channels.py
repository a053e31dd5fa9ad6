"""Channels, and what they tell their pictures."""

from dataclasses import replace

import pytest

from campaign.spec.channels import is_passed
from tests.factories.values import make_channel


@pytest.mark.parametrize(
    ("venue", "passed"),
    [
        (10801, False),
        (10802, True),
        (10502, False),
        (10503, True),
        (301, True),
        (30101, True),
        (303, False),
        (6, False),
    ],
)
def test_people_pass_streets_concourses_and_vehicles(venue: int, passed: bool) -> None:
    assert is_passed(venue) is passed


def test_a_channel_tells_its_pictures_that_people_pass_them() -> None:
    inside = make_channel()
    assert (inside.venue, inside.format.passed) == (10801, False)
    assert replace(inside, venue=10802).format.passed
