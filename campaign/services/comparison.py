"""Two schedules side by side. In: releases, frozen or drafted. Out: who plays more, less, anew or no more, since when.

What was withdrawn, or may not be shown any more, plays in neither.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from campaign.data import convert
from campaign.data.models import Release as ReleaseRow
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked, Window
from campaign.playlists.succession import fill_gaps
from campaign.playlists.tally import tally
from campaign.schedule.diff import Change, Key, Kind, Plays, compare_plays, compare_settings, merge_changes
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.schedule.service_day import find_day, open_day
from campaign.services.reigns import list_playing, list_reigns
from campaign.services.standing import read_revoked
from campaign.services.terms import bar, read_terms, shorten
from campaign.spec.channels import Channel
from campaign.spec.spans import Span

DAYS = 28
"""Service days that are looked at."""


@dataclass(frozen=True)
class Comparison:
    """What changes from the moment `at`, when `after` takes the place of `before`; number 0 is the time before the
    first release."""

    before: Release
    after: Release
    at: datetime
    changes: tuple[Change, ...]


def compare(before: Release, after: Release, *, at: datetime, days: int = DAYS) -> Comparison:
    """The changes over so many service days from the moment on."""
    old, new = _limit(before), _limit(after)
    found: list[Change] = []
    for channel in new[0].channels:
        if _cut(old[0], channel.id) != _cut(new[0], channel.id):
            plays = [_count(release, revoked, channel, at=at, days=days) for release, revoked in (old, new)]
            found += compare_plays(channel.id, before=plays[0], after=plays[1])
    found += compare_settings(old[0], new[0], since=localdate(at))
    channels = tuple({channel.id: channel for channel in (*before.channels, *after.channels)}.values())
    return Comparison(before, after, at, merge_changes(found, channels=channels))


def compare_row(row: ReleaseRow, *, now: datetime, days: int = DAYS) -> Comparison:
    """What a release changes, or changed, of what played just before it; a proposal, as if it were let out now."""
    at = row.starts_at or row.released_at or now
    before = list_reigns(since=at - timedelta(seconds=1))[0] if row.released_at else list_playing(at=now)[0]
    return compare(before.release, convert.read_release(row), at=at, days=days)


def compare_numbers(before: ReleaseRow, after: ReleaseRow, *, now: datetime, days: int = DAYS) -> Comparison:
    """Any two, from now on."""
    return compare(convert.read_release(before), convert.read_release(after), at=now, days=days)


def find_playing(*, at: datetime) -> Release:
    """What plays at the moment; number 0 before the first release."""
    return list_playing(at=at)[0].release


def _limit(release: Release) -> tuple[Release, Revoked]:
    """By what people agree to today."""
    terms = read_terms(release)
    return shorten(release, terms), bar(read_revoked(), release=release, terms=terms)


def _cut(release: Release, channel: str) -> Release:
    """What of a release decides on one channel."""
    flights = tuple(
        replace(flight, channels=(channel,), title={}) for flight in release.flights if channel in flight.channels
    )
    return replace(
        release,
        number=0,
        why="",
        channels=tuple(known for known in release.channels if known.id == channel),
        flights=flights,
        spots=tuple(spot for spot in release.spots if spot.channel == channel),
        fallbacks={channel: release.fallbacks.get(channel, ())},
        paces={name: pace for name, pace in release.paces.items() if name in {flight.id for flight in flights}},
        screens={},
    )


def _count(release: Release, revoked: Revoked, channel: Channel, *, at: datetime, days: int) -> Plays:
    """Plays of each on every service day; a release that does not know the channel has none."""
    dates = [find_day(channel, at) + timedelta(days=shift) for shift in range(days)]
    if not any(known.id == channel.id for known in release.channels):
        return {day: {} for day in dates}
    reigns = [Reign(release)]
    playlist = build_playlist(reigns, channel=channel.id, at=at, revoked=revoked, base_url="", days=days)
    windows: defaultdict[date, list[Window]] = defaultdict(list)
    for window in playlist.windows:
        windows[find_day(playlist.channel, window.span.start)].append(window)
    spans = {day: open_day(playlist.channel, day) for day in dates}
    return {day: _add_up(fill_gaps(windows[day], span, playlist.fallback), span) for day, span in spans.items()}


def _add_up(windows: Iterable[Window], span: Span) -> Counter[Key]:
    plays: Counter[Key] = Counter()
    for part, due in tally(windows, until=span.end).parts.items():
        plays[(Kind.FLIGHT, part.flight) if part.flight else (Kind.FALLBACK, "")] += due.plays
        if part.item:  # the plain picture has none
            plays[Kind.STORY, f"{part.campaign}/{part.item}"] += due.plays
    return plays
