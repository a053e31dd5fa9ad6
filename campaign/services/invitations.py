"""Invitations by letter. In: an e-mail address and a role, or the key from a letter. Out: rows, and people who may sign
in.

Of the key only a hash is kept; it works once, for seven days, and until it is withdrawn. Leads invite staff, designers
and leads to their organisation or a campaign that they lead, administrators everybody to everything.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from campaign.data.models import Campaign, Invitation, Membership, Organisation, User
from campaign.services.accounts import OF_CAMPAIGNS, list_led, read_email
from campaign.services.audit import Act, note
from campaign.services.letters import Draft, Link
from campaign.services.mailing import post_letter
from campaign.services.passwords import set_first_password
from campaign.services.players import hash_token
from campaign.services.rights import ADMINISTRATORS, LEADS, WITHOUT_ORGANISATION, Role, check_role, has_role
from campaign.spec.errors import InvalidValue, NotAllowed
from campaign.spec.errors import Place as Input
from campaign.spec.message import Message, say

HOLDS = timedelta(days=7)
LETTER = "invitation"
GONE = say("This invitation does not hold any more.")
NAME = Input(field="username")
ASK_AGAIN = say("Ask whoever invited you for another one.")


@dataclass(frozen=True)
class Place:
    """Where somebody is invited to: a campaign, else an organisation, else all (operators, administrators)."""

    organisation: Organisation | None = None
    campaign: Campaign | None = None

    def name_in(self, language: str) -> str:
        """A campaign's title in the language, else in Bulgarian, else in any; empty where it is to everything."""
        if self.campaign is not None:
            title = self.campaign.body["title"]
            return str(title.get(language) or title.get("bg") or next(iter(title.values())))
        return self.organisation.name if self.organisation else ""


@dataclass(frozen=True)
class Sent:
    """`address` is the page on which it is taken up: to be told once, also without a mail server."""

    row: Invitation
    address: str


@transaction.atomic
def invite(email: str, *, role: Role, place: Place, language: str, by: User, now: datetime) -> Sent:
    """A letter with the key goes out; one that waited for the same address and place ends. Raises NotAllowed,
    InvalidValue."""
    address = read_email(email)
    _check_may(role, place, by=by)
    known = find_open(now=now).filter(email__iexact=address, organisation=place.organisation, campaign=place.campaign)
    known.update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        email=address,
        role=role,
        organisation=None if place.campaign else place.organisation,
        campaign=place.campaign,
        token_sha256=hash_token(token),
        by=by,
        until=now + HOLDS,
    )
    _note(Act.PERSON_INVITED, row, by=by, now=now)
    url = settings.PUBLIC_URL + reverse("invitation", args=[token])
    post_letter(_write(row, place.name_in(language), url=url), kind=LETTER, address=address, language=language, now=now)
    return Sent(row, url)


@transaction.atomic
def withdraw(row: Invitation, *, by: User, now: datetime) -> bool:
    """The key opens nothing any more; whether it did. Raises NotAllowed."""
    _check_may(Role(row.role), read_place(row), by=by)
    ended = bool(find_open(now=now).filter(pk=row.pk).update(withdrawn_at=now))
    if ended:
        _note(Act.INVITATION_WITHDRAWN, row, by=by, now=now)
    return ended


def find_open(*, now: datetime) -> QuerySet[Invitation]:
    """Those whose key still works."""
    return Invitation.objects.filter(used_at=None, withdrawn_at=None, until__gt=now, by__is_active=True)


def list_open(by: User, *, now: datetime) -> QuerySet[Invitation]:
    """Those that this person could withdraw."""
    rows = find_open(now=now).select_related("organisation", "campaign", "by")
    if has_role(by, ADMINISTRATORS):
        return rows
    own = Q(organisation=by.organisation_id) & Q(organisation__isnull=False) if by.role in LEADS else Q(pk__in=())
    return rows.filter(own | Q(campaign__in=list_led(by)))


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """That of a key; None when it does not hold, or whoever sent it may not invite there any more."""
    rows = find_open(now=now).select_related("organisation", "campaign", "by")
    row = rows.filter(token_sha256=hash_token(token)).first()
    if row is None:
        return None
    try:
        _check_may(Role(row.role), read_place(row), by=row.by)
    except NotAllowed:
        return None
    return row


@transaction.atomic
def accept(token: str, *, username: str, first: str, last: str, password: str, language: str, now: datetime) -> User:
    """Somebody new, who has the letter and so the address. Raises NotAllowed, InvalidValue."""
    row = _use(token, now=now)
    name = _read_name(username)
    outside = row.campaign is not None
    person = User(
        username=name,
        first_name=first.strip()[:150],
        last_name=last.strip()[:150],
        email=row.email,
        language=language,
        role=Role.STAFF if outside else row.role,
        organisation=None if outside else row.organisation,
    )
    set_first_password(person, password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise NotAllowed(_taken(name), place=NAME, hint=say("Choose another user name.")) from None
    _join(person, row)
    _note(Act.PERSON_JOINED, row, by=person, now=now)
    return person


@transaction.atomic
def join(token: str, *, person: User, now: datetime) -> Invitation:
    """Somebody who is signed in takes the campaign up; invitations to an organisation are for new people. Raises
    NotAllowed."""
    row = _use(token, now=now)
    if row.campaign is None:
        raise NotAllowed(
            say("This invitation is for somebody without an account."),
            hint=say("An administrator can change your role in the organisation."),
        )
    if person.role in WITHOUT_ORGANISATION or person.is_superuser:
        raise NotAllowed(
            say("On a single campaign people are staff, designers or leads."),
            hint=say("Operators and administrators work for all campaigns already."),
        )
    _join(person, row)
    _note(Act.PERSON_JOINED, row, by=person, now=now)
    return row


def read_place(row: Invitation) -> Place:
    return Place(row.organisation, row.campaign)


def _join(person: User, row: Invitation) -> None:
    if row.campaign is not None:
        Membership.objects.update_or_create(user=person, campaign=row.campaign, defaults={"role": row.role})


def _note(act: Act, row: Invitation, *, by: User, now: datetime) -> None:
    note(
        act,
        by=by,
        now=now,
        kind="invitation",
        ref=row.pk,
        campaign=row.campaign,
        organisation=row.organisation,
        detail=row.role,
    )


def _use(token: str, *, now: datetime) -> Invitation:
    """Used from here on, unless the transaction fails. Raises NotAllowed."""
    row = find_invitation(token, now=now)
    if row is None or not find_open(now=now).filter(pk=row.pk).update(used_at=now):
        raise NotAllowed(GONE, hint=ASK_AGAIN)
    return row


def _read_name(username: str) -> str:
    """Raises InvalidValue for what cannot be a user name, NotAllowed for one that is taken, in any case of letters."""
    name = User.normalize_username(username.strip())
    if not name or len(name) > 150 or not all(letter.isalnum() or letter in "@.+-_" for letter in name):
        raise InvalidValue(
            say("This cannot be a user name."),
            place=NAME,
            hint=say("Take letters, digits and the signs @ . + - _ without spaces."),
        )
    if any(known.casefold() == name.casefold() for known in User.objects.values_list("username", flat=True)):
        raise NotAllowed(_taken(name), place=NAME, hint=say("Choose another user name."))
    return name


def _taken(name: str) -> Message:
    return say("There is somebody called “%(name)s” already.", name=name)


def _check_may(role: Role, place: Place, *, by: User) -> None:
    if place.campaign is not None:
        check_role(by, LEADS, campaign=place.campaign)
        if role not in OF_CAMPAIGNS:
            raise NotAllowed(
                say("On a single campaign people are staff, designers or leads."),
                hint=say("Operators and administrators work for all campaigns already."),
            )
        return
    if has_role(by, ADMINISTRATORS):
        if place.organisation is None and role not in WITHOUT_ORGANISATION:
            raise NotAllowed(say("This role works for an organisation."), hint=say("Choose the organisation."))
        return
    own = place.organisation is not None and place.organisation.pk == by.organisation_id
    if not (own and by.role in LEADS and role in OF_CAMPAIGNS):
        raise NotAllowed(
            say("You invite staff, designers and leads, to your own organisation or a campaign that you lead."),
            hint=say("Ask an administrator."),
        )


def _write(row: Invitation, place: str, *, url: str) -> Draft:
    inviter = row.by.get_full_name() or row.by.username
    told = (
        say("%(person)s invites you to Campaign studio, to “%(place)s”. Your role: %(role)s.",
            person=inviter, place=place, role=row.role)
        if place
        else say("%(person)s invites you to Campaign studio. Your role: %(role)s.", person=inviter, role=row.role)
    )  # fmt: skip
    lines = (
        told,
        Link(say("Take up the invitation"), url),
        say("The address works once, for seven days. If you do not know what this is about, do nothing."),
    )
    return Draft(say("An invitation to Campaign studio"), lines)
