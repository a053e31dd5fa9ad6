"""Flights that people wrote in the studio: they lie over the file's, and the same reader finds the same faults."""

from datetime import date
from typing import Any

import pytest

from campaign.schedule.changes import Change, Names, merge_flights, read_change, write_flight
from campaign.schedule.flight import FlightPlan, Priority
from campaign.schedule.plan import read_plan, read_written
from campaign.spec.errors import Faults
from tests.factories.schedule import make_flight, read_samples


@pytest.fixture(scope="module")
def names() -> Names:
    return read_written(read_samples())[0]


def make_body(id_: str = "desk", **more: Any) -> dict[str, Any]:
    plain = {"id": id_, "campaign": "conet-sofia", "channels": ["trams"], "since": "2026-12-01", "until": "2026-12-31"}
    return {**plain, "share": 10, **more}


def merge(*changes: Change) -> dict[str, float]:
    """Flight → share of the sample plan with the changes."""
    return {flight.id: flight.share for flight in read_plan(read_samples(), changes=changes).flights}


def test_a_changed_flight_keeps_its_place_a_new_one_follows_and_one_that_was_taken_out_is_gone() -> None:
    before = merge()
    assert list(before)[:2] == ["neighbours", "together"]
    after = merge(
        Change("desk", make_body()),
        Change("neighbours", make_body("neighbours", share=5)),
        Change("together", None),
    )
    kept = {id_: share for id_, share in before.items() if id_ != "together"}
    expected = {**kept, "neighbours": 5.0, "desk": 10.0}
    assert list(after.items()) == list(expected.items())


def test_the_last_change_of_a_flight_counts() -> None:
    assert merge(Change("desk", make_body()), Change("desk", make_body(share=7)))["desk"] == 7.0
    assert "desk" not in merge(Change("desk", make_body()), Change("desk", None))


def test_groups_are_resolved_as_those_of_the_file() -> None:
    plan = read_plan(read_samples(), changes=[Change("desk", make_body())])
    assert plan.flights[-1].channels == ("tram", "tram-ribbon", "tram-band")


def test_every_fault_of_every_change_is_told_with_its_flight_and_field(names: Names) -> None:
    bodies = [make_body("one", share=120), make_body("two", until="2026-02-30", colour="red")]
    with pytest.raises(Faults) as caught:
        merge_flights(FlightPlan(), [Change(body["id"], body) for body in bodies], names=names)
    found = [(error.place.file, error.place.field, error.place.line) for error in caught.value.singles]
    assert found == [
        ("studio/one", "share", None),
        ("studio/two", "until", None),
        ("studio/two", "colour", None),
    ]


@pytest.mark.parametrize(
    "flight",
    [
        make_flight("a", channels=("trams", "bus"), share=12.5, dayparts=("evening",), weekdays=("sat", "sun")),
        make_flight("b", item="conet-sofia/neighbours", priority=Priority.URGENT, plays_per_hour=6, gap_seconds=300),
        make_flight("c", tag="youth", plays=1000, excludes=("mourning",), only_on=("public-holidays",)),
        make_flight("leap-day", since=date(2028, 2, 29), until=date(2028, 2, 29)),
    ],
)
def test_what_is_written_is_read_back(flight: Any, names: Names) -> None:
    assert read_change(write_flight(flight), names=names) == flight


def test_only_what_is_unusual_is_written() -> None:
    assert write_flight(make_flight("a")) == {
        "id": "a",
        "channels": ["tram"],
        "since": "2026-01-01",
        "until": "2027-12-31",
        "share": 50,
        "campaign": "together",
    }
