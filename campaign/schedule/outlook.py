"""Who runs beside whom, over the days to come. In: a release and days. Out: companies of flights, with their times.

Days repeat: a weekday with the same flights and the same open dayparts is cut once, however many of them there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from campaign.schedule.calendars import Calendar, is_marked
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release
from campaign.schedule.service_day import Minutes
from campaign.schedule.voice import Stretch, cut_day
from campaign.spec.channels import Channel

Key: TypeAlias = tuple[int, tuple[str, ...], tuple[str, ...]]
"""(weekday, running flights, dayparts that are there)."""


@dataclass(frozen=True)
class Company:
    """Flights that run at once on a channel, in the order of the release; `times` are all stretches in which they do,
    in order of time."""

    channel: Channel
    flights: tuple[Flight, ...]
    times: tuple[tuple[date, Minutes], ...]

    @property
    def since(self) -> date:
        return self.times[0][0]

    @property
    def until(self) -> date:
        return self.times[-1][0]


@dataclass(frozen=True)
class Outlook:
    """`companies` of every channel; `days` is flight → the service days on which it may run, closed channels aside;
    `last` is the last day that was looked at."""

    last: date
    companies: tuple[Company, ...] = ()
    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)


def look_ahead(release: Release, *, today: date, days: int) -> Outlook:
    """The next so many service days, today's first."""
    calendars = {calendar.id: calendar for calendar in release.calendars}
    dates = [today + timedelta(days=shift) for shift in range(days)]
    running = {day: [flight for flight in release.flights if flight.runs_on(day, calendars=calendars)] for day in dates}
    there = {
        day: tuple(part.id for part in release.dayparts if not is_marked(day, part.excludes, calendars))
        for day in dates
    }
    companies = (
        company
        for channel in release.channels
        for company in _find_companies(release, channel, running, there, calendars)
    )
    return Outlook(dates[-1], tuple(companies), _turn_round(running))


def _turn_round(running: Mapping[date, Sequence[Flight]]) -> dict[str, tuple[date, ...]]:
    days: dict[str, list[date]] = {}
    for day, flights in running.items():
        for flight in flights:
            days.setdefault(flight.id, []).append(day)
    return {name: tuple(found) for name, found in days.items()}


def _find_companies(
    release: Release,
    channel: Channel,
    running: Mapping[date, Sequence[Flight]],
    there: Mapping[date, tuple[str, ...]],
    calendars: Mapping[str, Calendar],
) -> Iterator[Company]:
    dayparts = {daypart.id: daypart for daypart in release.dayparts}
    cuts: dict[Key, tuple[Stretch, ...]] = {}
    found: dict[tuple[str, ...], tuple[tuple[Flight, ...], list[tuple[date, Minutes]]]] = {}
    for day, everybody in running.items():
        flights = tuple(flight for flight in everybody if channel.id in flight.channels)
        key = (day.weekday(), tuple(flight.id for flight in flights), there[day])
        if key not in cuts:
            cuts[key] = cut_day(channel, day, flights=flights, dayparts=dayparts, calendars=calendars)
        for stretch in cuts[key]:
            names = tuple(flight.id for flight in stretch.flights)
            found.setdefault(names, (stretch.flights, []))[1].append((day, stretch.minutes))
    for company, times in found.values():
        if company:
            yield Company(channel, company, tuple(times))
