"""Flights that never run, each with its reason."""

from dataclasses import replace
from datetime import date

from campaign.schedule.calendars import Calendar
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.deals import make_deals
from campaign.schedule.conflicts.idleness import find_idle
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.outlook import look_ahead
from campaign.schedule.release import Release
from campaign.schedule.shares import open_books
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
NIGHT = make_daypart("night", "22:00", "00:30")
PEAK = make_daypart("peak", "07:00", "09:00")


def freeze(*flights: Flight, closes: str = "00:30") -> Release:
    release = make_release(
        channels=(make_screen(closes=closes),),
        dayparts=(NIGHT, PEAK),
        flights=flights,
        spots=make_spots("together/ana", "together/project"),
    )
    calendars = (Calendar("mourning", {"en": "Mourning"}, (MONDAY,)), Calendar("votes", {"en": "Votes"}))
    return replace(release, calendars=calendars)


def find(release: Release, *, days: int = 60) -> list[Conflict]:
    outlook, books = look_ahead(release, today=SUNDAY, days=days), open_books(release)
    return list(find_idle(release, outlook, books, make_deals(outlook.companies, books), today=SUNDAY))


def test_a_flight_that_runs_is_fine() -> None:
    assert find(freeze(make_flight(), make_flight("mourning", only_on=("mourning",)))) == []


def test_a_flight_whose_only_days_are_in_no_calendar_is_told() -> None:
    (found,) = find(freeze(make_flight(only_on=("votes",), until=date(2026, 12, 6))))
    assert (found.finding.rule, found.flights, found.channels) == ("S5", ("flight",), ("tram",))
    assert str(found.finding.message) == "The flight “flight” never runs: its calendars (votes) leave it no day."


def test_a_flight_whose_one_day_is_a_day_of_mourning_is_told() -> None:
    (found,) = find(freeze(make_flight(excludes=("mourning",), since=MONDAY, until=MONDAY)))
    assert (found.since, found.until) == (MONDAY, MONDAY)


def test_what_lies_beyond_the_days_looked_at_is_not_judged() -> None:
    flight = make_flight(since=date(2027, 6, 1), only_on=("votes",))
    assert find(freeze(flight)) == []


def test_a_flight_whose_dayparts_a_channel_sleeps_through_is_told() -> None:
    (found,) = find(freeze(make_flight(dayparts=("night",)), closes="19:00"))
    assert (found.finding.rule, found.flights, found.channels) == ("S5", ("flight",), ("tram",))


def test_a_daypart_that_leaves_out_the_flights_only_days_is_told() -> None:
    release = freeze(make_flight(only_on=("mourning",), dayparts=("peak",)))
    release = replace(release, dayparts=(NIGHT, replace(PEAK, excludes=("mourning",))))
    assert [one.finding.rule for one in find(release)] == ["S5"]


def test_a_flight_that_others_crowd_out_always_is_told() -> None:
    urgent = make_flight("day", share=100, priority=Priority.URGENT)
    (found,) = find(freeze(make_flight("peak", dayparts=("peak",)), urgent))
    assert (found.flights, found.channels) == (("peak",), ("tram",))
    in_the_night = replace(urgent, dayparts=("night",))
    assert find(freeze(make_flight(), in_the_night)) == []


def test_a_flight_that_is_over_is_not_looked_at() -> None:
    assert find(freeze(make_flight(only_on=("votes",), until=date(2026, 11, 21)))) == []
