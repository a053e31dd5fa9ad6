"""Days on a line: a flight is there on its own days, and only where one of its dayparts is."""

from datetime import date, time

from campaign.schedule.calendars import Calendar
from campaign.schedule.dayparts import Daypart
from campaign.schedule.flight import Flight
from campaign.studio.timeline import Bar, cut_bars, is_on

SUNDAY = date(2026, 11, 22)
SCHOOL = Daypart("school", {}, time(7), time(14), weekdays=("mon", "tue", "wed", "thu", "fri"), excludes=("holidays",))
DAYPARTS = {"school": SCHOOL}
CALENDARS = {"holidays": Calendar("holidays", {}, (date(2026, 11, 25),))}


def make_flight(*dayparts: str) -> Flight:
    return Flight("parents", ("lobby",), SUNDAY, date(2026, 11, 29), dayparts=dayparts)


def test_a_daypart_of_working_days_leaves_gaps_at_weekends_and_on_its_holidays() -> None:
    bars = cut_bars(make_flight("school"), SUNDAY, dayparts=DAYPARTS, calendars=CALENDARS)
    assert bars == (Bar(1, 2), Bar(4, 2))
    assert not is_on(make_flight("school"), SUNDAY, dayparts=DAYPARTS, calendars=CALENDARS)


def test_without_dayparts_it_runs_on_every_day_of_its_own() -> None:
    assert cut_bars(make_flight(), SUNDAY, dayparts=DAYPARTS, calendars=CALENDARS) == (Bar(0, 8),)
