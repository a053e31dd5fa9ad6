"""Companies of flights over the days to come are those of each single day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaign.schedule.calendars import Calendar
from campaign.schedule.dayparts import WEEK, Daypart
from campaign.schedule.flight import Flight
from campaign.schedule.outlook import look_ahead
from campaign.schedule.release import Release
from campaign.schedule.service_day import Minutes
from campaign.schedule.voice import cut_day
from tests.factories.schedule import make_daypart, make_flight, make_screen

SUNDAY = date(2026, 11, 22)
DAYS = 21
CHANNELS = (make_screen("tram"), make_screen("bus"), make_screen("school", opens="07:00", closes="19:00"))
CALENDAR = Calendar("mourning", {"en": "Mourning"}, (date(2026, 11, 25), date(2026, 12, 1)))
PEAK = make_daypart("peak", "07:00", "09:30", weekdays=WEEK[:5])
SOBER = Daypart("sober", {"en": "Sober"}, PEAK.start, PEAK.end, excludes=("mourning",))
DAYPARTS = (PEAK, make_daypart("night", "22:00", "00:30"), SOBER)


@st.composite
def flights(draw: st.DrawFn) -> tuple[Flight, ...]:
    return tuple(
        make_flight(
            f"f{number}",
            channels=tuple(draw(st.sets(st.sampled_from(("tram", "bus", "school")), min_size=1))),
            since=SUNDAY + timedelta(days=draw(st.integers(-5, 15))),
            until=SUNDAY + timedelta(days=draw(st.integers(15, 30))),
            weekdays=tuple(draw(st.sets(st.sampled_from(WEEK), min_size=1))),
            dayparts=tuple(draw(st.sets(st.sampled_from(("peak", "night", "sober"))))),
            excludes=("mourning",) if draw(st.booleans()) else (),
        )
        for number in range(draw(st.integers(1, 5)))
    )


@given(flights())
def test_each_day_of_each_channel_is_cut_as_by_itself(chosen: tuple[Flight, ...]) -> None:
    release = Release(1, "", CHANNELS, DAYPARTS, chosen, (), {}, (CALENDAR,))
    found: set[tuple[str, tuple[str, ...], date, Minutes]] = set()
    for company in look_ahead(release, today=SUNDAY, days=DAYS).companies:
        names = tuple(flight.id for flight in company.flights)
        times = list(company.times)
        assert (company.since, company.until) == (min(times)[0], max(times)[0])
        found |= {(company.channel.id, names, day, minutes) for day, minutes in times}
    assert found == set(list_all(release))


def list_all(release: Release) -> list[tuple[str, tuple[str, ...], date, Minutes]]:
    """The same, day by day."""
    return [
        (channel.id, tuple(flight.id for flight in stretch.flights), day, stretch.minutes)
        for channel in release.channels
        for day in (SUNDAY + timedelta(days=shift) for shift in range(DAYS))
        for stretch in cut_day(
            channel,
            day,
            flights=[flight for flight in release.flights if channel.id in flight.channels],
            dayparts={daypart.id: daypart for daypart in release.dayparts},
            calendars={CALENDAR.id: CALENDAR},
        )
        if stretch.flights
    ]


def test_the_days_of_a_flight_are_known_though_every_channel_sleeps() -> None:
    flight = make_flight(channels=("school",), dayparts=("night",), until=SUNDAY + timedelta(days=1))
    outlook = look_ahead(Release(1, "", CHANNELS, DAYPARTS, (flight,), (), {}, (CALENDAR,)), today=SUNDAY, days=DAYS)
    assert (outlook.companies, outlook.days) == ((), {"flight": (SUNDAY, SUNDAY + timedelta(days=1))})
