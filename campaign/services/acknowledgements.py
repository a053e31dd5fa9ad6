"""What a withdrawal asks of operators (checks.md F6, GDPR 19). In: a withdrawal; who confirms. Out: rows, one a player.

Asked is about every player that may still hold what was withdrawn: its channel showed it in the last seven days, or was
to show it in the seven ahead. Whatever a player fetched reaches no further.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from campaign.data.models import Acknowledgement, Player, User, Withdrawal
from campaign.playlists.build import DAYS
from campaign.playlists.items import Revoked
from campaign.schedule.release import Release, Spot, is_selected
from campaign.schedule.service_day import find_day
from campaign.services.reigns import list_reigns
from campaign.services.rights import OPERATORS, has_role
from campaign.spec.channels import Channel
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

HELD = timedelta(days=DAYS)
"""How long a player without a network goes on with what it fetched."""

Scope = Withdrawal.Scope


def ask_players(withdrawal: Withdrawal, *, now: datetime) -> int:
    """Ask about every player that may still hold what is withdrawn; returns how many. Call it in the transaction of the
    withdrawal, before `mark_change`: then whoever polls after it is noted."""
    players = find_holders(scope=withdrawal.scope, ref=withdrawal.ref, now=now).values_list("pk", flat=True)
    rows = [Acknowledgement(withdrawal_id=withdrawal.pk, player_id=player) for player in players]
    Acknowledgement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def find_holders(*, scope: str, ref: str, now: datetime) -> QuerySet[Player]:
    """The players that may hold what such a withdrawal takes away: told to people before they decide."""
    reigns = [reign for reign in list_reigns(since=now - HELD) if reign.has_begun(now + HELD)]
    fallen = read_scope(scope, ref)
    channels = {slug for reign in reigns for slug in _find_holding(reign.release, fallen, now)}
    return Player.objects.filter(channel__slug__in=channels, revoked_at=None)


@transaction.atomic
def confirm(withdrawal: Withdrawal, *, players: Collection[int], by: User, now: datetime) -> int:
    """A person says that it is gone from these players' screens and disks; returns how many were open. Who said so
    first, and when, stays. Raises NotAllowed."""
    if not has_role(by, OPERATORS):
        raise NotAllowed(
            say("Only who looks after the screens can confirm that it is gone from them."),
            hint=say("Ask the operator of the screens."),
        )
    current = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if current.lifted_at is not None:
        raise NotAllowed(say("This withdrawal was lifted, so nothing needs to be confirmed."))
    open_ones = Acknowledgement.objects.filter(withdrawal=current, player__in=players, confirmed_at=None)
    return open_ones.update(confirmed_at=now, confirmed_by=by)


def _find_holding(release: Release, fallen: Revoked, now: datetime) -> Iterator[str]:
    """The channels whose players may hold it by this release."""
    for channel in release.channels:
        today = find_day(channel, now)
        days = [today + timedelta(days=shift) for shift in range(-DAYS, DAYS)]
        spots = (spot for spot in release.spots if spot.channel == channel.id and fallen.covers(spot))
        if any(_is_shown(release, channel, spot, days) for spot in spots):
            yield channel.id


def read_scope(scope: str, ref: str) -> Revoked:
    """What one withdrawal takes away."""
    named = frozenset({ref})
    return Revoked(
        materials=named if scope == Scope.MATERIAL else frozenset(),
        items=named if scope == Scope.ITEM else frozenset(),
        campaigns=named if scope == Scope.CAMPAIGN else frozenset(),
        everything=scope == Scope.EVERYTHING,
    )


def _is_shown(release: Release, channel: Channel, spot: Spot, days: Collection[date]) -> bool:
    """Whether a flight, or the channel's fallback, shows the spot on one of the days."""
    lasting = [day for day in days if spot.may_run(day)]
    if lasting and spot.ref in release.fallbacks.get(channel.id, ()):
        return True
    flights = [flight for flight in release.flights if channel.id in flight.channels and is_selected(spot, flight)]
    calendars = {calendar.id: calendar for calendar in release.calendars}
    return any(flight.runs_on(day, calendars=calendars) for flight in flights for day in lasting)
