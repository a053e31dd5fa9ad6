"""Gaps as they will be. In: playlists, and the release they come from. Out: conflicts S10: starts that come too close.

What a share makes impossible is told without any playlist (schedule.conflicts.nearness); here the starts themselves are
looked at, in each window and where one window follows another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaign.playlists.items import Playlist, Window
from campaign.schedule.conflicts.conflict import Conflict, Subject, make_conflict
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release
from campaign.schedule.service_day import find_day
from campaign.spec.channels import Channel
from campaign.spec.message import say


@dataclass(frozen=True)
class Close:
    """The nearest that two starts of a flight come on a channel, in seconds, and when the second of them is."""

    seconds: float
    at: datetime
    channel: Channel


def find_close_starts(playlists: Iterable[Playlist], *, release: Release) -> Iterator[Conflict]:
    """One conflict for each flight whose gap is not kept throughout the playlists, with its nearest starts."""
    wanted = {flight.id: flight for flight in release.flights if flight.gap_seconds}
    found: dict[str, list[Close]] = {}
    for playlist in playlists:
        for name, close in _measure(playlist, wanted).items():
            if close.seconds < wanted[name].gap_seconds:
                found.setdefault(name, []).append(close)
    for name, closes in found.items():
        yield _explain(wanted[name], closes)


def _measure(playlist: Playlist, wanted: Mapping[str, Flight]) -> dict[str, Close]:
    nearest: dict[str, Close] = {}
    last: dict[str, datetime] = {}
    for window in playlist.windows if wanted else ():
        for name, at in _list_starts(window, wanted):
            if name in last:
                close = Close((at - last[name]).total_seconds(), at, playlist.channel)
                nearest[name] = min(nearest.get(name, close), close, key=lambda one: one.seconds)
            last[name] = at
    return nearest


def _list_starts(window: Window, wanted: Mapping[str, Flight]) -> Iterator[tuple[str, datetime]]:
    """Flight and moment of every start of two rounds, and of the last one: between them nothing else follows."""
    length = timedelta(seconds=sum(item.seconds for item in window.items))
    rounds = -int(-(window.span.length / length) // 1)
    for turn in sorted({0, 1, rounds - 2, rounds - 1} & set(range(rounds))):
        at = window.span.start + turn * length
        for item in window.items:
            if at >= window.span.end:
                break
            if item.flight in wanted:
                yield item.flight, at
            at += timedelta(seconds=item.seconds)


def _explain(flight: Flight, closes: Sequence[Close]) -> Conflict:
    nearest = min(closes, key=lambda close: close.seconds)
    local = nearest.at.astimezone(ZoneInfo(nearest.channel.timezone))
    channels = tuple(dict.fromkeys(close.channel.id for close in closes))
    since = min(find_day(close.channel, close.at) for close in closes)
    return make_conflict(
        "S10",
        Subject((flight.id,), channels, since, flight.until),
        say(
            "Starts of “%(flight)s” on %(channel)s come as near as %(best)g s, e.g. at %(time)s on %(day)s: "
            "%(gap)s s are wanted.",
            flight=flight.id,
            channel=nearest.channel.id,
            best=nearest.seconds,
            day=local.date().isoformat(),
            time=f"{local:%H:%M}",
            gap=flight.gap_seconds,
        ),
        say("Shorten the gap to %(best)g s, or promise less to it or to those beside it.", best=nearest.seconds),
        measured=f"{nearest.seconds:g} s",
        allowed=f"{flight.gap_seconds} s",
    )
