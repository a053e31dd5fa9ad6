"""What a channel plays on a service day. In: a channel, a day, maybe a release. Out: windows, and what they promise.

Without a release it is what decides that day: what was released, withdrawn and interrupted by messages until now; of a
day that is over, what the releases of that day had. With one it is that release alone, as if it were out: so a proposal
can be looked at before anybody lets it out, and the schedule as it stands before anybody proposes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from campaign.data import convert
from campaign.data.models import Release as ReleaseRow
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked, Window
from campaign.playlists.overlay import Emergency
from campaign.playlists.succession import fill_gaps
from campaign.playlists.tally import Tally, tally
from campaign.schedule.reigns import Reign, find_reign
from campaign.schedule.release import Release
from campaign.schedule.service_day import find_hours
from campaign.schedule.shares import open_books
from campaign.services import standing
from campaign.services.overlays import list_overlays
from campaign.services.reigns import list_reigns
from campaign.spec.channels import Channel
from campaign.spec.spans import Span


@dataclass(frozen=True)
class DayPlan:
    """`windows` fill the `span` from opening to closing, gaps with the fallback; it is empty on a day whose hours the
    clocks skip. `promised` is flight → part of the loop, by the release that is in force at the opening."""

    channel: Channel
    day: date
    release: Release
    span: Span | None
    windows: tuple[Window, ...]
    due: Tally
    promised: Mapping[str, Fraction]


@dataclass(frozen=True)
class Decided:
    """Everything that decides what plays on a channel."""

    reigns: Sequence[Reign]
    revoked: Revoked
    emergencies: Sequence[Emergency] = ()


def read_day(channel: Channel, day: date, *, now: datetime, row: ReleaseRow | None = None) -> DayPlan:
    """The day on one screen of the channel, which is as it is known now. Raises UnknownName where the release does not
    know the channel."""
    opening, closing = find_hours(channel, day)
    if row is not None:
        return _plan(channel, day, _suppose(convert.read_release(row)))
    return _plan(channel, day, _look_up(channel.id, opening=opening, closing=closing, now=now))


def suppose_day(channel: Channel, day: date, *, release: Release) -> DayPlan:
    """The day as a release would have it that is not frozen yet. Raises UnknownName where it does not know the
    channel."""
    return _plan(channel, day, _suppose(release))


def _plan(channel: Channel, day: date, decided: Decided) -> DayPlan:
    opening, closing = find_hours(channel, day)
    release = find_reign(decided.reigns, opening).release
    promised = {id_: sold.share for id_, sold in open_books(release).get(channel.id, {}).items()}
    if opening >= closing:
        return DayPlan(channel, day, release, None, (), Tally(), promised)
    span = Span(opening, closing)
    playlist = build_playlist(
        decided.reigns,
        channel=channel.id,
        at=opening,
        revoked=decided.revoked,
        base_url="",
        days=1,
        emergencies=decided.emergencies,
    )
    cuts = [Window(cut, window.loops) for window in playlist.windows if (cut := window.span.cut(span))]
    windows = tuple(fill_gaps(cuts, span, playlist.fallback))
    return DayPlan(playlist.channel, day, release, span, windows, tally(windows, until=closing), promised)


def _suppose(supposed: Release) -> Decided:
    """That release alone."""
    release, revoked = standing.limit_release(supposed)
    return Decided((Reign(release),), revoked)


def _look_up(channel: str, *, opening: datetime, closing: datetime, now: datetime) -> Decided:
    if closing <= now:
        return Decided(list_reigns(since=opening), Revoked(), list_overlays(since=opening))
    stands = standing.find_standing(at=now).advance(max(opening, now))
    reigns = standing.place_channel(stands, channel=channel)
    return Decided(reigns, stands.revoked_on(channel), stands.emergencies)
