"""Whether everything is served. In: a release, and every material that could be in it. Out: conflicts S2, S3 and S4.

A flight without a spot leaves its time to the fallback; a channel without a fallback shows a plain picture.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from campaign.schedule.conflicts.conflict import Conflict, Subject, join_names, make_conflict
from campaign.schedule.conflicts.stock import Candidate, list_ours
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release, Spot, find_missing, is_selected
from campaign.schedule.rotation.turns import count_slots
from campaign.spec.findings import Severity
from campaign.spec.message import say
from campaign.spec.rules.schedule import FALLBACK_DAYS


def find_unserved(release: Release, *, stock: Sequence[Candidate], today: date) -> Iterator[Conflict]:
    """Of flights that are not over, and of all channels. A flight of which the stock has nothing
    names what is not there."""
    flights = [flight for flight in release.flights if flight.until >= today]
    unknown = {flight.id for flight in flights if stock and not list_ours(flight, stock)}
    yield from (_explain_unknown(flight) for flight in flights if flight.id in unknown)
    yield from _find_missing(release, {flight.id for flight in flights} - unknown)
    yield from _find_fallbacks(release, today)
    yield from _find_too_long(release)


def _explain_unknown(flight: Flight) -> Conflict:
    return make_conflict(
        "S2",
        Subject((flight.id,), flight.channels, flight.since, flight.until),
        say(
            "The flight “%(flight)s” shows “%(name)s”, of which there is no material for its channels.",
            flight=flight.id,
            name=flight.campaign or flight.item or flight.tag or flight.material,
        ),
        say("Look whether the name is right, and whether the campaign was imported."),
    )


def _find_missing(release: Release, known: set[str]) -> Iterator[Conflict]:
    lacking: dict[str, list[str]] = {}
    for missing in find_missing(release):
        lacking.setdefault(missing.flight, []).append(missing.channel)
    for flight, channels in lacking.items():
        if flight in known:
            yield make_conflict(
                "S2",
                Subject((flight,), tuple(channels)),
                say(
                    "The flight “%(flight)s” has nothing approved for %(channels)s.",
                    flight=flight,
                    channels=join_names(channels),
                ),
                say("Approve a material for it, or take the channel out of the flight; until then the fallback plays."),
            )
    if bare := lacking.get(""):
        yield make_conflict(
            "S3",
            Subject((), tuple(bare)),
            say("No fallback of %(channels)s is approved.", channels=join_names(bare)),
            say("Approve an item that “fallbacks” names for the channel, or name another."),
            field="fallbacks",
        )


def _find_fallbacks(release: Release, today: date) -> Iterator[Conflict]:
    """Channels whose last fallback ends soon."""
    lasts: dict[str, date] = {}
    for spot in release.spots:
        if spot.ref in release.fallbacks.get(spot.channel, ()):
            lasts[spot.channel] = max(lasts.get(spot.channel, date.min), spot.until or date.max)
    ends: dict[date, list[str]] = {}
    for channel, last in lasts.items():
        if last < today + timedelta(days=int(FALLBACK_DAYS.value)):
            ends.setdefault(last, []).append(channel)
    for day, channels in ends.items():
        yield make_conflict(
            "S3",
            Subject((), tuple(channels), since=day),
            say(
                "After %(day)s no fallback of %(channels)s may be shown: a plain picture takes its place.",
                day=day.isoformat(),
                channels=join_names(channels),
            ),
            say("Name a fallback that nobody's consent ends, e.g. a project notice."),
            severity=Severity.WARNING,
            field="fallbacks",
        )


def _find_too_long(release: Release) -> Iterator[Conflict]:
    channels = {channel.id: channel for channel in release.channels}
    for spot in release.spots:
        channel = channels[spot.channel]
        length = count_slots(spot, channel=channel) * channel.slot_seconds
        if length > channel.loop_seconds:
            yield make_conflict(
                "S4",
                Subject(_list_flights(release, spot), (spot.channel,)),
                say("The spot is longer than the whole loop, so it never plays."),
                say("Shorten the clip, or lengthen the channel's loop."),
                item=spot.ref,
                language=spot.language,
                measured=f"{length} s",
                allowed=f"{channel.loop_seconds} s",
            )


def _list_flights(release: Release, spot: Spot) -> tuple[str, ...]:
    return tuple(one.id for one in release.flights if spot.channel in one.channels and is_selected(spot, one))
