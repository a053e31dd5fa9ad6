"""Public holidays as the law has them, days that people declare, and flights and dayparts that heed them."""

from datetime import date

import pytest

from campaign.schedule.calendars import Calendar, list_days, read_calendars
from campaign.schedule.flight import Flight
from campaign.schedule.plan import read_plan
from campaign.schedule.voice import cut_day
from campaign.spec.errors import CampaignError, Faults
from tests.factories.schedule import make_daypart, make_flight, make_screen, read_samples

CALENDARS = """
calendars:
  - {id: holidays, title: {en: Holidays}, holidays: BG}
  - id: mourning
    title: {en: Mourning}
    days: [2026-11-24]
    stretches:
      - {since: 2026-12-30, until: 2027-01-02, why: {en: A flood}}
"""
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def read(text: str = CALENDARS, *, years: range = range(2026, 2028)) -> dict[str, Calendar]:
    written = read_calendars(text, file="calendars.yaml")
    return {name: list_days(calendar, years=years) for name, calendar in written.items()}


def test_bulgarian_holidays_are_those_of_the_labour_code_with_orthodox_easter_and_moved_sundays() -> None:
    assert read(years=range(2026, 2027))["holidays"].days == (
        date(2026, 1, 1),
        date(2026, 1, 2),  # declared by the Council of Ministers
        date(2026, 3, 3),
        date(2026, 4, 10),  # Good Friday of the Orthodox
        date(2026, 4, 11),
        date(2026, 4, 12),
        date(2026, 4, 13),
        date(2026, 5, 1),
        date(2026, 5, 6),
        date(2026, 5, 24),  # a Sunday,
        date(2026, 5, 25),  # so the Monday after is free (Labour Code art. 154(2))
        date(2026, 9, 6),
        date(2026, 9, 7),
        date(2026, 9, 22),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 28),  # for Saint Stephen's Saturday
    )


def test_days_in_a_row_count_one_by_one_and_into_the_next_year() -> None:
    assert read()["mourning"].days == (
        TUESDAY,
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    )


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("holidays: BG", "holidays: XX", "calendars.0.holidays", "The public holidays of “XX” are not known."),
        ("2026-12-30", "2027-01-03", "calendars.1.stretches.0", "These days end before they begin"),
        ("2026-12-30", "2025-12-30", "calendars.1.stretches.0", "or last more than a year"),
        ("id: mourning", "id: holidays", "calendars.1.id", "There are two calendars “holidays”."),
        ("id: mourning", "id: Траур", "calendars.1.id", "“Траур” is no id."),
        ("[2026-11-24]", "[2026-11-31]", "calendars.1.days.0", "“2026-11-31” is not a date"),
        ("stretches", "stretch", "calendars.1.stretch", "There is no such field."),
    ],
)
def test_a_wrong_calendar_names_its_line_and_field(old: str, new: str, field: str, message: str) -> None:
    with pytest.raises(CampaignError) as caught:
        read(CALENDARS.replace(old, new))
    (error,) = caught.value.singles
    assert (error.place.field, message in str(error.message), error.place.line is not None) == (field, True, True)


def list_running(flight: Flight) -> list[date]:
    calendars = read()
    days = (MONDAY, TUESDAY, date(2026, 12, 25))
    return [day for day in days if flight.runs_on(day, calendars=calendars)]


def test_a_flight_shuns_the_days_it_excludes_and_keeps_to_those_it_is_only_on() -> None:
    assert list_running(make_flight(excludes=("mourning", "holidays"))) == [MONDAY]
    assert list_running(make_flight(only_on=("mourning",))) == [TUESDAY]
    assert list_running(make_flight(only_on=("mourning", "holidays"))) == [TUESDAY, date(2026, 12, 25)]
    assert list_running(make_flight(only_on=("mourning",), excludes=("mourning",))) == []


def test_a_daypart_that_excludes_a_day_is_not_there_on_it_not_even_after_its_midnight() -> None:
    night = make_daypart("night", "22:00", "00:30")
    dayparts = {"night": type(night)(night.id, night.title, night.start, night.end, excludes=("mourning",))}
    flight = make_flight(dayparts=("night",))
    runs = {
        day: [
            one.minutes
            for one in cut_day(make_screen(), day, flights=(flight,), dayparts=dayparts, calendars=read())
            if one.flights
        ]
        for day in (MONDAY, TUESDAY)
    }
    assert runs == {MONDAY: [(1320, 1470)], TUESDAY: []}


def test_our_own_plan_knows_the_holidays_of_every_year_its_flights_run_in() -> None:
    plan = read_plan(read_samples())
    (holidays,) = (calendar for calendar in plan.calendars if calendar.id == "public-holidays")
    assert {day.year for day in holidays.days} == {
        day.year for flight in plan.flights for day in (flight.since, flight.until)
    }


def test_a_daypart_may_only_name_calendars_that_there_are() -> None:
    texts = read_samples()
    texts["dayparts.yaml"] = texts["dayparts.yaml"].replace("[public-holidays]", "[easter]", 1)
    with pytest.raises(Faults, match="There is no calendar “easter”"):
        read_plan(texts)
