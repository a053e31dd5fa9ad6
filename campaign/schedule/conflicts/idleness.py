"""Flights that never run. In: a release, and who runs beside whom. Out: conflicts S5, each with its reason."""

from collections.abc import Iterable, Iterator
from datetime import date

from campaign.schedule.conflicts.conflict import Conflict, Subject, join_names, make_conflict
from campaign.schedule.conflicts.deals import Deal
from campaign.schedule.flight import Flight
from campaign.schedule.outlook import Outlook
from campaign.schedule.release import Release
from campaign.schedule.shares import Books
from campaign.spec.message import say


def find_idle(
    release: Release, outlook: Outlook, books: Books, deals: Iterable[Deal], *, today: date
) -> Iterator[Conflict]:
    """Flights that are not over and end, or have days, within what was looked at."""
    open_: set[tuple[str, str]] = set()
    served: set[tuple[str, str]] = set()
    for deal in deals:
        channel = deal.company.channel.id
        open_ |= {(flight.id, channel) for flight in deal.company.flights}
        served |= {(one.flight.id, channel) for one in deal.promises}
    starved = open_ - served
    for flight in release.flights:
        if flight.until < today:
            continue
        if flight.id not in outlook.days:
            if flight.until <= outlook.last:
                yield _explain_no_day(flight)
            continue
        closed = [channel for channel in flight.channels if (flight.id, channel) not in open_]
        if closed:
            yield _explain_closed(flight, tuple(closed))
        crowded = [
            channel
            for channel in flight.channels
            if (flight.id, channel) in starved and books[channel][flight.id].share
        ]
        if crowded:
            yield _explain_crowded(flight, tuple(crowded))


def _explain_no_day(flight: Flight) -> Conflict:
    return make_conflict(
        "S5",
        Subject((flight.id,), flight.channels, flight.since, flight.until),
        say(
            "The flight “%(flight)s” never runs: its calendars (%(calendars)s) leave it no day.",
            flight=flight.id,
            calendars=join_names((*flight.only_on, *flight.excludes)) or "—",
        ),
        say("Add the days to calendars.yaml, move “since” or “until”, or take the flight out."),
    )


def _explain_closed(flight: Flight, channels: tuple[str, ...]) -> Conflict:
    return make_conflict(
        "S5",
        Subject((flight.id,), channels, flight.since, flight.until),
        say(
            "The flight “%(flight)s” never runs on %(channels)s: closed in its dayparts, or its days have none.",
            flight=flight.id,
            channels=join_names(channels),
        ),
        say("Take the channel out of the flight, or add a daypart."),
    )


def _explain_crowded(flight: Flight, channels: tuple[str, ...]) -> Conflict:
    return make_conflict(
        "S5",
        Subject((flight.id,), channels, flight.since, flight.until),
        say(
            "The flight “%(flight)s” never runs on %(channels)s: higher priorities take the whole loop each time.",
            flight=flight.id,
            channels=join_names(channels),
        ),
        say("Promise them less, or move the flight to other days or dayparts."),
    )
