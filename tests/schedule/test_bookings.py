"""What a flight may not ask for: each field that cannot be meant is named with its line and a mend."""

from dataclasses import replace

import pytest

from campaign.schedule.flight import Flight
from campaign.schedule.flights import read_flights
from campaign.spec.errors import CampaignError, Faults
from tests.factories.schedule import make_daypart, make_screen

WRITTEN = {
    "id": "parents",
    "campaign": "together",
    "channels": "[tram]",
    "since": "2026-11-23",  # a Monday
    "until": "2026-11-27",
    "share": "20",
}
FIRST_LINE = 2
CHANNELS = {"tram": make_screen(), "school": make_screen("school", opens="07:00", closes="19:00")}
DAYPARTS = {"night": make_daypart("night", "22:00", "00:30")}


def write(**changes: str | None) -> str:
    """A file with one flight, a field a line; None leaves a field out."""
    fields = [(name, value) for name, value in {**WRITTEN, **changes}.items() if value is not None]
    rows = [f"{name}: {value}" for name, value in fields]
    return "flights:\n  - " + "\n    ".join(rows) + "\n"


def read(**changes: str | None) -> Flight:
    calendars = frozenset(("mourning", "holidays"))
    plan = read_flights(write(**changes), file="f.yaml", channels=CHANNELS, dayparts=DAYPARTS, calendars=calendars)
    return plan.flights[0]


def find_fault(**changes: str | None) -> CampaignError:
    """The one fault of the flight."""
    with pytest.raises(CampaignError) as caught:
        read(**changes)
    (error,) = caught.value.singles
    return error


def test_a_flight_of_one_day_an_hour_before_midnight_is_read() -> None:
    flight = read(until="2026-11-23", dayparts="[night]", gap_seconds="300", excludes="[mourning]")
    assert (flight.since, flight.until, flight.gap_seconds) == (flight.since, flight.since, 300)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"share": "120"}, "share", "A share of 120 % is impossible."),
        ({"share": ".nan"}, "share", "A share of nan % is impossible."),
        ({"share": "0"}, "share", "A share of 0 % is impossible."),
        ({"share": None}, "", "The flight “parents” does not say how much it is promised."),
        ({"plays": "100"}, "", "The flight “parents” does not say how much it is promised."),
        ({"share": None, "plays": "0"}, "plays", "0 plays by the end are none."),
        ({"share": None, "plays": "-3"}, "plays", "-3 plays by the end are none."),
        ({"share": None, "plays": "2.5"}, "plays", "“2.5” is not a number."),
        ({"share": None, "plays_per_hour": ".inf"}, "plays_per_hour", "inf plays an hour are impossible."),
        (
            {"share": None, "plays_per_hour": "361"},
            "plays_per_hour",
            "“tram” has room for 360 plays an hour, not for 361.",
        ),
        (
            {"share": None, "plays_per_hour": "12", "gap_seconds": "301"},
            "gap_seconds",
            "12 plays an hour are 300 s apart, so none can wait 301 s.",
        ),
        ({"gap_seconds": "-1"}, "gap_seconds", "A gap of -1 s is impossible."),
        ({"gap_seconds": "soon"}, "gap_seconds", "“soon” is not a number."),
        ({"priority": "high"}, "priority", "“high” is not one of the choices."),
        (
            {"priority": "emergency"},
            "share",
            "“parents” is an emergency: it takes the whole loop, whatever it is promised.",
        ),
        ({"until": "2026-11-22"}, "until", "The flight “parents” ends before it begins."),
        ({"until": "2026-13-01"}, "until", "“2026-13-01” is not a date or time that exists."),
        ({"until": "20261127"}, "until", "“20261127” is not a date or time that exists."),
        ({"until": "9999-12-31"}, "until", "The year 9999 is not one of ours."),
        (
            {"weekdays": "[sat, sun]"},
            "weekdays",
            "None of the weekdays of “parents” comes between its first and its last day.",
        ),
        ({"weekdays": "[]"}, "weekdays", "The flight “parents” has no weekday."),
        ({"material": "'12'"}, "", "The flight “parents” does not say what it shows."),
        ({"campaign": None, "material": "twelve"}, "material", "“twelve” is no material's number."),
        ({"campaign": None, "item": "ana"}, "item", "“ana” names no item."),
        (
            {"only_on": "[holidays, mourning]", "excludes": "[mourning]"},
            "only_on.1",
            "“parents” runs only on the days of “mourning” and never on them.",
        ),
        ({"excludes": "[easter]"}, "excludes.0", "There is no calendar “easter”."),
        ({"channels": "[]"}, "channels", "The flight “parents” has no channel."),
        ({"channels": "[school]", "dayparts": "[night]"}, "dayparts.0", "“night” is outside the hours of school."),
        ({"id": "emergency"}, "id", "The name “emergency” is taken."),
        ({"id": "Родители"}, "id", "“Родители” is no id."),
        ({"id": "''"}, "id", "“” is no id."),
        ({"Share": "20"}, "Share", "There is no such field."),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_line_and_a_mend(
    changes: dict[str, str | None], field: str, message: str
) -> None:
    error = find_fault(**changes)
    names = [name for name, value in {**WRITTEN, **changes}.items() if value is not None]
    line = FIRST_LINE + (names.index(field.partition(".")[0]) if field else 0)
    place = (error.place.file, error.place.line, error.place.field)
    assert (str(error.message), place) == (message, ("f.yaml", line, f"flights.0.{field}".rstrip(".")))
    assert error.hint is not None


def test_a_flight_of_two_weeks_need_not_begin_on_one_of_its_weekdays() -> None:
    assert read(until="2026-12-06", weekdays="[sun]").weekdays == ("sun",)


def test_an_emergency_promises_nothing() -> None:
    flight = read(share=None, priority="emergency")
    assert replace(flight, share=0) == flight


def test_all_faults_of_a_file_are_told_at_once() -> None:
    with pytest.raises(Faults) as caught:
        read(share="120", until="2026-11-22", dayparts="[noon]")
    fields = [error.place.field for error in caught.value.errors]
    assert fields == ["flights.0.until", "flights.0.share", "flights.0.dayparts.0"]
