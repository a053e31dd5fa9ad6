"""Requests that other sites make in somebody's name: every address that takes one is tried without the form's token,
with one of a stranger's, and from a stranger's page."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from campaign.data.models import User
from tests.factories.rows import make_person
from tests.studio.matrix import ROWS, find_address, make_world
from tests.studio.test_matrix import walk

pytestmark = pytest.mark.django_db

WITHOUT_COOKIES = frozenset({"heartbeat", "plays", "playlog"})
"""Of players, who have no session that another site could use."""


@pytest.fixture
def world(tmp_path: Path, settings: Settings) -> Mapping[str, str]:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    settings.SCHEDULES_FOLDER = tmp_path / "schedules"
    return make_world(settings.SCHEDULES_FOLDER)


@pytest.fixture
def lead(db: None) -> Client:
    """An administrator, in a browser that looks after tokens."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_person("administrator"))
    return client


def list_posting(world: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, method and address of all that changes something."""
    for row in ROWS:
        for method in row.methods.split():
            if method not in ("GET", "HEAD"):
                yield row.name, method, find_address(row, world)
    yield "admin", "POST", reverse("admin:data_organisation_add")
    yield "admin-index", "POST", reverse("admin:index")


def test_no_address_takes_a_form_without_its_token(world: Mapping[str, str], lead: Client) -> None:
    taken = {
        name: answer.status_code
        for name, method, address in list_posting(world)
        if (answer := lead.generic(method, address)).status_code != 403
    }
    assert taken == dict.fromkeys(WITHOUT_COOKIES, 404)


def test_nor_with_a_token_of_somebody_elses_browser_nor_from_another_site(lead: Client) -> None:
    address, token = reverse("account"), _get_new_csrf_string()
    lead.cookies["csrftoken"] = token
    typed = {"first": "Ева", "last": "Е", "language": "bg"}
    stranger = lead.post(address, {**typed, "csrfmiddlewaretoken": _get_new_csrf_string()})
    good = {**typed, "csrfmiddlewaretoken": token}
    elsewhere = lead.post(address, good, headers={"Origin": "https://evil.example"})
    nowhere = lead.post(address, good, headers={"Origin": "null"})
    without_referer = lead.post(address, good, secure=True)
    from_elsewhere = lead.post(address, good, secure=True, headers={"Referer": "https://evil.example/testserver"})
    assert [one.status_code for one in (stranger, elsewhere, nowhere, without_referer, from_elsewhere)] == [403] * 5
    assert lead.post(address, good).status_code == 302
    assert User.objects.get(username="administrator").first_name == "Ева"


def test_no_view_is_left_out_but_those_of_players_and_those_that_look_at_the_token_later() -> None:
    exempt = {
        str(one.name)
        for one in walk(get_resolver().url_patterns)
        if getattr(one.callback, "csrf_exempt", False) and not getattr(one.callback, "most_bytes", 0)
    }
    studio = {
        name for name in exempt if reverse_pattern(name).startswith(("feeds", "media", "health", "metrics")) is False
    }
    assert studio == set()


def reverse_pattern(name: str) -> str:
    return next(str(one.pattern).lstrip("^") for one in walk(get_resolver().url_patterns) if one.name == name)


@pytest.mark.parametrize("sign", [{"headers": {"X-HTTP-Method-Override": "POST"}}, {"data": {"_method": "POST"}}])
def test_no_link_becomes_a_form(sign: Mapping[str, Mapping[str, str]], lead: Client) -> None:
    """By what some frameworks take for the method."""
    assert lead.get(reverse("sign-out"), **sign).status_code == 405  # type: ignore[arg-type]
    assert lead.get(reverse("account")).status_code == 200


def test_what_a_form_does_not_ask_is_not_taken(db: None) -> None:
    """Mass assignment: whoever changes their name becomes nothing else."""
    person, client = make_person("staff"), Client()
    client.force_login(person)
    typed = {"first": "Ева", "last": "Е", "language": "bg"}
    more = {
        "role": "administrator",
        "is_superuser": "on",
        "is_staff": "on",
        "organisation": "1",
        "email": "a@evil.example",
    }
    more |= {"username": "root", "password": "x", "is_active": "", "pk": "1", "id": "1", "digest": "on"}
    before: dict[str, Any] = dict(User.objects.filter(pk=person.pk).values().get())
    assert client.post(reverse("account"), {**typed, **more}).status_code == 302
    after: dict[str, Any] = dict(User.objects.filter(pk=person.pk).values().get())
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"first_name", "last_name", "language"}
