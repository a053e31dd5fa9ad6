"""Releases: frozen, complete in themselves, the same when read back."""

import json

import pytest

from campaign.schedule.flight import Priority
from campaign.schedule.plan import Plan
from campaign.schedule.release import Missing, freeze_release, read_release, write_release
from tests.factories.schedule import (
    make_daypart,
    make_flight,
    make_release,
    make_screen,
    make_spot,
    make_spots,
    read_sample_plan,
)


def test_a_release_read_back_is_the_same_to_the_byte() -> None:
    plan = read_sample_plan()
    spots = [make_spot("conet-sofia/a", seconds=10, channel=channel.id) for channel in plan.channels]
    release = freeze_release(plan, number=7, why="Пролет", spots=spots).release
    text = write_release(release)
    assert read_release(text) == release
    assert write_release(read_release(text)) == text
    assert read_release(text).digest == release.digest


def test_a_release_from_before_loops_had_subtitles_is_read() -> None:
    release = make_release(flights=(make_flight(),), spots=make_spots("together/ana"))
    old = json.loads(write_release(release))
    for spot in old["spots"]:
        del spot["subtitles"]
    assert read_release(json.dumps(old)) == release


def test_the_order_of_the_spots_does_not_matter() -> None:
    spots = make_spots("together/ana", "together/project", "together/ivo")
    flights = (make_flight(),)
    assert make_release(flights=flights, spots=spots) == make_release(flights=flights, spots=reversed(spots))


def test_only_what_can_play_is_frozen() -> None:
    spots = (
        *make_spots("together/ana", "other/item"),
        make_spot("together/ana", language="ar"),
        make_spot("together/ana", channel="elsewhere"),
    )
    release = make_release(flights=(make_flight(),), spots=spots)
    assert [spot.material for spot in release.spots] == ["tram.together.ana.bg", "tram.together.ana.en"]


def test_what_a_flight_or_fallback_lacks_is_named_by_channel() -> None:
    flights = (
        make_flight("here", channels=("tram", "bus")),
        make_flight("nowhere", item="together/lost"),
        make_flight("tagged", tag="school"),
    )
    fallbacks = {"tram": ("together/project",), "bus": ("together/project",)}
    plan = Plan((make_screen(), make_screen("bus")), (), flights, fallbacks)
    spots = (*make_spots("together/project"), make_spot("other/pupil", tags=("school",)))
    assert freeze_release(plan, number=1, why="", spots=spots).missing == (
        Missing("tram", "nowhere"),
        Missing("bus", "here"),
        Missing("bus"),
    )


NEW_KEYS = {
    "flights": ("material", "plays_per_hour", "plays", "gap_seconds", "excludes", "only_on"),
    "dayparts": ("excludes",),
    "channels": ("audience",),
}


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        ((0, 0, 0), ("normal", "normal", "normal")),
        ((5, 5, 5), ("normal", "normal", "normal")),
        ((0, 1, 0), ("normal", "urgent", "normal")),
        ((-1, 0, 3), ("normal", "urgent", "urgent")),
    ],
)
def test_a_release_from_before_priorities_had_names_is_read(numbers: tuple[int, ...], names: tuple[str, ...]) -> None:
    """And before calendars, paces and plays by the hour."""
    flights = tuple(make_flight(f"f{at}", priority=Priority(name)) for at, name in enumerate(names))
    release = make_release(dayparts=(make_daypart("peak", "07:00", "09:00"),), flights=flights)
    old = json.loads(write_release(release))
    for key in ("calendars", "paces", "screens"):
        del old[key]
    for part, keys in NEW_KEYS.items():
        old[part] = [{key: value for key, value in row.items() if key not in keys} for row in old[part]]
    for flight, number in zip(old["flights"], numbers, strict=True):
        flight["priority"] = number
    assert read_release(json.dumps(old)) == release
