"""Heartbeats: what is read of any JSON, and what an operator is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaign.spec.errors import InvalidValue
from campaign.spec.health import Health, list_troubles, read_health

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WELL: dict[str, Any] = {
    "clock": "2026-11-22T14:00:00.000+02:00",
    "playlist": '"abc"',
    "release": 3,
    "playing": "12",
    "free_bytes": 10**9,
    "kept": 12,
    "wanted": 12,
    "waiting": 3,
    "error": "",
    "player": "web 1",
    "screen": "door 2",
}


def test_every_field_is_read() -> None:
    well = Health(NOON, '"abc"', 3, "12", 10**9, 12, 12, 3, "", "web 1", "door 2")
    assert read_health(WELL) == well
    assert read_health({**WELL, "clock": "2026-11-22T12:00:00Z"}) == well


def test_what_an_older_player_does_not_say_is_unknown_and_what_a_newer_one_adds_is_passed_over() -> None:
    assert read_health({}) == Health()
    assert read_health({"free_bytes": None, "volume": 7, "__class__": "x"}) == Health()


def test_long_texts_are_cut_and_lose_what_cannot_be_written() -> None:
    assert read_health({"error": "\x00а\n" + "б" * 500}) == Health(error="а" + "б" * 199)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("clock", "noon"),
        ("clock", "2026-11-22T12:00:00"),  # of which zone?
        ("clock", 5),
        ("release", "3"),
        ("kept", -1),
        ("kept", 1.5),
        ("kept", True),
        ("kept", float("nan")),
        ("waiting", 2**60),
        ("error", ["x"]),
        ("playing", 12),
    ],
)
def test_what_a_field_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(InvalidValue) as error:
        read_health({**WELL, field: value})
    assert error.value.place.field == field


@pytest.mark.parametrize("body", [None, [], "x", 5])
def test_a_heartbeat_is_an_object(body: object) -> None:
    with pytest.raises(InvalidValue):
        read_health(body)


def test_a_player_that_is_well_has_no_troubles() -> None:
    health = read_health(WELL)
    assert list(list_troubles(health, heard=NOON + timedelta(seconds=30))) == []
    assert list(list_troubles(Health(), heard=NOON)) == []


def test_each_trouble_is_told_in_a_sentence() -> None:
    ill = read_health({**WELL, "free_bytes": 150_000_000, "kept": 9, "waiting": 20_001, "error": "a.mp4: 404"})
    assert [str(trouble) for trouble in list_troubles(ill, heard=NOON + timedelta(seconds=31))] == [
        "Its clock is 31 seconds slow.",
        "It has kept 9 of 12 files.",
        "It has room for 150 MB only.",
        "It has not reported 20001 plays.",
        "It says: a.mp4: 404",
    ]
    assert str(next(list_troubles(ill, heard=NOON - timedelta(minutes=2)))) == "Its clock is 120 seconds fast."
