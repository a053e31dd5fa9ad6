"""Sessions that somebody else knows of, or keeps: planted before, held on to after. What a person may do is asked anew
at every request."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore as Store
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaign.data.models import SignedIn, User
from campaign.services import accounts, passwords, sessions
from campaign.services.rights import Role
from tests.factories.rows import PASSWORD, make_organisation, make_person, make_version
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db

NEW = "трамвай-облак-лула"


def enter(client: Client, name: str = "maria") -> Any:
    return client.post(reverse("sign-in"), {"username": name, "password": PASSWORD})


def ask(client: Client, page: str = "account", *args: object) -> int:
    return client.get(reverse(page, args=args)).status_code


@pytest.fixture
def maria() -> User:
    return make_person("lead", name="maria")


def test_a_session_planted_before_opens_nothing_after(maria: User) -> None:
    """Also one that we gave out ourselves, to whoever planted it."""
    thief = Client()
    store = Store()
    store["anything"] = 1
    store.save()
    for planted in (str(store.session_key), "a" * 32):
        victim = Client()
        victim.cookies["sessionid"] = thief.cookies["sessionid"] = planted
        assert enter(victim).status_code == 302
        assert victim.cookies["sessionid"].value != planted
        assert (ask(victim), ask(thief)) == (200, 302)


def test_the_forms_token_changes_with_the_session(maria: User) -> None:
    client = Client()
    client.get(reverse("sign-in"))
    before = client.cookies["csrftoken"].value
    enter(client)
    assert client.cookies["csrftoken"].value != before


def test_a_session_kept_by_a_thief_ends_with_the_password_and_with_the_way_out(maria: User) -> None:
    client, thief = Client(), Client()
    enter(client)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert ask(thief) == 200
    client.post(reverse("sign-out"))
    assert ask(thief) == 302
    enter(client)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    passwords.set_password(maria, NEW, now=timezone.now())
    assert (ask(thief), ask(client), SignedIn.objects.count()) == (302, 302, 0)


def test_who_is_switched_off_is_out_at_the_next_request(maria: User) -> None:
    client = Client()
    enter(client)
    accounts.switch(maria, on=False, by=make_person("administrator"))
    assert (ask(client), enter(Client()).status_code) == (302, 200)


def test_a_role_and_an_organisation_count_from_the_next_request_on(maria: User) -> None:
    """In a session that goes on: nothing of what somebody was is kept in it."""
    item = make_version(make_item("ana"), author=make_person("staff", name="author")).item
    client = Client()
    enter(client)
    assert (ask(client, "item", item.pk), ask(client, "people")) == (200, 200)
    User.objects.filter(pk=maria.pk).update(organisation=make_organisation("elsewhere"))
    assert ask(client, "item", item.pk) == 404
    User.objects.filter(pk=maria.pk).update(role=Role.DESIGNER)
    assert ask(client, "people") == 403
    User.objects.filter(pk=maria.pk).update(role=Role.OPERATOR, organisation=None)
    assert (ask(client, "stories"), ask(client, "players")) == (403, 200)


def test_a_session_cannot_be_lengthened_by_who_holds_it(maria: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    enter(client)
    monkeypatch.setattr(sessions, "ABSOLUTE", -sessions.TOUCH)
    assert ask(client) == 302
    assert SignedIn.objects.count() == 0


def test_nobody_ends_or_sees_sessions_of_another(maria: User) -> None:
    client, other = Client(), Client()
    enter(client)
    make_person("lead", name="eva")
    enter(other, "eva")
    theirs = SignedIn.objects.get(user=maria)
    assert other.post(reverse("end-session", args=[theirs.pk])).status_code == 404
    assert ask(client) == 200
    assert f"/account/sessions/{theirs.pk}/end" not in other.get(reverse("account")).content.decode()


def test_a_signature_of_one_thing_opens_no_other(maria: User) -> None:
    """The mark of a known browser, a half sign-in and a session are signed apart."""
    client = Client()
    enter(client)
    mark = client.cookies["known"].value
    thief = Client()
    thief.cookies["sessionid"] = mark
    assert ask(thief) == 302
