"""Consents in the studio: who comes in, what is listed, shown and withdrawn."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Consent, Material
from campaign.services import consents
from tests.factories.rows import make_person
from tests.factories.screens import Screen, make_screen
from tests.studio.agreements import PERSON, TODAY, go, list_log, read, record, send

SignIn = Callable[[str], Client]
PAGES = ("consent", "consent-effect", "change-consent", "withdraw-consent", "consent-document")
POSTED = ("change-consent", "withdraw-consent", "erase-consent", "keep-consent-document")


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


@pytest.fixture
def row(screen: Screen) -> Consent:
    return record(screen)


@pytest.mark.parametrize("role", ["operator", "designer"])
def test_operators_and_designers_see_no_consent(role: str, row: Consent, sign_in: SignIn) -> None:
    client = sign_in(role)
    got = [go(client, name, row.pk).status_code for name in PAGES]
    got += [go(client, name).status_code for name in ("consents", "record-consent")]
    sent = [send(client, name, row.pk).status_code for name in POSTED]
    assert {*got, *sent} == {403}
    page = client.get(reverse("material", args=[Material.objects.get(version__item__slug="ana").pk]))
    assert reverse("consent", args=[row.pk]) not in page.content.decode()


@pytest.mark.parametrize("role", ["staff", "lead"])
def test_another_organisation_sees_none_whatever_number_it_tries(role: str, row: Consent) -> None:
    client = Client()
    client.force_login(make_person(role, name="stranger", organisation="other"))
    got = [go(client, name, row.pk).status_code for name in PAGES]
    sent = [send(client, name, row.pk).status_code for name in POSTED if name != "erase-consent" or role == "lead"]
    assert {*got, *sent} == {404}
    assert row.slug not in read(client, "consents")
    assert send(client, "consents", person="Ана").content.decode().count("/consents/1") == 0
    assert list_log(row) == [("recorded", "lead")]
    answer: Any = client.get(reverse("record-consent") + "?campaign=together")
    assert answer.status_code == 404


def test_a_person_of_no_organisation_sees_none(row: Consent) -> None:
    person = make_person("staff", name="nobody")
    person.organisation = None
    person.save()
    client = Client()
    client.force_login(person)
    assert go(client, "consent", row.pk).status_code == 404
    assert row.slug not in read(client, "consents")


def test_nothing_is_kept_by_browsers_or_on_the_way(row: Consent, sign_in: SignIn) -> None:
    client = sign_in("lead")
    for name in ("consent", "change-consent", "withdraw-consent", "erase-consent", "consent-effect"):
        assert "no-store" in go(client, name, row.pk)["Cache-Control"], name
    assert "no-store" in go(client, "consents")["Cache-Control"]


@pytest.mark.parametrize("name", POSTED)
def test_every_act_needs_the_forms_token(name: str, row: Consent, log_lines: list[Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("lead"))
    assert send(client, name, row.pk, name="ana", ground="withdrawn").status_code == 403
    row.refresh_from_db()
    assert (row.withdrawn_at, row.erased_at) == (None, None)
    log_lines.clear()  # Django notes the refusal


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Valid"),
        ({"until": TODAY}, "Ends today"),
        ({"until": TODAY + timedelta(days=1)}, "Ends in 1 day"),
        ({"until": TODAY + timedelta(days=29)}, "Ends in 29 days"),
        ({"until": TODAY + timedelta(days=30)}, "Valid"),
        ({"until": TODAY - timedelta(days=2)}, "Ended"),
        ({"since": TODAY + timedelta(days=2)}, "Not valid yet"),
        ({"wording": "", "naming": None}, "2 fields missing"),
        ({"wording": ""}, "Incomplete"),
        ({"age": 12}, "1 field missing"),
        ({"reveals_origin": True, "channels": ()}, "2 fields missing"),
    ],
)
def test_the_list_tells_the_state_and_nobodys_name(
    changed: dict[str, Any], words: str, screen: Screen, sign_in: SignIn
) -> None:
    row = record(screen, **changed)
    page = read(sign_in("staff"), "consents")
    assert words in page
    assert PERSON not in page
    assert list_log(row) == [("recorded", "lead")]


def test_a_person_is_found_by_name_without_it_standing_in_an_address(row: Consent, sign_in: SignIn) -> None:
    page = send(sign_in("staff"), "consents", person="петрова ана").content.decode()
    assert reverse("consent", args=[row.pk]) in page
    assert "1 consent found" in page
    assert list_log(row)[-1] == ("seen", "staff")
    assert "0 consents found" in send(sign_in("staff"), "consents", person="Борис").content.decode()


def test_the_page_shows_all_of_it_and_that_it_was_looked_at(row: Consent, sign_in: SignIn) -> None:
    page = read(sign_in("staff"), "consent", row.pk)
    assert [text in page for text in (PERSON, "Съгласна съм.", "Screens in public places")] == [True] * 3
    assert list_log(row) == [("recorded", "lead"), ("seen", "staff")]
    assert "looked at it" in read(sign_in("lead"), "consent", row.pk)


def test_the_live_part_is_no_look(row: Consent, sign_in: SignIn) -> None:
    consents.withdraw(row, by=make_person("staff"), now=timezone.now())
    part = read(sign_in("lead"), "consent-effect", row.pk)
    assert ("0 of 1" in part, PERSON in part, "<html" in part) == (True, False, False)
    assert ("seen", "lead") not in list_log(row)


def test_withdrawing_takes_one_button_and_tells_before_and_after(screen: Screen, row: Consent, sign_in: SignIn) -> None:
    client = sign_in("staff")
    question = read(client, "withdraw-consent", row.pk)
    assert (
        "1 player gets a list without it" in question,
        question.count('<form method="post" class="panel acts"'),
    ) == (
        True,
        1,
    )
    assert send(client, "withdraw-consent", row.pk).url == reverse("consent", args=[row.pk])
    page = read(client, "consent", row.pk)
    assert ("What has happened" in page, "0 of 1" in page, 'hx-trigger="every 5s"' in page) == (True, True, True)
    screen.ana.refresh_from_db()
    assert screen.ana.state == "withdrawn"
    assert Client().get(screen.address()).status_code == 200
    assert "1 of 1" in read(client, "consent-effect", row.pk)


def test_a_material_leads_to_the_consents_it_rests_on(screen: Screen, row: Consent, sign_in: SignIn) -> None:
    page = read(sign_in("staff"), "material", screen.ana.pk)
    links = [reverse(name, args=[row.pk]) for name in ("consent", "withdraw-consent")]
    assert [f'href="{link}"' in page for link in links] == [True, True]
    assert PERSON not in page
    assert reverse("consents") + "/" not in read(sign_in("staff"), "material", screen.boris.pk)
