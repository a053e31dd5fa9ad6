"""Flights in calendars: read back by the library, and each repeated day counted against the flight's own days."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from campaign.playlists.ical import Booking, Hours, Takeover, write_calendar
from campaign.schedule.dayparts import WEEK

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORKDAYS = WEEK[:5]
BOOKING = Booking(
    id="neighbours",
    title="Съседи; „дом“, град",
    notes="20 % of the loop",
    where="Tram",
    url="https://example.org/flights/neighbours",
    since=date(2026, 12, 1),
    until=date(2026, 12, 31),
    changed=NOON,
    firm=True,
)
PEAK = Hours("peak.0", (7 * 60, 9 * 60 + 30), "Europe/Sofia", "Tram")


def write(*bookings: Booking, takeovers: tuple[Takeover, ...] = ()) -> Any:
    return Calendar.from_ical(write_calendar(bookings, takeovers, title="Flights", host="example.org"))


def list_starts(event: Any) -> list[Any]:
    """Every start of the entry as a calendar program unrolls it, by the rule's own words."""
    first = event.decoded("dtstart")
    days = [first]
    if "rdate" in event:
        days += [one.dt for one in event["rdate"].dts]
    if "rrule" in event:
        rule = event["rrule"]
        until, names = rule["until"][0], set(rule["byday"])
        step = first + timedelta(days=1)
        while (step.astimezone(UTC) if isinstance(step, datetime) else step) <= until:
            if WEEK[step.weekday()][:2].upper() in names:
                days.append(step)
            step += timedelta(days=1)
    gone = event["exdate"].dts if "exdate" in event else []
    return [day for day in days if day not in {one.dt for one in gone}]


def test_a_flight_of_every_day_is_one_entry_over_all_of_them() -> None:
    [event] = write(BOOKING).events
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 1), date(2027, 1, 1))
    assert "rrule" not in event
    said = (str(event["uid"]), str(event["summary"]), str(event["status"]), str(event["location"]))
    assert said == ("neighbours@example.org", "Съседи; „дом“, град", "CONFIRMED", "Tram")


def test_what_is_not_released_yet_is_tentative() -> None:
    [event] = write(replace(BOOKING, firm=False)).events
    assert str(event["status"]) == "TENTATIVE"


@pytest.mark.parametrize("weekdays", [WORKDAYS, ("sat", "sun"), WEEK])
def test_weekdays_and_calendars_leave_their_days_out(weekdays: tuple[Any, ...]) -> None:
    gone = (date(2026, 12, 1), date(2026, 12, 24), date(2026, 12, 26), date(2027, 1, 1))
    [event] = write(replace(BOOKING, weekdays=weekdays, excluded=gone)).events
    days = [date(2026, 12, 1) + timedelta(days=shift) for shift in range(31)]
    assert list_starts(event) == [day for day in days if WEEK[day.weekday()] in weekdays and day not in gone]


def test_a_flight_of_certain_days_alone_names_them() -> None:
    days = (date(2026, 12, 24), date(2026, 12, 26), date(2026, 12, 25), date(2027, 3, 3))
    [event] = write(replace(BOOKING, days=days, excluded=(date(2026, 12, 25),))).events
    assert list_starts(event) == [date(2026, 12, 24), date(2026, 12, 26)]


def test_a_flight_that_never_runs_is_no_entry() -> None:
    assert write(replace(BOOKING, days=())).events == []
    every = tuple(date(2026, 12, 1) + timedelta(days=shift) for shift in range(31))
    assert write(replace(BOOKING, excluded=every)).events == []


def test_dayparts_are_entries_by_the_clock_of_the_screens() -> None:
    booking = replace(BOOKING, hours=(replace(PEAK, weekdays=WORKDAYS, excluded=(date(2026, 12, 24),)),))
    calendar = write(booking)
    [event] = calendar.events
    assert str(event["uid"]) == "neighbours.peak.0@example.org"
    starts = list_starts(event)
    assert len(starts) == 22  # of 23 working days
    assert {start.strftime("%H:%M %Z") for start in starts} == {"07:00 EET"}
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2, minutes=30)
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Sofia"]


def test_hours_after_midnight_stand_on_the_date_that_the_clocks_show() -> None:
    late = Hours("night.0", (24 * 60, 24 * 60 + 30), "Europe/Sofia", "Tram", weekdays=("fri",))
    [event] = write(replace(BOOKING, hours=(late,))).events
    starts = list_starts(event)
    assert [start.date() for start in starts] == [date(2026, 12, day) for day in (5, 12, 19, 26)]
    assert {WEEK[start.weekday()] for start in starts} == {"sat"}


def test_the_clock_stays_when_the_hour_changes() -> None:
    spring = replace(BOOKING, since=date(2027, 3, 26), until=date(2027, 3, 30), hours=(PEAK,))
    [event] = write(spring).events
    moments = [start.astimezone(UTC).hour for start in list_starts(event)]
    assert moments == [5, 5, 4, 4, 4]


def test_the_zone_says_when_its_clocks_change_by_the_clock_before() -> None:
    """Sofia: at three to four in March, at four to three in October; the file holds no other years."""
    [zone] = write(replace(BOOKING, since=date(2026, 12, 1), until=date(2027, 12, 1), hours=(PEAK,))).timezones
    changes = [
        (part.name, part.decoded("dtstart").isoformat(), part.decoded("tzoffsetto")) for part in zone.subcomponents
    ]
    two, three = timedelta(hours=2), timedelta(hours=3)
    assert changes == [
        ("STANDARD", "2026-12-01T00:00:00", two),
        ("DAYLIGHT", "2027-03-28T03:00:00", three),
        ("STANDARD", "2027-10-31T04:00:00", two),
    ]


def test_a_release_to_come_stands_at_its_moment() -> None:
    at = datetime(2026, 12, 1, 5, 0, tzinfo=ZoneInfo("Europe/Sofia"))
    takeover = Takeover("release-7", "Release 7 takes over", "Коледа", "https://example.org/releases/7", at, NOON)
    [event] = write(takeovers=(takeover,)).events
    assert (event.decoded("dtstart"), str(event["description"])) == (at, "Коледа")


def test_the_same_flights_give_the_same_bytes_and_no_line_is_too_long() -> None:
    long = replace(BOOKING, notes="ж" * 500, hours=(PEAK,))
    one, other = (write_calendar([long], (), title="Излъчвания", host="example.org") for _ in range(2))
    assert one == other
    assert max(len(line) for line in one.split(b"\r\n")) <= 75
    one.decode()


def test_words_bring_no_lines_and_no_control_characters_of_their_own() -> None:
    title = "Съседи\r\nEND:VEVENT\r\nATTENDEE:mailto:x@example.org\x07\x1b"
    data = write_calendar((replace(BOOKING, title=title, notes=title),), (), title="Flights", host="example.org")
    assert not any(line.startswith("ATTENDEE") for line in data.decode().splitlines())
    assert re.search(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f]", data) is None
