"""Channels on which nothing was booked to run just now. In: the moment. Out: those that show their fallback, and those
that have not even that and show the plain picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from campaign.playlists.days import list_fallbacks
from campaign.schedule.outlook import Outlook, look_ahead
from campaign.schedule.service_day import find_day, find_hours, span_minutes
from campaign.services.shelf import Shelf
from campaign.services.standing import Standing, find_standing
from campaign.spec.channels import Channel


@dataclass(frozen=True)
class Idle:
    """Slugs of channels that are open: `fallback` has those that show their fallback; `plain` is a part of it, those
    whose fallback nobody named, was withdrawn or has ended."""

    fallback: tuple[str, ...]
    plain: tuple[str, ...]


_outlooks: Shelf[tuple[int, int, date], Outlook] = Shelf(most=4)
"""By a release's number, the stamp and the day."""


def find_idle(*, at: datetime) -> Idle:
    """By the release in force."""
    standing = find_standing(at=at)
    days = {channel.id: day for channel in standing.release.channels if (day := _find_open(channel, at))}
    busy = {name for day in set(days.values()) for name in _list_busy(standing, day, at=at)}
    idle = tuple(name for name in days if name not in busy)
    plain = set(list_plain(standing, at=at))
    return Idle(idle, tuple(name for name in idle if name in plain))


def list_plain(standing: Standing, *, at: datetime) -> Iterator[str]:
    """Channels of the release that have no fallback which may be shown today."""
    release = standing.release
    for channel in release.channels:
        day = at.date()
        own = [spot for spot in release.spots if spot.channel == channel.id and not standing.revoked.covers(spot)]
        usable = [spot for spot in own if spot.until is None or day <= spot.until]
        if not list_fallbacks(release, channel, usable):
            yield channel.id


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _outlooks.clear()


def _find_open(channel: Channel, at: datetime) -> date | None:
    """The service day that runs; None while the channel is closed."""
    try:
        day = find_day(channel, at)
    except ValueError:
        return None
    return day if find_hours(channel, day)[0] <= at else None


def _list_busy(standing: Standing, day: date, *, at: datetime) -> Iterator[str]:
    """Channels for which a flight runs at the moment."""
    release = standing.release
    key = (release.number, standing.stamp, day)
    outlook = _outlooks.find(key, make=lambda: look_ahead(release, today=day, days=1))
    for company in outlook.companies:
        if any(span_minutes(company.channel, piece, minutes).holds(at) for piece, minutes in company.times):
            yield company.channel.id
