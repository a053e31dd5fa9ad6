"""Taking something down in the studio: what is offered, how many screens it is about, that it is gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Player, Withdrawal
from campaign.services import emergencies, players, publishing
from campaign.studio.nul import RefuseNul
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen

SignIn = Callable[[str], Client]


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    depot = players.create(channel="tram", name="Депо").player
    depot.screens = 12
    depot.save()
    return screen


def ask(client: Client, scope: str = "", ref: str = "") -> Any:
    client.cookies["django_language"] = "en"
    return client.get(reverse("takedown"), {"scope": scope, "ref": ref})


def confirm(client: Client, scope: str, ref: str = "", why: str = "Майката помоли.") -> Any:
    client.cookies["django_language"] = "en"
    return client.post(reverse("takedown"), {"scope": scope, "ref": ref, "why": why})


def list_items(screen: Screen) -> set[str]:
    return {item.item for item in publishing.loop_at("tram", at=NOON, base_url="")}


def test_it_offers_what_there_is(screen: Screen, sign_in: SignIn) -> None:
    page = ask(sign_in("staff")).content.decode()
    assert 'value="together/ana"' in page
    assert 'value="together"' in page


def test_another_organisation_is_offered_none_of_it(screen: Screen) -> None:
    client = Client()
    client.force_login(make_person("staff", name="stranger", organisation="other"))
    assert "together/ana" not in ask(client).content.decode()
    told = ask(client, scope="item", ref="together/ana")
    assert ("Ана" in told.content.decode(), told.status_code) == (False, 409)


@pytest.mark.parametrize(
    ("scope", "ref"), [("item", "together/ana"), ("campaign", "together"), ("everything", ""), ("material", None)]
)
def test_the_question_says_how_many_screens_and_then_it_is_gone(
    scope: str, ref: str | None, screen: Screen, sign_in: SignIn
) -> None:
    name = str(screen.ana.pk) if ref is None else ref
    client = sign_in("lead")
    page = ask(client, scope, name).content.decode()
    assert "Take this off 13 screens?" in page
    assert "Трамвай 4" in page  # never heard of
    assert "ana" in list_items(screen)
    answer = confirm(client, scope, name)
    row = Withdrawal.objects.get()
    assert (row.scope, row.ref, row.why, answer.url) == (
        scope,
        name,
        "Майката помоли.",
        reverse("withdrawal", args=[row.pk]),
    )
    assert "ana" not in list_items(screen)
    assert "It is withdrawn already." in ask(client, scope, name).content.decode()


def test_what_no_screen_shows_is_said_to_be_on_none(screen: Screen, sign_in: SignIn) -> None:
    players.revoke(Player.objects.get(name="Депо"), now=NOON)
    players.revoke(Player.objects.get(name="Трамвай 4"), now=NOON)
    assert "No screen shows it" in ask(sign_in("lead"), "item", "together/ana").content.decode()
    operator = confirm(sign_in("operator"), "item", "together/ana")
    assert operator.url == reverse("withdrawals")  # it asks nothing of a screen, so it is none of theirs


def test_without_a_reason_nothing_happens(screen: Screen, sign_in: SignIn) -> None:
    answer = confirm(sign_in("lead"), "item", "together/ana", why="  ")
    assert answer.status_code == 409
    assert "Please say why" in answer.content.decode()
    assert Withdrawal.objects.count() == 0


def test_who_may_not_is_told_so(screen: Screen, sign_in: SignIn) -> None:
    answer = confirm(sign_in("staff"), "everything")
    assert answer.status_code == 409
    assert "Only a campaign lead may stop" in answer.content.decode()
    assert sign_in("designer").get(reverse("takedown")).status_code == 403


@pytest.mark.parametrize(("scope", "ref"), [("item", "together/nobody"), ("ship", "x"), ("material", "9" * 30)])
def test_what_is_not_there_cannot_be_taken_down(scope: str, ref: str, screen: Screen, sign_in: SignIn) -> None:
    client = sign_in("lead")
    assert ask(client, scope, ref).status_code == 409
    assert confirm(client, scope, ref).status_code == 409
    assert Withdrawal.objects.count() == 0


def test_everything_says_that_messages_end_too(screen: Screen, sign_in: SignIn) -> None:
    words = {"headline": {"bg": "Затворено"}}
    lead = make_person("lead")
    emergencies.start(words, channels=["tram"], minutes=30, by=lead, why="", now=timezone.now())
    assert "1 emergency message ends too." in ask(sign_in("lead"), "everything").content.decode()
    confirm(sign_in("lead"), "everything")
    assert not emergencies.list_on(at=timezone.now()).exists()


def test_withdrawing_one_material_says_how_many_screens_and_offers_the_whole_story(
    screen: Screen, sign_in: SignIn
) -> None:
    client = sign_in("lead")
    client.cookies["django_language"] = "en"
    page = client.get(reverse("act", args=[screen.ana.pk, "withdraw"])).content.decode()
    assert "13 screens may show it" in page
    assert f"{reverse('takedown')}?scope=item&amp;ref=together%2Fana" in page


@pytest.mark.parametrize("data", [{"scope": "campaign", "ref": "\0"}, {"scope": "item", "ref": "together/ana\0"}])
def test_what_no_database_keeps_is_no_fault_of_ours(screen: Screen, sign_in: SignIn, data: dict[str, str]) -> None:
    """PostgreSQL refuses it, SQLite looks for it and finds nothing."""
    expected = 409 if connection.vendor == "sqlite" else 400
    assert sign_in("lead").get(reverse("takedown"), data).status_code == expected


def test_only_a_nul_is_the_requests_own_fault() -> None:
    refuse = RefuseNul(lambda request: HttpResponse()).process_exception
    told = refuse(HttpRequest(), ValueError("A string literal cannot contain NUL (0x00) characters."))
    assert (told is not None and told.status_code, refuse(HttpRequest(), ValueError("x"))) == (400, None)
