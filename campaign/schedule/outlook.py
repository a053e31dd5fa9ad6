"""Who runs beside whom, over the days to come. In: a release and days. Out: companies of flights, with their times.

Days repeat: a weekday with the same flights and the same open dayparts is cut once, however many of them there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from campaign.schedule.calendars import is_marked
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release
from campaign.schedule.service_day import Minutes
from campaign.schedule.voice import Stretch, cut_day
from campaign.spec.channels import Channel

Kind: TypeAlias = tuple[int, tuple[str, ...], tuple[str, ...]]
"""(weekday, flights that run, dayparts that are there): days of one kind are cut alike."""
Piece: TypeAlias = tuple[tuple[date, ...], Minutes]
"""A stretch, and the days that have it."""


@dataclass(frozen=True)
class Company:
    """Flights that run at once on a channel, in the order of the release; `pieces` are all stretches in which they do,
    `since` and `until` the first and the last day that has one."""

    channel: Channel
    flights: tuple[Flight, ...]
    pieces: tuple[Piece, ...]
    since: date
    until: date

    @property
    def times(self) -> Iterator[tuple[date, Minutes]]:
        """Each stretch of each day."""
        return ((day, minutes) for days, minutes in self.pieces for day in days)


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
    running = {
        day: tuple(flight.id for flight in release.flights if flight.runs_on(day, calendars=calendars)) for day in dates
    }
    kinds: dict[Kind, list[date]] = {}
    for day in dates:
        there = tuple(part.id for part in release.dayparts if not is_marked(day, part.excludes, calendars))
        kinds.setdefault((day.weekday(), running[day], there), []).append(day)
    return Outlook(dates[-1], tuple(_find_companies(release, kinds)), _turn_round(running))


def _turn_round(running: Mapping[date, Sequence[str]]) -> dict[str, tuple[date, ...]]:
    days: dict[str, list[date]] = {}
    for day, flights in running.items():
        for flight in flights:
            days.setdefault(flight, []).append(day)
    return {name: tuple(found) for name, found in days.items()}


def _find_companies(release: Release, kinds: Mapping[Kind, Sequence[date]]) -> Iterator[Company]:
    """Channels with the same hours and flights are cut once."""
    cuts: dict[object, tuple[Stretch, ...]] = {}
    for channel in release.channels:
        ours = {flight.id: flight for flight in release.running.get(channel.id, ())}
        found: dict[tuple[str, ...], list[Piece]] = {}
        for kind, days in kinds.items():
            key = (channel.hours, tuple(ours), kind)
            if key not in cuts:
                flights = [ours[name] for name in kind[1] if name in ours]
                cuts[key] = _cut(release, channel, days[0], flights)
            for stretch in cuts[key]:
                names = tuple(flight.id for flight in stretch.flights)
                found.setdefault(names, []).append((tuple(days), stretch.minutes))
        for names, pieces in found.items():
            if names:
                company = tuple(ours[name] for name in names)
                since, until = min(days[0] for days, _ in pieces), max(days[-1] for days, _ in pieces)
                yield Company(channel, company, tuple(pieces), since, until)


def _cut(release: Release, channel: Channel, day: date, flights: Sequence[Flight]) -> tuple[Stretch, ...]:
    dayparts = {daypart.id: daypart for daypart in release.dayparts}
    calendars = {calendar.id: calendar for calendar in release.calendars}
    return cut_day(channel, day, flights=flights, dayparts=dayparts, calendars=calendars)
