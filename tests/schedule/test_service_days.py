"""Service days of any hours in any zone on any date: they follow each other, and every moment belongs to one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from campaign.schedule.service_day import find_day, find_hours, find_minutes, find_moment, measure_minutes, open_day
from campaign.spec.channels import Channel, Hours
from tests.factories.schedule import make_screen

ZONES = (
    "Europe/Sofia",
    "Europe/Lisbon",
    "America/New_York",
    "America/Sao_Paulo",  # its clocks once changed at midnight
    "Africa/Cairo",  # they change at midnight
    "Africa/Casablanca",  # they go back for Ramadan
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",  # 5:45 ahead
    "Pacific/Apia",  # left out a day
    "UTC",
)
CHANGES = (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25), date(2011, 12, 29))
dates = st.one_of(st.sampled_from(CHANGES), st.dates(date(2005, 1, 1), date(2037, 12, 1)))
times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)


@st.composite
def channels(draw: st.DrawFn) -> Channel:
    return replace(make_screen(), hours=Hours(draw(times), draw(times)), timezone=draw(zones))


@given(dates, st.integers(0, 2880), zones)
def test_later_minutes_are_never_earlier_moments(day: date, minute: int, zone: str) -> None:
    assert find_moment(day, minute, zone=zone) <= find_moment(day, minute + 1, zone=zone)


@given(dates, st.integers(0, 1439), zones)
def test_a_minute_after_midnight_is_the_same_moment_by_either_day(day: date, minute: int, zone: str) -> None:
    assert find_moment(day, minute + 1440, zone=zone) == find_moment(day + timedelta(days=1), minute, zone=zone)


@given(dates, st.integers(0, 1439), zones)
def test_a_moment_that_the_clocks_show_is_found(day: date, minute: int, zone: str) -> None:
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    moment = find_moment(day, minute, zone=zone)
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    before = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == wall or before < wall < shown  # or the clocks skip it, and the moment is that of the jump


@given(channels(), dates)
@example(replace(make_screen(opens="03:00", closes="04:00"), timezone="Europe/Sofia"), date(2026, 3, 29))
@example(replace(make_screen(opens="05:00", closes="00:30"), timezone="Pacific/Apia"), date(2011, 12, 30))
def test_days_follow_each_other_and_never_overlap(channel: Channel, day: date) -> None:
    start, end = find_hours(channel, day)
    following, _ = find_hours(channel, day + timedelta(days=1))
    assert start <= end <= following


@given(channels(), dates, st.integers(0, 86_399))
@example(replace(make_screen(opens="03:00", closes="04:00"), timezone="Europe/Sofia"), date(2026, 3, 29), 0)
@example(replace(make_screen(opens="03:00", closes="04:00"), timezone="Europe/Sofia"), date(2026, 3, 29), 3 * 3600)
@example(replace(make_screen(opens="05:00", closes="23:00"), timezone="Pacific/Apia"), date(2011, 12, 30), 12 * 3600)
def test_a_moment_belongs_to_the_day_that_runs_or_opens_next(channel: Channel, day: date, second: int) -> None:
    moment = datetime.combine(day, time(), UTC) + timedelta(seconds=second)
    found = find_day(channel, moment)
    opens, closes = find_hours(channel, found)
    assert opens < closes
    assert moment < closes
    earlier = [find_hours(channel, found - timedelta(days=shift)) for shift in (1, 2)]
    assert all(ends <= moment for starts, ends in earlier if starts < ends)


@given(channels(), dates)
def test_minutes_are_measured_by_the_clocks(channel: Channel, day: date) -> None:
    start, end = find_hours(channel, day)
    minutes = find_minutes(channel.hours)
    assert measure_minutes(day, minutes, zone=channel.timezone) == (end - start).total_seconds()


@given(channels(), dates)
@example(replace(make_screen(opens="03:00", closes="04:00"), timezone="Europe/Sofia"), date(2026, 3, 29))
def test_only_a_day_that_the_clocks_skip_has_no_span(channel: Channel, day: date) -> None:
    start, end = find_hours(channel, day)
    try:
        span = open_day(channel, day)
    except ValueError:
        assert start == end
    else:
        assert (span.start, span.end) == (start, end)
