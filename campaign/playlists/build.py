"""What plays. In: a release, a channel, a moment and what was withdrawn. Out: a playlist, always the same for the same.

The bytes that players fetch must not change from poll to poll, so the moment only decides which service day comes
first and which window runs: nothing depends on the second of the poll. A playlist starts at the opening of the
service day that runs (or opens next) and keeps that day's past windows until the day has ended.

Never empty: outside windows the fallback plays, and where every fallback was withdrawn or expires within the days of
the playlist, a plain picture (playlists.blank) takes its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TypeAlias

from campaign.playlists.blank import MATERIAL, draw_blank
from campaign.playlists.items import Playlist, PlaylistItem, Revoked, Subtitles, Window
from campaign.schedule.flights import Flight
from campaign.schedule.release import Release, Spot, is_selected
from campaign.schedule.rotation import Choice, Play, make_cycle, shows_all
from campaign.schedule.service_day import find_day, find_moment
from campaign.schedule.voice import cut_day, share_loop
from campaign.spec.channels import Channel
from campaign.spec.errors import UnknownName
from campaign.spec.message import say
from campaign.spec.spans import Span

DAYS = 7

Made: TypeAlias = dict[tuple[tuple[str, Fraction, tuple[str, ...]], ...], tuple[tuple[PlaylistItem, ...], ...]]
"""(flight, share, materials) of all that runs → loops."""


def build_playlist(
    release: Release, *, channel: str, at: datetime, revoked: Revoked, base_url: str, days: int = DAYS
) -> Playlist:
    """Playlist of the channel for that many service days; media are at `base_url`/media/<name>.
    Raises UnknownName for a channel that is not in the release."""
    screen = _find_channel(release, channel)
    first = find_day(screen, at)
    spots = [spot for spot in release.spots if spot.channel == channel]
    playable = [spot for spot in spots if not revoked.covers(spot)]
    dates = [first + timedelta(days=shift) for shift in range(days)]
    made: Made = {}
    windows = tuple(
        window for day in dates for window in _build_day(release, screen, day, playable, base_url=base_url, made=made)
    )
    fallback = _build_fallback(release, screen, playable, first=first, last=dates[-1], base_url=base_url)
    fallen = {spot.material for spot in spots if revoked.covers(spot)}
    return Playlist(
        channel=screen,
        release=release.number,
        day=first,
        windows=windows,
        fallback=fallback,
        now=next((window.items for window in windows if window.span.holds(at)), fallback),
        revoked=replace(revoked, materials=revoked.materials | fallen),
    )


def loop_at(
    release: Release, *, channel: str, at: datetime, revoked: Revoked, base_url: str
) -> tuple[PlaylistItem, ...]:
    """The one loop that runs at the moment, in order; the fallback outside windows."""
    playlist = build_playlist(release, channel=channel, at=at, revoked=revoked, base_url=base_url, days=1)
    for window in playlist.windows:
        if window.span.holds(at):
            return _find_running(window, at)
    return playlist.fallback


def _find_running(window: Window, at: datetime) -> tuple[PlaylistItem, ...]:
    lengths = [sum(item.seconds for item in loop) for loop in window.loops]
    left = (at - window.span.start).total_seconds() % sum(lengths)
    for loop, length in zip(window.loops, lengths, strict=True):
        if left < length:
            return loop
        left -= length
    return window.loops[-1]


def _find_channel(release: Release, name: str) -> Channel:
    for channel in release.channels:
        if channel.id == name:
            return channel
    raise UnknownName(
        say("There is no channel “%(name)s” in release %(number)d.", name=name, number=release.number),
        hint=say("Use one of: %(known)s.", known=", ".join(channel.id for channel in release.channels)),
    )


def _build_day(
    release: Release, channel: Channel, day: date, playable: Sequence[Spot], *, base_url: str, made: Made
) -> Iterator[Window]:
    """The windows of a service day; neighbours that play the same are one. `made` keeps what days have in common."""
    usable = [spot for spot in playable if spot.may_run(day)]
    flights = [flight for flight in release.flights if channel.id in flight.channels]
    dayparts = {daypart.id: daypart for daypart in release.dayparts}
    pieces = []
    for stretch in cut_day(channel, day, flights=flights, dayparts=dayparts):
        start, end = (find_moment(day, minute, zone=channel.timezone) for minute in stretch.minutes)
        choices = _list_choices(release, channel, stretch.flights, usable)
        if start < end and any(choice.spots for choice in choices if choice.flight):
            key = tuple((one.flight, one.share, tuple(spot.material for spot in one.spots)) for one in choices)
            loops = made.get(key)
            if loops is None:
                cycle = make_cycle(choices, channel=channel, day=day)
                loops = tuple(tuple(_make_item(play, channel, base_url) for play in loop) for loop in cycle)
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
    choices = [
        Choice(promise.flight.id, promise.share, tuple(spot for spot in usable if is_selected(spot, promise.flight)))
        for promise in share_loop(flights)
    ]
    return [*choices, Choice("", Fraction(0), _list_fallbacks(release, channel, usable))]


def _list_fallbacks(release: Release, channel: Channel, usable: Sequence[Spot]) -> tuple[Spot, ...]:
    refs = release.fallbacks.get(channel.id, ())
    return tuple(spot for ref in refs for spot in usable if spot.ref == ref)


def _build_fallback(
    release: Release, channel: Channel, playable: Sequence[Spot], *, first: date, last: date, base_url: str
) -> tuple[PlaylistItem, ...]:
    """Only what may be shown on every day of the playlist: a player that is offline goes on with it."""
    lasting = [spot for spot in playable if spot.may_run(first) and spot.may_run(last)]
    choice = Choice("fallback", Fraction(1), _list_fallbacks(release, channel, lasting))
    cycle = make_cycle([choice], channel=channel, day=first)
    items = tuple(_make_item(replace(play, flight=""), channel, base_url) for loop in cycle for play in loop)
    return items or (_make_blank(channel, base_url),)


def _make_item(play: Play, channel: Channel, base_url: str) -> PlaylistItem:
    spot = play.spot
    return PlaylistItem(
        material=spot.material,
        url=f"{base_url}/media/{spot.name}",
        name=spot.name,
        sha256=spot.sha256,
        media_type=spot.media_type,
        size=spot.size,
        seconds=float(play.slots * channel.slot_seconds) if spot.is_still else spot.seconds,
        width=spot.width,
        height=spot.height,
        alt=spot.alt,
        language=spot.language,
        campaign=spot.campaign,
        item=spot.item,
        flight=play.flight,
        subtitles=tuple(
            Subtitles(track.language, f"{base_url}/media/{track.name}", track.sha256) for track in spot.subtitles
        ),
    )


def _make_blank(channel: Channel, base_url: str) -> PlaylistItem:
    blank = draw_blank(channel.format)
    return PlaylistItem(
        material=MATERIAL,
        url=f"{base_url}/media/{blank.name}",
        name=blank.name,
        sha256=blank.sha256,
        media_type="image/png",
        size=len(blank.data),
        seconds=float(channel.slot_seconds),
        width=blank.width,
        height=blank.height,
        alt="",
        language="",
        campaign="",
        item="",
    )
