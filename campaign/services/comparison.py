"""Two schedules side by side. In: releases, frozen or drafted. Out: who plays more, less, anew or no more, since when.

What was withdrawn, or may not be shown any more, plays in neither.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from campaign.data import convert
from campaign.data.models import Release as ReleaseRow
from campaign.playlists.items import Revoked
from campaign.playlists.turnout import count_plays, cut_to_channel
from campaign.schedule.diff import Change, Plays, compare_plays, compare_settings, merge_changes
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import find_day
from campaign.services.reigns import list_playing, list_reigns
from campaign.services.standing import limit_release

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
    old, new = limit_release(before), limit_release(after)
    spots = [_sort_spots(release, revoked) for release, revoked in (old, new)]
    counted: dict[str, Plays] = {}
    found: list[Change] = []
    for channel in after.channels:
        one = _cut(before, channel.id, spots=spots[0][channel.id])
        other = _cut(after, channel.id, spots=spots[1][channel.id])
        if one != other:
            dates = [find_day(channel, at) + timedelta(days=shift) for shift in range(days)]
            digests = one.digest, other.digest
            for digest, cut in zip(digests, (one, other), strict=True):
                if digest not in counted:
                    counted[digest] = count_plays(cut, dates)
            found += compare_plays(channel.id, before=counted[digests[0]], after=counted[digests[1]])
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


def _sort_spots(release: Release, revoked: Revoked) -> Mapping[str, list[Spot]]:
    """What may be shown, by channel."""
    found: defaultdict[str, list[Spot]] = defaultdict(list)
    for spot in release.spots:
        if not revoked.covers(spot):
            found[spot.channel].append(spot)
    return found


def _cut(release: Release, name: str, *, spots: Iterable[Spot]) -> Release:
    """To the channel, or to nothing where the release does not know it."""
    for channel in release.channels:
        if channel.id == name:
            return cut_to_channel(release, channel, spots=spots)
    return replace(release, number=0, why="", channels=(), flights=(), spots=())
