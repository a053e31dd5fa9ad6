"""What plays. In: a release, a channel, a moment and what was withdrawn. Out: a playlist, always the same for the same.

The bytes that players fetch must not change from poll to poll, so the moment only decides which service day comes
first and which window runs: nothing depends on the second of the poll. A playlist starts at the opening of the
service day that runs (or opens next) and keeps that day's past windows until the day has ended.

Never empty: outside windows the fallback plays, and where every fallback was withdrawn or expires within the days of
the playlist, a plain picture (playlists.blank) takes its place.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from campaign.playlists.days import Made, build_day, list_fallbacks
from campaign.playlists.items import Playlist, PlaylistItem, Revoked, Window
from campaign.playlists.rows import make_blank, make_item
from campaign.schedule.release import Release, Spot
from campaign.schedule.rotation import Choice, make_cycle
from campaign.schedule.service_day import find_day
from campaign.spec.channels import Channel
from campaign.spec.errors import UnknownName
from campaign.spec.message import say

DAYS = 7


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
        window for day in dates for window in build_day(release, screen, day, playable, base_url=base_url, made=made)
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


def _build_fallback(
    release: Release, channel: Channel, playable: Sequence[Spot], *, first: date, last: date, base_url: str
) -> tuple[PlaylistItem, ...]:
    """Only what may be shown on every day of the playlist: a player that is offline goes on with it."""
    lasting = [spot for spot in playable if spot.may_run(first) and spot.may_run(last)]
    choice = Choice("fallback", Fraction(1), list_fallbacks(release, channel, lasting))
    cycle = make_cycle([choice], channel=channel, day=first)
    items = tuple(make_item(replace(play, flight=""), channel, base_url) for loop in cycle for play in loop)
    return items or (make_blank(channel, base_url),)
