"""A copy that was brought back learns what happened since. In: stops that were written down outside it. Out: the same
persons are erased, the same things off the screens, and nobody comes in by what was ended since.

Whatever was stopped stays so, even if it was let go again after the copy: a lead lifts it once more. That is the side
on which nothing false, and nobody who said no, is shown. Everybody signs in anew: sessions of the copy may have been
ended since, one by one.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from campaign.data.models import AuditEvent, Consent, Item, Player, PlaylistKey, User, Withdrawal
from campaign.services import calendar_addresses, erasure, sessions, signing, signing_keys, withdrawals
from campaign.services.audit import Act, note
from campaign.services.changes import mark_change
from campaign.services.leftovers import remove_pending
from campaign.services.stops import ERASED, KEY, PERSON, PLAYER, WITHDRAWN, Stop
from campaign.spec.errors import NotAllowed, UnknownName


def apply_stops(found: Iterable[Stop], *, now: datetime) -> int:
    """Do again what the copy does not know; how many. What it has never heard of needs no stop."""
    stops = list(found)
    acts = {WITHDRAWN: _withdraw, PLAYER: _end_player, KEY: _revoke_key, PERSON: _switch_off, ERASED: _erase}
    applied = sum(act(stop, now=now) for kind, act in acts.items() for stop in stops if stop.kind == kind)
    sessions.end_everybodys()
    remove_pending(now=now)
    return applied


def list_trusted_still(found: Iterable[Stop]) -> list[str]:
    """Keys that were revoked, and that players are told to believe all the same: only the root can tell them."""
    trust = signing.read_trust()
    listed = {key.public for key in trust.keys.keys} if trust else set()
    return sorted(listed & {stop.ref for stop in found if stop.kind == KEY})


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


@transaction.atomic
def _end_player(stop: Stop, *, now: datetime) -> bool:
    """Whoever was given another address since is given one once more."""
    row = Player.objects.filter(token_sha256=stop.ref, revoked_at=None).first()
    if row is None:
        return False
    row.revoked_at = datetime.fromisoformat(stop.at)
    row.save(update_fields=["revoked_at"])
    note(Act.PLAYER_REVOKED, by=None, now=now, kind="player", ref=row.pk, detail="again, after a copy was brought back")
    mark_change(now=now)
    return True


def _revoke_key(stop: Stop, *, now: datetime) -> bool:
    """Without the root at hand it signs no more, at least."""
    try:
        signing_keys.revoke(stop.ref, root=None, now=now)
    except UnknownName:
        return False
    except NotAllowed:
        return bool(PlaylistKey.objects.filter(public=stop.ref).exclude(sealed="").update(sealed=""))
    return True


@transaction.atomic
def _switch_off(stop: Stop, *, now: datetime) -> bool:
    """Unless the copy knows it, and whether they were let in again; or the number is somebody else's by now."""
    at = datetime.fromisoformat(stop.at)
    known = AuditEvent.objects.filter(act=Act.SWITCHED_OFF, ref=stop.ref, at=at)
    row = User.objects.filter(pk=int(stop.ref), is_active=True, date_joined__lte=at).first()
    if row is None or known.exists():
        return False
    row.is_active = False
    row.save(update_fields=["is_active"])
    calendar_addresses.revoke(row)
    detail = "again, after a copy was brought back"
    note(Act.SWITCHED_OFF, by=None, now=at, kind="person", ref=row.pk, organisation=row.organisation, detail=detail)
    return True


def _find_consent(stop: Stop) -> Consent | None:
    campaign, _, slug = stop.consent.partition("/")
    return Consent.objects.select_related("campaign").filter(campaign__slug=campaign, slug=slug).first()


def _find_person(name: str) -> User:
    """Who did it, or else an administrator of today."""
    known = User.objects.filter(username=name).first()
    return known or User.objects.order_by("-is_superuser", "pk").filter(is_active=True)[:1].get()
