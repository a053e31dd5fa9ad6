"""Addresses for calendar programs. In: a lead, or a token from an address. Out: rows; a token is seen once.

Such programs send no passwords, so the address itself is the key: 256 random bits, of which the database keeps a hash,
as of players' tokens. Whoever is no lead any more, or has left, has an address no more.
"""

import secrets

from django.db import transaction

from campaign.data.models import CalendarAddress, User
from campaign.services.players import hash_token
from campaign.services.rights import LEADS, has_role
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say


@transaction.atomic
def renew(person: User) -> str:
    """A new token; the address before stops working at once. Raises NotAllowed."""
    if not has_role(person, LEADS):
        raise NotAllowed(say("Only a campaign lead has the flights in a calendar."), hint=say("Ask a lead."))
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.filter(user=person).delete()
    CalendarAddress.objects.create(user=person, token_sha256=hash_token(token))
    return token


def revoke(person: User) -> bool:
    """The address answers like one that never was; whether there was one."""
    deleted, _by_model = CalendarAddress.objects.filter(user=person).delete()
    return bool(deleted)


def find_address(person: User) -> CalendarAddress | None:
    """Whether, and since when, this person has one."""
    return CalendarAddress.objects.filter(user=person).first()


def authenticate(token: str) -> User | None:
    """Whose address it is, while they may have one."""
    row = CalendarAddress.objects.select_related("user").filter(token_sha256=hash_token(token)).first()
    if row is None or not row.user.is_active or not has_role(row.user, LEADS):
        return None
    return row.user
