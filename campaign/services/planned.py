"""What releases planned. In: a channel and service days. Out: what each day's windows promised on one screen."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from campaign.data import queries
from campaign.data.models import PlayDay, Player
from campaign.data.screens import sum_screens
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked, Window
from campaign.playlists.tally import Tally, tally
from campaign.schedule.reigns import Reign
from campaign.schedule.service_day import find_day, open_day
from campaign.services.overlays import list_overlays
from campaign.services.reigns import list_reigns
from campaign.spec.channels import Channel


def list_planned(channel: Channel, *, since: date, until: date, now: datetime) -> Iterator[tuple[date, Tally]]:
    """The service days from one to another, both included, as the releases in force and the messages had them, whatever
    was withdrawn meanwhile; of what is still to come nothing."""
    opens = open_day(channel, since).start
    playlist = build_playlist(
        [_place(reign, channel) for reign in list_reigns(since=opens)],
        channel=channel.id,
        at=opens,
        revoked=Revoked(),
        base_url="",
        days=(until - since).days + 1,
        emergencies=list_overlays(since=opens),
    )
    days: defaultdict[date, list[Window]] = defaultdict(list)
    for window in playlist.windows:
        if window.span.start < now:
            days[find_day(channel, window.span.start)].append(window)
    for day in sorted(days):
        if since <= day <= until:
            yield day, tally(days[day], until=now)


def count_screens(channel: str, *, on: date) -> int:
    """The screens of the channel's players that still might fetch on that day."""
    known = Player.objects.filter(Q(revoked_at=None) | Q(revoked_at__date__gt=on), channel__slug=channel)
    return sum_screens(known)


def _place(reign: Reign, channel: Channel) -> Reign:
    """With this channel even if it came later."""
    if any(known.id == channel.id for known in reign.release.channels):
        return reign
    return replace(reign, release=replace(reign.release, channels=(*reign.release.channels, channel)))


def find_unsettled() -> date | None:
    """The first day whose plan is not in the totals yet (services.settling): at first the one before the first release
    took over, which some service day of it may be. None before any release."""
    last = PlayDay.objects.order_by("day").values_list("day", flat=True).last()
    if last:
        return last + timedelta(days=1)
    first = queries.list_let_out().values_list(queries.START, flat=True).first()
    return localdate(first) - timedelta(days=1) if first else None
