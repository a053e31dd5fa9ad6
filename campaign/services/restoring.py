"""A copy that was brought back learns what happened since. In: stops that were written down outside it. Out: the same
persons are erased, the same things off the screens.

Whatever was stopped stays so, even if it was let go again after the copy: a lead lifts it once more. That is the side
on which nothing false, and nobody who said no, is shown.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from campaign.data.models import Consent, Item, User, Withdrawal
from campaign.services import erasure, withdrawals
from campaign.services.changes import mark_change
from campaign.services.leftovers import remove_pending
from campaign.services.stops import ERASED, Stop
from campaign.spec.errors import UnknownName


def apply_stops(found: Iterable[Stop], *, now: datetime) -> int:
    """Do again what the copy does not know; how many. What it has never heard of needs no stop."""
    stops = list(found)
    applied = sum(_withdraw(stop, now=now) for stop in stops if stop.kind != ERASED)
    applied += sum(_erase(stop, now=now) for stop in stops if stop.kind == ERASED)
    remove_pending(now=now)
    return applied


@transaction.atomic
def _withdraw(stop: Stop, *, now: datetime) -> bool:
    at = datetime.fromisoformat(stop.at)
    if Withdrawal.objects.filter(scope=stop.scope, ref=stop.ref, at=at).exists():
        return False  # the copy knows it, and whether it was lifted since
    consent = _find_consent(stop)
    if stop.consent and consent is None:
        return False
    if consent is not None:
        Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=at)
    try:
        withdrawals.stop_again(scope=stop.scope, ref=stop.ref, consent=consent, at=at, now=now)
    except UnknownName:
        return False
    mark_change(now=now)
    return True


@transaction.atomic
def _erase(stop: Stop, *, now: datetime) -> bool:
    row = _find_consent(stop)
    if row is None or row.erased_at is not None:
        return False
    held = Consent.objects.select_for_update().get(pk=row.pk)
    for ref in stop.items:
        campaign, _, slug = ref.partition("/")
        held.items.add(*Item.objects.filter(campaign__slug=campaign, slug=slug))
    erasure.erase_again(held, by=_find_person(stop.by), ground=stop.ground, now=now)
    return True


def _find_consent(stop: Stop) -> Consent | None:
    campaign, _, slug = stop.consent.partition("/")
    return Consent.objects.select_related("campaign").filter(campaign__slug=campaign, slug=slug).first()


def _find_person(name: str) -> User:
    """Who did it, or else an administrator of today."""
    known = User.objects.filter(username=name).first()
    return known or User.objects.order_by("-is_superuser", "pk").filter(is_active=True)[:1].get()
