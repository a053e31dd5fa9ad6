"""Paces towards a number of plays. In: a release, now, what was played. Out: each such flight's share of the loop.

What is left to play is spread evenly over the time that is left: the hours in which the flight still runs, by the
clocks of each channel, times the channel's screens, over the length of its plays. In hours in which others leave it
less than that share it plays less, and more in the others. Flights take their turns in order of priority, then of
the file, and schedule.voice gives them their shares in the same order; so the sum comes out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from zoneinfo import ZoneInfo

from campaign.schedule.flight import Flight
from campaign.schedule.outlook import Company, look_ahead
from campaign.schedule.promises import Pace
from campaign.schedule.release import Release, is_selected
from campaign.schedule.service_day import Minutes, find_moment, measure_minutes
from campaign.schedule.shares import Books, open_books, read_shares
from campaign.schedule.voice import share_loop

LONGEST = 3700
"""Days, before or after today, in which plays are counted on."""
FINE = 10_000
"""Parts of a per cent to which a share is rounded, upwards."""


@dataclass(frozen=True)
class Room:
    """A company in which a flight could play: `left` plays from now on if the whole loop were its own, `all` since its
    first day; `cap` is the part of the loop that others leave it."""

    left: Fraction
    all: Fraction
    cap: Fraction


def find_paces(release: Release, *, now: datetime, played: Mapping[str, int]) -> Mapping[str, Pace]:
    """Of the flights that go by a number of plays and are not over. Channels count with the release's screens; where no
    channel of a flight has any, one on each is taken for granted."""
    paced = sorted(
        (one for one in release.flights if one.plays and _find_today(release, one, now) <= one.until),
        key=lambda one: -one.priority.rank,
    )
    if not paced:
        return {}
    companies = _find_companies(release, paced, now)
    known = replace(release, paces={})
    for flight in paced:
        books = open_books(known)
        rooms = [room for company in companies for room in _find_rooms(known, books, company, flight, now)]
        pace = _set_pace(flight, rooms, played=played.get(flight.id, 0))
        known = replace(known, paces={**known.paces, flight.id: pace})
    return known.paces


def _find_today(release: Release, flight: Flight, now: datetime) -> date:
    """The earliest date that it is anywhere the flight runs; service days may last until the next."""
    zones = {one.timezone for one in release.channels if one.id in flight.channels} or {"UTC"}
    return min(now.astimezone(ZoneInfo(zone)).date() for zone in zones) - timedelta(days=1)


def _find_companies(release: Release, paced: Sequence[Flight], now: datetime) -> list[Company]:
    """From the first day of any of them to the last."""
    names = {channel for flight in paced for channel in flight.channels}
    first = max(min(flight.since for flight in paced), now.date() - timedelta(days=LONGEST))
    last = min(max(flight.until for flight in paced), now.date() + timedelta(days=LONGEST))
    part = replace(release, channels=tuple(channel for channel in release.channels if channel.id in names))
    return list(look_ahead(part, today=first, days=(last - first).days + 1).companies)


def _find_rooms(release: Release, books: Books, company: Company, flight: Flight, now: datetime) -> Iterator[Room]:
    if all(one.id != flight.id for one in company.flights):
        return
    channel = company.channel
    sold = books[channel.id]
    screens = _count_screens(release, flight, channel.id)
    if not (screens and sold[flight.id].seconds):
        return
    spots = [one for one in release.shown.get(channel.id, ()) if is_selected(one, flight)]
    times = [(day, minutes) for day, minutes in company.times if any(spot.may_run(day) for spot in spots)]
    whole = sum(measure_minutes(day, minutes, zone=channel.timezone) for day, minutes in times)
    gone = sum(_measure_gone(day, minutes, channel.timezone, now) for day, minutes in times)
    others = (
        one.share
        for one in share_loop(company.flights, shares=read_shares(sold))
        if one.flight.id != flight.id and one.flight.priority.rank >= flight.priority.rank
    )
    rate = screens / sold[flight.id].seconds
    yield Room((whole - gone) * rate, whole * rate, 1 - sum(others, Fraction()))


def _count_screens(release: Release, flight: Flight, channel: str) -> int:
    if any(release.screens.get(name) for name in flight.channels):
        return release.screens.get(channel, 0)
    return 1


def _measure_gone(day: date, minutes: Minutes, zone: str, now: datetime) -> int:
    """Seconds of the stretch that are over."""
    away = (now.date() - day).days
    if not -2 <= away <= 2:  # a service day ends within two dates of its own, by any clock
        return measure_minutes(day, minutes, zone=zone) if away > 0 else 0
    start, end = (find_moment(day, minute, zone=zone) for minute in minutes)
    return max(0, int((min(end, now) - start).total_seconds()))


def _set_pace(flight: Flight, rooms: Sequence[Room], *, played: int) -> Pace:
    wanted = max(0, flight.plays - played)
    share = _solve(rooms, wanted)
    reach = played + floor(sum((room.left * min(share, room.cap) for room in rooms), Fraction()))
    whole = sum((room.all for room in rooms), Fraction())
    gone = whole - sum((room.left for room in rooms), Fraction())
    due = round(flight.plays * gone / whole) if whole else 0
    return Pace(played, ceil(share * 100 * FINE) / FINE, due, reach)


def _solve(rooms: Sequence[Room], wanted: int) -> Fraction:
    """The least share s with Σ left · min(s, cap) = wanted; where there is none, all that others leave anywhere."""
    free = sum((room.left for room in rooms), Fraction())
    full = Fraction()
    for room in sorted(rooms, key=lambda room: room.cap):
        if free and full + free * room.cap >= wanted:
            return (wanted - full) / free
        full += room.left * room.cap
        free -= room.left
    return max((room.cap for room in rooms), default=Fraction())
