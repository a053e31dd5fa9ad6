"""People and organisations. In: names and passwords from the caller. Out: rows."""

from collections.abc import Mapping

from django.db import transaction

from campaign.data.models import Organisation, User

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
