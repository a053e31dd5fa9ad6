"""One service day of a channel. In: a release, the channel, the day, what may be shown. Out: windows with their loops.

What days have in common is made once: `made` is kept over the days of a playlist.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from campaign.playlists.items import PlaylistItem, Window
from campaign.playlists.rows import make_item
from campaign.schedule.flights import Flight
from campaign.schedule.release import Release, Spot, is_selected
from campaign.schedule.rotation import Choice, make_cycle, shows_all
from campaign.schedule.service_day import find_moment
from campaign.schedule.shares import find_shares
from campaign.schedule.voice import cut_day, share_loop
from campaign.spec.channels import Channel
from campaign.spec.spans import Span

Made: TypeAlias = dict[tuple[tuple[str, Fraction, tuple[str, ...]], ...], tuple[tuple[PlaylistItem, ...], ...]]
"""(flight, share, materials) of all that runs → loops."""


def build_day(
    release: Release, channel: Channel, day: date, playable: Sequence[Spot], *, base_url: str, made: Made
) -> Iterator[Window]:
    """The windows of a service day; neighbours that play the same are one. `made` keeps what days have in common."""
    usable = [spot for spot in playable if spot.may_run(day)]
    flights = [flight for flight in release.flights if channel.id in flight.channels]
    dayparts = {daypart.id: daypart for daypart in release.dayparts}
    pieces = []
    calendars = {calendar.id: calendar for calendar in release.calendars}
    for stretch in cut_day(channel, day, flights=flights, dayparts=dayparts, calendars=calendars):
        start, end = (find_moment(day, minute, zone=channel.timezone) for minute in stretch.minutes)
        choices = _list_choices(release, channel, stretch.flights, usable)
        if start < end and any(choice.spots for choice in choices if choice.flight):
            key = tuple((one.flight, one.share, tuple(spot.material for spot in one.spots)) for one in choices)
            loops = made.get(key)
            if loops is None:
                cycle = make_cycle(choices, channel=channel, day=day)
                loops = tuple(tuple(make_item(play, channel, base_url) for play in loop) for loop in cycle)
                if shows_all(cycle, choices):
                    made[key] = loops
            pieces.append(Window(Span(start, end), loops))
    yield from _join_windows(pieces)


def _join_windows(pieces: Sequence[Window]) -> Iterator[Window]:
    joined: Window | None = None
    for piece in pieces:
        if joined and joined.loops == piece.loops and joined.span.end == piece.span.start:
            joined = Window(Span(joined.span.start, piece.span.end), joined.loops)
            continue
        if joined:
            yield joined
        joined = piece
    if joined:
        yield joined


def _list_choices(
    release: Release, channel: Channel, flights: Sequence[Flight], usable: Sequence[Spot]
) -> list[Choice]:
    shares = find_shares(release, channel, flights, usable)
    choices = [
        Choice(promise.flight.id, promise.share, tuple(spot for spot in usable if is_selected(spot, promise.flight)))
        for promise in share_loop(flights, shares=shares)
    ]
    return [*choices, Choice("", Fraction(0), list_fallbacks(release, channel, usable))]


def list_fallbacks(release: Release, channel: Channel, usable: Sequence[Spot]) -> tuple[Spot, ...]:
    refs = release.fallbacks.get(channel.id, ())
    return tuple(spot for ref in refs for spot in usable if spot.ref == ref)
