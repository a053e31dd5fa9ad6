"""What plays. In: releases with their reigns, a channel, a moment, what was withdrawn. Out: a playlist, always the same
for the same.

The bytes that players fetch must not change from poll to poll, so the moment only decides which service day comes
first, which release is in force and which window runs: nothing depends on the second of the poll. A playlist starts at
the opening of the service day that runs (or opens next) and keeps that day's past windows until the day has ended.

Where another release takes over within the days of a playlist, its windows begin at that very moment: a player that has
fetched them before changes over without us. Messages of an emergency lie over all of it.

Never empty: outside windows the fallback plays, and where every fallback was withdrawn or expires within the days of
the playlist, a plain picture (playlists.blank) takes its place.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from campaign.playlists.days import list_fallbacks
from campaign.playlists.items import Playlist, PlaylistItem, Revoked, Window
from campaign.playlists.overlay import Emergency, lay_over
from campaign.playlists.rows import make_blank, make_item
from campaign.playlists.succession import Tenure, list_windows
from campaign.schedule.reigns import Reign, find_reign, list_terms
from campaign.schedule.release import Release, Spot
from campaign.schedule.rotation.rota import Choice, make_cycle
from campaign.schedule.service_day import find_closing, find_day
from campaign.spec.channels import Channel
from campaign.spec.errors import UnknownName
from campaign.spec.message import say

DAYS = 7


def build_playlist(
    reigns: Sequence[Reign],
    *,
    channel: str,
    at: datetime,
    revoked: Revoked,
    base_url: str,
    days: int = DAYS,
    emergencies: Sequence[Emergency] = (),
) -> Playlist:
    """Playlist of the channel for that many service days; media are at `base_url`/media/<name>. `reigns` in the order
    of time, at least one; what one played before the moment stands in the first day's windows too.
    Raises UnknownName for a channel that is not in one of the releases."""
    current = find_reign(reigns, at).release
    screen = _find_channel(current, channel)
    first = find_day(screen, at)
    began = find_closing(screen, first - timedelta(days=1))
    dates = [first + timedelta(days=shift) for shift in range(days)]
    tenures = [
        _make_tenure(reign, until, channel, revoked=revoked, first=first, last=dates[-1], base_url=base_url)
        for reign, until in list_terms(reigns)
    ]
    fallback = next(tenure.fallback for tenure in tenures if tenure.release is current)
    scheduled = list_windows(tenures, fallback=fallback, since=began, days=dates, base_url=base_url)
    windows = lay_over(scheduled, emergencies, channel=screen, base_url=base_url, since=began)
    spots = [spot for reign in reigns for spot in reign.release.shown.get(channel, ())]
    fallen = {spot.material for spot in spots if revoked.covers(spot)}
    return Playlist(
        channel=screen,
        release=current.number,
        day=first,
        windows=windows,
        fallback=fallback,
        now=next((window.items for window in windows if window.span.holds(at)), fallback),
        revoked=replace(revoked, materials=revoked.materials | fallen),
    )


def loop_at(
    reigns: Sequence[Reign],
    *,
    channel: str,
    at: datetime,
    revoked: Revoked,
    base_url: str,
    emergencies: Sequence[Emergency] = (),
) -> tuple[PlaylistItem, ...]:
    """The one loop that runs at the moment, in order; the fallback outside windows."""
    playlist = build_playlist(
        reigns, channel=channel, at=at, revoked=revoked, base_url=base_url, days=1, emergencies=emergencies
    )
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


def _make_tenure(
    reign: Reign,
    until: datetime | None,
    name: str,
    *,
    revoked: Revoked,
    first: date,
    last: date,
    base_url: str,
) -> Tenure:
    """What a release decides on the channel."""
    channel = _find_channel(reign.release, name)
    playable = tuple(spot for spot in reign.release.shown.get(name, ()) if not revoked.covers(spot))
    fallback = _build_fallback(reign.release, channel, playable, first=first, last=last, base_url=base_url)
    return Tenure(reign.release, channel, playable, fallback, reign.since, until)


def _build_fallback(
    release: Release, channel: Channel, playable: Sequence[Spot], *, first: date, last: date, base_url: str
) -> tuple[PlaylistItem, ...]:
    """Only what may be shown on every day of the playlist: a player that is offline goes on with it."""
    lasting = [spot for spot in playable if spot.may_run(first) and spot.may_run(last)]
    choice = Choice("fallback", Fraction(1), list_fallbacks(release, channel, lasting))
    cycle = make_cycle([choice], channel=channel, day=first)
    items = tuple(make_item(play._replace(flight=""), channel, base_url) for loop in cycle for play in loop)
    return items or (make_blank(channel, base_url),)
