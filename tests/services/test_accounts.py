"""The people of a demonstration: made once, and their passwords are those just printed."""

import pytest

from campaign.data.models import Organisation, User
from campaign.services.accounts import DEMO_PEOPLE, ensure_demo

pytestmark = pytest.mark.django_db


def make_passwords(word: str) -> dict[str, str]:
    return {name: f"{word} {name}" for name in DEMO_PEOPLE}


def test_the_demo_has_two_leads_one_of_each_other_and_one_organisation() -> None:
    people = ensure_demo(passwords=make_passwords("first"))
    assert sorted(user.role for user in people.values()) == ["designer", "lead", "lead", "operator", "staff"]
    assert {user.organisation for user in people.values()} == {Organisation.objects.get()}


def test_again_keeps_the_people_and_sets_the_passwords() -> None:
    first = ensure_demo(passwords=make_passwords("first"))
    again = ensure_demo(passwords=make_passwords("second"))
    assert {name: user.pk for name, user in first.items()} == {name: user.pk for name, user in again.items()}
    assert User.objects.count() == 5
    assert all(user.check_password(f"second {name}") for name, user in again.items())
