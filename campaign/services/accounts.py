"""People and organisations. In: names and passwords from the caller. Out: rows.

Leads look after the staff, designers and leads of their own organisation, administrators after everybody. Nobody
changes their own role or switches themselves off, and the last administrator stays.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from campaign.data.models import Campaign, Membership, Organisation, User
from campaign.data.queries import find_campaigns
from campaign.services import calendar_addresses, second_factor, sessions, stops
from campaign.services.audit import Act, note
from campaign.services.mailing import tell_person
from campaign.services.passwords import check_own_password, check_password
from campaign.services.rights import ADMINISTRATORS, LEADS, WITHOUT_ORGANISATION, check_role, has_role
from campaign.spec.errors import InvalidValue, NotAllowed, Place
from campaign.spec.message import say

Role = User.Role
OF_CAMPAIGNS = frozenset({Role.STAFF, Role.DESIGNER, Role.LEAD})
"""What somebody can be on a single campaign; the other roles are for all screens, or for everything."""

DEMO_PEOPLE: Mapping[str, tuple[str, str]] = {
    "staff": (User.Role.STAFF, "Мария Демо"),
    "lead": (User.Role.LEAD, "Иван Демо"),
    "second-lead": (User.Role.LEAD, "Елена Демо"),
    "designer": (User.Role.DESIGNER, "Никола Демо"),
    "operator": (User.Role.OPERATOR, "Петър Демо"),
}
"""User name → role and name of the people of a demonstration; two leads, so that four eyes can be kept."""


@transaction.atomic
def ensure_demo(*, passwords: Mapping[str, str]) -> Mapping[str, User]:
    """The demonstration's organisation and people, by user name. `passwords` has one for each of DEMO_PEOPLE and is
    set every time, so that what the caller prints is what works."""
    organisation, _ = Organisation.objects.get_or_create(slug="demo", defaults={"name": "Демонстрация"})
    return {name: _ensure_person(name, organisation=organisation, password=passwords[name]) for name in DEMO_PEOPLE}


def _ensure_person(name: str, *, organisation: Organisation, password: str) -> User:
    role, full_name = DEMO_PEOPLE[name]
    first, _, last = full_name.partition(" ")
    user, _ = User.objects.get_or_create(
        username=name,
        defaults={"role": role, "organisation": organisation, "first_name": first, "last_name": last},
    )
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def add_person(name: str, *, role: User.Role, organisation: str, password: str) -> User:
    """A new person; an organisation of this short name is made when there is none. Raises NotAllowed for a user name
    that is taken, a role that needs an organisation, and a password that is easily guessed."""
    if User.objects.filter(username=name).exists():
        raise NotAllowed(
            say("There is somebody called “%(name)s” already.", name=name), hint=say("Choose another user name.")
        )
    if not organisation and role not in WITHOUT_ORGANISATION:
        raise NotAllowed(
            say("This role works for an organisation."), hint=say("Name it with --organisation, in a short word.")
        )
    user = User(username=name, role=role, organisation=_find_organisation(organisation) if organisation else None)
    check_password(password, user=user)
    user.set_password(password)
    user.save()
    note(Act.PERSON_ADDED, by=None, kind="person", ref=user.pk, organisation=user.organisation, detail=role)
    return user


def find_login_name(typed: str) -> str:
    """The user name of whoever alone has this e-mail address; else what was typed."""
    name = typed.strip()
    if "@" in name and not User.objects.filter(username=name).exists():
        found = list(User.objects.filter(email__iexact=name).values_list("username", flat=True)[:2])
        if len(found) == 1:
            return found[0]
    return name


def find_people(by: User) -> QuerySet[User]:
    """Whom this person looks after, those who may sign in first. Raises NotAllowed."""
    _check_keeper(by)
    rows = User.objects.select_related("organisation").prefetch_related("memberships__campaign")
    rows = rows.order_by("-is_active", "organisation__name", "first_name", "last_name", "username")
    if has_role(by, ADMINISTRATORS):
        return rows
    own = Q(organisation=by.organisation_id) & Q(organisation__isnull=False) if by.role in LEADS else Q(pk__in=())
    return rows.filter(own | Q(memberships__campaign__in=list_led(by))).distinct()


def list_led(by: User) -> QuerySet[Campaign]:
    """The campaigns that this person leads."""
    return find_campaigns(by, LEADS).order_by("slug")


def may_keep(person: User, *, by: User) -> bool:
    """Whether `by` may change this person's role in the organisation and switch them off."""
    if person.pk == by.pk or person.is_superuser > by.is_superuser:
        return False
    if has_role(by, ADMINISTRATORS):
        return True
    return by.role in LEADS and _is_colleague(person, by=by) and person.role in OF_CAMPAIGNS


@transaction.atomic
def add_organisation(name: str, *, by: User) -> Organisation:
    """One of this name; its short name is made of it. Raises NotAllowed, InvalidValue."""
    _check_administrator(by)
    wanted = name.strip()
    if not wanted:
        raise InvalidValue(
            say("The new organisation needs a name."),
            place=Place(field="organisation"),
            hint=say("Write its name as people know it."),
        )
    known = Organisation.objects.filter(name=wanted).first()
    return known or Organisation.objects.create(name=wanted, slug=f"organisation-{get_random_string(6).lower()}")


@transaction.atomic
def change_role(person: User, *, role: Role, organisation: Organisation | None, by: User) -> User:
    """Another role in the organisation, or, by administrators, in another one. Raises NotAllowed."""
    row = _take(person, by=by)
    was = _is_administrator(row)
    if role not in OF_CAMPAIGNS or row.organisation_id != (organisation.pk if organisation else None):
        _check_administrator(by)
    if organisation is None and role not in WITHOUT_ORGANISATION:
        raise NotAllowed(say("This role works for an organisation."), hint=say("Choose the organisation."))
    detail = f"{row.role} → {role}"
    row.role, row.organisation = role, organisation
    row.save(update_fields=["role", "organisation"])
    note(Act.ROLE_CHANGED, by=by, kind="person", ref=row.pk, organisation=organisation, detail=detail)
    if was:
        _check_administrators_left()
    return row


@transaction.atomic
def switch(person: User, *, on: bool, by: User) -> User:
    """Whether somebody may come in. Off: every session and calendar address ends at once; what they made stays theirs.
    Raises NotAllowed."""
    row = _take(person, by=by)
    row.is_active = on
    row.save(update_fields=["is_active"])
    act = Act.SWITCHED_ON if on else Act.SWITCHED_OFF
    now = timezone.now()
    note(act, by=by, now=now, kind="person", ref=row.pk, organisation=row.organisation)
    if not on:
        stops.note_ended(stops.PERSON, row.pk, now=now)
        sessions.end_all(row)
        calendar_addresses.revoke(row)
        if _is_administrator(row):
            _check_administrators_left()
    return row


@transaction.atomic
def give_campaign(person: User, *, campaign: Campaign, role: Role, by: User) -> Membership:
    """A role on one campaign, in place of the one in the organisation. Raises NotAllowed."""
    _check_campaign(campaign, person=person, role=role, by=by)
    note(Act.CAMPAIGN_GIVEN, by=by, kind="person", ref=person.pk, campaign=campaign, detail=role)
    return Membership.objects.update_or_create(user=person, campaign=campaign, defaults={"role": role})[0]


@transaction.atomic
def take_campaign(person: User, *, campaign: Campaign, by: User) -> bool:
    """The role of the organisation holds again, or none; whether there was another. Raises NotAllowed."""
    _check_campaign(campaign, person=person, role=Role.STAFF, by=by)
    taken = bool(Membership.objects.filter(user=person, campaign=campaign).delete()[0])
    if taken:
        note(Act.CAMPAIGN_TAKEN, by=by, kind="person", ref=person.pk, campaign=campaign)
    return taken


@transaction.atomic
def end_second_factor(person: User, *, by: User, now: datetime) -> bool:
    """For somebody who has lost the app and the spare codes: they come in by password alone. Raises NotAllowed."""
    row = _take(person, by=by)
    sessions.end_all(row)
    return second_factor.end(row, now=now, by=by)


@transaction.atomic
def change_details(person: User, *, first: str, last: str, language: str, digest: bool) -> User:
    """What people say of themselves."""
    row = User.objects.select_for_update().get(pk=person.pk)
    row.first_name, row.last_name, row.language, row.digest = first, last, language, digest
    row.save(update_fields=["first_name", "last_name", "language", "digest"])
    return row


@transaction.atomic
def change_email(person: User, *, email: str, password: str, now: datetime) -> User:
    """Where letters go, and so who can set a new password: the old one is asked for. Raises NotAllowed,
    InvalidValue."""
    row = User.objects.select_for_update().get(pk=person.pk)
    check_own_password(row, password)
    wanted = read_email(email)
    if wanted != row.email:
        tell_person(row, "email", now=now)
        row.email = wanted
        row.save(update_fields=["email"])
        note(Act.EMAIL_CHANGED, by=row, now=now, kind="person", ref=row.pk)
    return row


def read_email(text: str) -> str:
    """An address that letters can go to. Raises InvalidValue."""
    try:
        validate_email(text.strip())
    except ValidationError:
        raise InvalidValue(
            say("This is no e-mail address."),
            place=Place(field="email"),
            hint=say("Write it like maria@example.org."),
        ) from None
    return text.strip()


def _take(person: User, *, by: User) -> User:
    """The row as it is now. Raises NotAllowed when it is not for `by` to change."""
    row = User.objects.select_for_update().get(pk=person.pk)
    if row.pk == by.pk:
        raise NotAllowed(say("Nobody changes this for themselves."), hint=say("Ask another lead or an administrator."))
    if not may_keep(row, by=by):
        raise NotAllowed(
            say("You look after staff, designers and leads of your own organisation."),
            hint=say("Ask an administrator."),
        )
    return row


def _check_campaign(campaign: Campaign, *, person: User, role: Role, by: User) -> None:
    check_role(by, LEADS, campaign=campaign)
    if person.pk == by.pk:
        raise NotAllowed(say("Nobody changes this for themselves."), hint=say("Ask another lead or an administrator."))
    if role not in OF_CAMPAIGNS or person.role in WITHOUT_ORGANISATION or person.is_superuser:
        raise NotAllowed(
            say("On a single campaign people are staff, designers or leads."),
            hint=say("Operators and administrators work for all campaigns already."),
        )


def _check_keeper(by: User) -> None:
    if not has_role(by, LEADS):
        raise NotAllowed(say("Leads and administrators look after people."), hint=say("Ask one of them."))


def _check_administrator(by: User) -> None:
    if not has_role(by, ADMINISTRATORS):
        raise NotAllowed(say("Only an administrator gives this role."), hint=say("Ask an administrator."))


def _is_administrator(person: User) -> bool:
    return person.is_superuser or person.role == Role.ADMINISTRATOR


def _check_administrators_left() -> None:
    """Somebody must be able to let others in."""
    known = User.objects.filter(Q(role=Role.ADMINISTRATOR) | Q(is_superuser=True), is_active=True)
    if not known.exists():
        raise NotAllowed(say("This is the last administrator."), hint=say("Make somebody else administrator first."))


def _is_colleague(person: User, *, by: User) -> bool:
    return person.organisation_id is not None and person.organisation_id == by.organisation_id


def _find_organisation(slug: str) -> Organisation:
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": slug})[0]
