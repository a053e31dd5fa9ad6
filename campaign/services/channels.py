"""Channels by name. In: slugs, groups, or all. Out: their rows and players, or which names there are."""

from collections.abc import Collection

from django.db.models import QuerySet

from campaign.data import convert
from campaign.data.models import Channel, Player
from campaign.schedule.channels import ALL
from campaign.spec.errors import InvalidValue, Place, UnknownName
from campaign.spec.message import say


def find_channel(slug: str) -> Channel:
    """Raises UnknownName."""
    row = Channel.objects.filter(slug=slug).first()
    if row is None:
        raise _refuse(slug, Channel.objects.values_list("slug", flat=True))
    return row


def find_channels(names: Collection[str]) -> list[Channel]:
    """Channels by slug, by a group they belong to, or all of them. Raises InvalidValue, UnknownName."""
    rows = list(Channel.objects.all())
    if not names:
        raise InvalidValue(
            say("No screens are chosen."), place=Place(field="channels"), hint=say("Choose at least one channel.")
        )
    groups = {row.slug: {row.slug, ALL, *convert.read_channel(row).groups} for row in rows}
    known = {name for members in groups.values() for name in members}
    for name in names:
        if name not in known:
            raise _refuse(name, sorted(known))
    return [row for row in rows if not groups[row.slug].isdisjoint(names)]


def find_players(rows: Collection[Channel]) -> QuerySet[Player]:
    """The players of the channels that may fetch."""
    return Player.objects.filter(channel__in=[row.pk for row in rows], revoked_at=None)


def _refuse(name: str, known: Collection[str]) -> UnknownName:
    return UnknownName(
        say("There is no channel “%(slug)s”.", slug=name),
        hint=say("Use one of: %(known)s.", known=", ".join(known)),
    )
