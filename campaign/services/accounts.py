"""People and organisations. In: names and passwords from the caller. Out: rows."""

from collections.abc import Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from campaign.data.models import Organisation, User
from campaign.services.rights import WITHOUT_ORGANISATION
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

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
    _check_password(password, user=user)
    user.set_password(password)
    user.save()
    return user


def _find_organisation(slug: str) -> Organisation:
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": slug})[0]


def _check_password(password: str, *, user: User) -> None:
    try:
        validate_password(password, user=user)
    except ValidationError as error:
        raise NotAllowed(
            say("The password is too easy to guess: %(why)s", why=" ".join(error.messages)),
            hint=say("Take several words that nobody would put together."),
        ) from None
