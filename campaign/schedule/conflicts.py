"""What a lead should know before releasing. In: a release. Out: findings: oversold, unserved, silent, no fallback.

Files that sell a loop twice at one priority never get this far (schedule.plan); here stands what is allowed and still
unlikely to be meant.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from campaign.schedule.flight import Flight
from campaign.schedule.release import Missing, Release, find_missing
from campaign.schedule.shares import find_shares
from campaign.schedule.turns import count_slots
from campaign.schedule.voice import cut_day, share_loop
from campaign.spec.channels import Channel
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

DAYS = 28
"""How far ahead is looked, in service days."""


def find_conflicts(release: Release, *, today: date) -> tuple[Finding, ...]:
    """Findings for the four weeks from today's service day, errors first."""
    found = [
        *(_explain_missing(missing) for missing in find_missing(release)),
        *_find_too_long(release),
        *(finding for channel in release.channels for finding in _find_squeezed(release, channel, today)),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))


def _explain_missing(missing: Missing) -> Finding:
    if missing.flight:
        return Finding(
            "S2",
            Severity.WARNING,
            say("The flight “%(flight)s” has nothing approved for this channel.", flight=missing.flight),
            say("Approve a material for it, or take the channel out of the flight; until then the fallback plays."),
            Place(field=missing.flight, channel=missing.channel),
        )
    return Finding(
        "S3",
        Severity.ERROR,
        say("The channel has no fallback that is approved."),
        say("Approve an item that “fallbacks” names for the channel, or name another."),
        Place(field="fallbacks", channel=missing.channel),
    )


def _find_too_long(release: Release) -> Iterator[Finding]:
    channels = {channel.id: channel for channel in release.channels}
    for spot in release.spots:
        channel = channels[spot.channel]
        length = count_slots(spot, channel=channel) * channel.slot_seconds
        if length > channel.loop_seconds:
            yield Finding(
                "S4",
                Severity.ERROR,
                say("The spot is longer than the whole loop, so it never plays."),
                say("Shorten the clip, or lengthen the channel's loop."),
                Place(item=spot.ref, channel=spot.channel, language=spot.language),
                measured=f"{length} s",
                allowed=f"{channel.loop_seconds} s",
            )


def _find_squeezed(release: Release, channel: Channel, today: date) -> Iterator[Finding]:
    """Flights that get less than promised because of others above them, and flights that never run."""
    flights = [flight for flight in release.flights if channel.id in flight.channels]
    dayparts = {daypart.id: daypart for daypart in release.dayparts}
    calendars = {calendar.id: calendar for calendar in release.calendars}
    due, ran, told = set(), set(), set()
    for day in (today + timedelta(days=shift) for shift in range(DAYS)):
        due |= {flight.id for flight in flights if flight.runs_on(day, calendars=calendars)}
        for stretch in cut_day(channel, day, flights=flights, dayparts=dayparts, calendars=calendars):
            ran |= {flight.id for flight in stretch.flights}
            for finding in _find_oversold(release, channel, day, stretch.flights):
                if finding.place.field not in told:
                    told.add(finding.place.field)
                    yield finding
    for flight in flights:
        if flight.id in due - ran:
            yield Finding(
                "S5",
                Severity.WARNING,
                say(
                    "The flight “%(flight)s” never runs here: the channel is closed in its dayparts.", flight=flight.id
                ),
                say("Take the channel out of the flight, or add a daypart."),
                Place(field=flight.id, channel=channel.id),
            )


def _find_oversold(release: Release, channel: Channel, day: date, flights: Sequence[Flight]) -> Iterator[Finding]:
    shares = find_shares(release, channel, flights, [spot for spot in release.spots if spot.channel == channel.id])
    given = {promise.flight.id: promise.share for promise in share_loop(flights, shares=shares)}
    for flight in flights:
        if given.get(flight.id, 0) < shares[flight.id]:
            yield Finding(
                "S1",
                Severity.WARNING,
                say(
                    "On %(day)s flights of higher priority leave “%(flight)s” less than it was promised.",
                    day=day.isoformat(),
                    flight=flight.id,
                ),
                say("Lower their share, or accept it for as long as they run."),
                Place(field=flight.id, channel=channel.id),
                measured=f"{float(given.get(flight.id, 0) * 100):g} %",
                allowed=f"{float(shares[flight.id] * 100):g} %",
            )
