"""What goes for coming in and for addresses in general; who may open which, test_matrix tries."""

from collections.abc import Callable
from logging import LogRecord
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaign.data.models import Material
from tests.factories.rows import PASSWORD, make_person
from tests.studio.rows import make_material, make_release

SignIn = Callable[[str], Client]


@pytest.fixture
def material(db: None) -> Material:
    """An approved one of somebody else's, on a channel that plays its fallback."""
    author = make_person("staff", name="author")
    make_release(by=author, other=make_person("lead", name="other"))
    return make_material(author=author, state="approved")


def test_another_organisation_sees_no_draft_and_none_of_its_files(sign_in: SignIn, db: None) -> None:
    material = make_material(author=make_person("staff", name="author"))
    stranger = make_person("lead", name="stranger")
    stranger.organisation = None
    stranger.save()
    client = Client()
    client.force_login(stranger)
    assert material.still.file is not None
    asked = (reverse("material", args=[material.pk]), reverse("file", args=[material.still.file.name]))
    assert [client.get(address).status_code for address in asked] == [404, 404]


def test_acts_are_posted_only(material: Material, sign_in: SignIn) -> None:
    assert sign_in("lead").get(reverse("retry", args=[material.pk])).status_code == 405


def test_whoever_was_led_to_the_door_comes_back_to_where_they_wanted(material: Material, client: Client) -> None:
    address = reverse("material", args=[material.pk])
    door: Any = client.get(address)
    assert door.headers["Location"] == f"{reverse('sign-in')}?next={address}"
    posted = {"username": "author", "password": PASSWORD, "next": address}
    answer: Any = client.post(door.headers["Location"], posted)
    assert answer.headers["Location"] == address


def test_a_form_without_its_token_is_refused_in_words(db: None, log_lines: list[LogRecord]) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("sign-in"), {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "studio.css" in answer.content.decode()
    log_lines.clear()  # Django notes the refusal


def test_signing_in_uses_the_persons_language_and_goes_home(db: None, client: Client) -> None:
    make_person("staff", name="maria")
    answer = client.post(reverse("sign-in"), {"username": "maria", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))
    assert client.cookies["django_language"].value == "bg"


def test_a_wrong_password_says_what_to_do(db: None, client: Client) -> None:
    answer = client.post(reverse("sign-in"), {"username": "maria", "password": "nothing"})
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/materials/progress?of=1,99999999999999999999999",
        "/materials?page=99999999999999999999&search=%00&state=%27",
        "/channels/tram?at=9999-12-31T23:59",
        "/channels/tram?at=0001-01-01T00:00",
        "/channels/tram?at=%00",
        "/releases?page=-1",
    ],
)
def test_no_address_breaks_however_odd(address: str, material: Material, sign_in: SignIn) -> None:
    assert sign_in("lead").get(address).status_code == 200


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(next_: str, db: None) -> None:
    make_person("lead")
    answer: Any = Client().post("/sign-in", {"username": "lead", "password": PASSWORD, "next": next_})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
