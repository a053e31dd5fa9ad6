"""What ends inside a flight. In: a release and today. Out: conflicts S7: whose last day comes before the flight's.

A spot's last day is its item's or that of a consent to it, whichever is sooner (data.convert).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from campaign.schedule.conflicts.conflict import Conflict, Subject, join_names, make_conflict
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release, Spot, is_selected
from campaign.spec.message import say


def find_expiries(release: Release, *, today: date) -> Iterator[Conflict]:
    """Of flights that are not over."""
    for flight in release.flights:
        if flight.until >= today:
            members = frozenset(flight.channels)
            spots = [spot for spot in release.spots if is_selected(spot, flight) and spot.channel in members]
            ends = _find_ends(flight, spots)
            yield from _explain_ends(flight, ends)
            yield from _find_items(flight, spots, ends)
            yield from _find_beginnings(flight, spots, today)


def _find_ends(flight: Flight, spots: list[Spot]) -> dict[str, date]:
    """Channel → the last day on which anything of the flight may be shown there; those beyond its end left out."""
    lasts: dict[str, date] = {}
    for spot in spots:
        lasts[spot.channel] = max(lasts.get(spot.channel, date.min), spot.until or date.max)
    return {channel: day for channel, day in lasts.items() if day < flight.until}


def _explain_ends(flight: Flight, ends: dict[str, date]) -> Iterator[Conflict]:
    for day in sorted(set(ends.values())):
        channels = tuple(channel for channel, last in ends.items() if last == day)
        yield make_conflict(
            "S7",
            Subject((flight.id,), channels, day + timedelta(days=1), flight.until),
            say(
                "After %(day)s nothing of “%(flight)s” may be shown on %(channels)s, but it runs until %(until)s.",
                day=day.isoformat(),
                flight=flight.id,
                channels=join_names(channels),
                until=flight.until.isoformat(),
            ),
            say("Ask for longer consents, extend the items, or end the flight on %(day)s.", day=day.isoformat()),
        )


def _find_items(flight: Flight, spots: list[Spot], ends: dict[str, date]) -> Iterator[Conflict]:
    """Items that end while others of the flight go on."""
    early: dict[date, list[Spot]] = {}
    for spot in spots:
        if spot.until is not None and spot.until < min(flight.until, ends.get(spot.channel, date.max)):
            early.setdefault(spot.until, []).append(spot)
    for day, found in sorted(early.items()):
        yield make_conflict(
            "S7",
            Subject(
                (flight.id,),
                tuple(dict.fromkeys(spot.channel for spot in found)),
                day + timedelta(days=1),
                flight.until,
            ),
            say(
                "Of “%(flight)s” these may be shown until %(day)s only, but it runs until %(until)s: %(items)s.",
                flight=flight.id,
                day=day.isoformat(),
                until=flight.until.isoformat(),
                items=join_names(spot.ref for spot in found),
            ),
            say("Ask for longer consents or extend the items; from then on the others take their turns."),
        )


def _find_beginnings(flight: Flight, spots: list[Spot], today: date) -> Iterator[Conflict]:
    """Channels on which the flight has begun and nothing of it may be shown yet."""
    firsts: dict[str, date] = {}
    for spot in spots:
        firsts[spot.channel] = min(firsts.get(spot.channel, date.max), spot.since or date.min)
    begins = max(flight.since, today)
    late = {channel: day for channel, day in firsts.items() if begins < day <= flight.until}
    for day in sorted(set(late.values())):
        channels = tuple(channel for channel, first in late.items() if first == day)
        yield make_conflict(
            "S7",
            Subject((flight.id,), channels, begins, day - timedelta(days=1)),
            say(
                "Until %(day)s nothing of “%(flight)s” may be shown on %(channels)s, but it runs from %(since)s.",
                day=(day - timedelta(days=1)).isoformat(),
                flight=flight.id,
                channels=join_names(channels),
                since=begins.isoformat(),
            ),
            say("Begin the flight on %(day)s, or ask for consents that begin earlier.", day=day.isoformat()),
        )
