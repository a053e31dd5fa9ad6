"""Passwords. In: a person, what was typed. Out: a new one; every session has ended, and a letter says so.

Django's validators say what is too easy to guess (settings.AUTH_PASSWORD_VALIDATORS).
"""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.data.models import User
from campaign.services import sessions
from campaign.services.audit import Act, note
from campaign.services.mailing import tell_person
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.message import say

PASSWORD = Place(field="password")


@transaction.atomic
def change_password(person: User, *, old: str, new: str, now: datetime) -> User:
    """Ends every session; the caller keeps the one it was changed in. Raises NotAllowed."""
    row = User.objects.select_for_update().get(pk=person.pk)
    check_own_password(row, old)
    return set_password(row, new, now=now)


def set_first_password(person: User, password: str) -> None:
    """Of somebody who is not saved yet. Raises NotAllowed."""
    check_password(password, user=person, place=PASSWORD)
    person.set_password(password)


@transaction.atomic
def set_password(person: User, new: str, *, now: datetime) -> User:
    """By whoever proved to be the person. Ends every session. Raises NotAllowed."""
    check_password(new, user=person, place=PASSWORD)
    person.set_password(new)
    person.save(update_fields=["password"])
    sessions.end_all(person)
    note(Act.PASSWORD_CHANGED, by=person, now=now, kind="person", ref=person.pk)
    tell_person(person, "password", now=now)
    return person


def check_own_password(person: User, password: str) -> None:
    """Raise NotAllowed for one that is not the person's."""
    if not person.check_password(password):
        raise NotAllowed(
            say("This is not your password."),
            place=Place(field="old"),
            hint=say("Type the password with which you sign in now."),
        )


def check_password(password: str, *, user: User, place: Place | None = None) -> None:
    """Raise NotAllowed for one that is too easy to guess, at that place."""
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise NotAllowed(
            say("The password is too easy to guess: %(why)s", why=" ".join(error.messages)),
            place=place,
            hint=say("Take several words that nobody would put together."),
        ) from None
