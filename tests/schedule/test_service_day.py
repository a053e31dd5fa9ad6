"""Service days past midnight, and the two days a year that are not 24 hours long."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaign.schedule.service_day import cut_minutes, find_day, find_minutes, find_moment, open_day, span_minutes
from campaign.spec.channels import Hours
from tests.factories.schedule import make_screen

SOFIA = ZoneInfo("Europe/Sofia")
SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


def test_a_day_that_closes_after_midnight_ends_on_the_next_date() -> None:
    span = open_day(make_screen(), date(2026, 11, 22))
    assert (span.start.astimezone(SOFIA), span.end.astimezone(SOFIA)) == (
        datetime(2026, 11, 22, 5, tzinfo=SOFIA),
        datetime(2026, 11, 23, 0, 30, tzinfo=SOFIA),
    )


def test_half_past_midnight_minus_a_second_belongs_to_the_evening_before() -> None:
    screen = make_screen()
    assert find_day(screen, datetime(2026, 11, 23, 0, 29, 59, tzinfo=SOFIA)) == date(2026, 11, 22)
    assert find_day(screen, datetime(2026, 11, 23, 0, 30, tzinfo=SOFIA)) == date(2026, 11, 23)


def test_a_closed_channel_waits_for_the_next_opening() -> None:
    screen = make_screen(opens="08:00", closes="18:00")
    assert find_day(screen, datetime(2026, 11, 22, 7, tzinfo=SOFIA)) == date(2026, 11, 22)
    assert find_day(screen, datetime(2026, 11, 22, 18, tzinfo=SOFIA)) == date(2026, 11, 23)


def test_a_channel_that_never_closes_has_23_hours_in_spring_and_25_in_autumn() -> None:
    screen = make_screen(opens="00:00", closes="00:00")
    lengths = [open_day(screen, day).length for day in (SPRING, SPRING + timedelta(days=1), AUTUMN)]
    assert lengths == [timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)]


def test_days_that_never_close_touch_when_clocks_change() -> None:
    screen = make_screen(opens="03:30", closes="03:30")
    for day in (SPRING, AUTUMN):
        assert open_day(screen, day - timedelta(days=1)).end == open_day(screen, day).start


def test_a_time_that_clocks_skip_is_the_instant_of_the_jump() -> None:
    assert find_moment(SPRING, 3 * 60 + 30, zone="Europe/Sofia") == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_time_that_clocks_show_twice_is_the_first() -> None:
    assert find_moment(AUTUMN, 3 * 60 + 30, zone="Europe/Sofia") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_happens_twice_is_two_hours_long() -> None:
    screen = make_screen(opens="00:00", closes="00:00")
    assert span_minutes(screen, AUTUMN, (180, 240)).length == timedelta(hours=2)


def test_hours_after_midnight_belong_to_the_day_that_began_the_evening_before() -> None:
    tram = find_minutes(Hours(time(5), time(0, 30)))
    assert tram == (300, 1470)
    assert cut_minutes(find_minutes(Hours(time(22, 30), time(0, 30))), tram) == ((1350, 1470),)
    assert cut_minutes(find_minutes(Hours(time(0), time(1))), tram) == ((1440, 1470),)


def test_hours_before_the_opening_are_cut_off() -> None:
    school = find_minutes(Hours(time(7), time(19)))
    assert cut_minutes(find_minutes(Hours(time(6), time(9))), school) == ((420, 540),)
    assert cut_minutes(find_minutes(Hours(time(20), time(22))), school) == ()
