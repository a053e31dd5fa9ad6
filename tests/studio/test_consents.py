"""Consents in the studio: who comes in, what is listed, recorded, changed by two, withdrawn and brought back."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data import convert
from campaign.data.models import Consent, Material, Withdrawal
from campaign.services import consents
from campaign.services.editing import read_sheet, write_sheet
from campaign.spec import consent as spec
from tests.factories.rows import make_person
from tests.factories.screens import Screen, make_screen

SignIn = Callable[[str], Client]
TODAY = timezone.localdate()
PERSON = "Ана Иванова Петрова"
PAGES = ("consent", "consent-effect", "change-consent", "withdraw-consent", "consent-document")
POSTED = ("change-consent", "withdraw-consent", "erase-consent", "keep-consent-document")


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


@pytest.fixture
def row(screen: Screen) -> Consent:
    return record(screen)


def record(screen: Screen, *, slug: str = "ana", **changed: Any) -> Consent:
    """A whole consent for the story “ana”."""
    campaign = screen.ana.version.item.campaign
    agreed = {
        "person": PERSON,
        "given_to": "Фондация",
        "given_on": TODAY - timedelta(days=10),
        "given_how": "На хартия",
        "wording": "Съгласна съм.",
        "wording_version": "1",
        "language": "bg",
        "told_of_withdrawal": True,
        "naming": spec.Naming.NAME,
        "purposes": ("public-screens",),
        "channels": ("tram",),
        **changed,
    }
    made = consents.record(
        campaign, slug, spec.Consent(**agreed), items=["ana"], by=make_person("lead"), now=timezone.now()
    )
    Material.objects.filter(pk=screen.ana.pk).update(state="approved")
    return made


def go(client: Client, name: str, *args: object, language: str = "en", **named: Any) -> Any:
    client.cookies["django_language"] = language
    return client.get(reverse(name, args=args), **named)


def read(client: Client, name: str, *args: object, **named: Any) -> str:
    answer = go(client, name, *args, **named)
    assert answer.status_code == 200
    return str(answer.content.decode())


def fill(row: Consent | None, **typed: Any) -> dict[str, Any]:
    """What a browser sends: the form as it was opened, with some of it typed anew."""
    sheet = read_sheet(row) if row else None
    agreed = sheet.consent if sheet else spec.Consent()
    plain = {name: value for name, value in vars(agreed).items() if value not in (None, False, ())}
    plain.pop("guardians", None)
    base = json.dumps(write_sheet(sheet)) if sheet else ""
    rows = {"guardian-TOTAL_FORMS": "2", "guardian-INITIAL_FORMS": "0"}
    return {**plain, "items": list(sheet.items) if sheet else [], "base": base, **rows, **typed}


def send(client: Client, address: str, *args: object, **data: Any) -> Any:
    client.cookies["django_language"] = "en"
    return client.post(reverse(address, args=args), data)


def list_log(row: Consent) -> list[tuple[str, str]]:
    return [(event.act, event.by.username if event.by else "") for event in row.events.order_by("pk")]


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


def test_a_consent_is_recorded_with_every_field(screen: Screen, sign_in: SignIn) -> None:
    typed = fill(
        None,
        slug="vera-2",
        person="Вера",
        given_to="Фондация",
        given_on="01.02.2026",
        given_how="На хартия",
        wording="Да.\nСъгласна съм.",
        wording_version="2026-02",
        language="bg",
        told_of_withdrawal="on",
        naming="pseudonym",
        shown_as="Мила",
        purposes=["public-screens", "website"],
        channels=["tram"],
        items=["ana", "boris"],
        since="2026-02-02",
        until="2027-02-02",
        reveals_origin="on",
        origin_consent="on",
        age="15",
        child_agreed="on",
    )
    guardian = {"guardian-0-name": "Майка", "guardian-0-relation": "parent", "guardian-0-given_on": "2026-02-01"}
    answer = send(sign_in("staff"), "record-consent", **typed, **guardian, **{"guardian-0-given_how": "На хартия"})
    row = Consent.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("consent", args=[row.pk]))
    day = date(2026, 2, 1)
    assert convert.read_agreement(row) == spec.Consent(
        person="Вера",
        given_to="Фондация",
        given_on=day,
        given_how="На хартия",
        wording="Да.\nСъгласна съм.",
        wording_version="2026-02",
        language="bg",
        told_of_withdrawal=True,
        naming=spec.Naming.PSEUDONYM,
        shown_as="Мила",
        purposes=("public-screens", "website"),
        channels=("tram",),
        since=date(2026, 2, 2),
        until=date(2027, 2, 2),
        reveals_origin=True,
        origin_consent=True,
        age=15,
        child_agreed=True,
        guardians=(spec.Guardian("Майка", "parent", day, "На хартия"),),
    )
    assert sorted(item.slug for item in row.items.all()) == ["ana", "boris"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"slug": "Ана"}, "Use Latin letters"),
        ({"slug": ""}, "This field is required"),
        ({"given_on": "31.02.2026"}, "This is no day"),
        ({"given_on": "2999-01-01"}, "in the future"),
        ({"given_on": "01.02.0026"}, "four digits"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "lies before the first"),
        ({"age": "two"}, "whole number"),
        ({"age": "-1"}, "from 0 to 120"),
        ({"language": "xx"}, "xx is not one"),
        ({"channels": ["moon"]}, "moon is not one"),
        ({"guardian-0-relation": "parent"}, "leave the whole row empty"),
        ({"person": "я" * 201}, "at most 200"),
    ],
)
def test_errors_keep_what_was_typed_and_say_how_to_mend_it(
    typed: dict[str, Any], told: str, screen: Screen, sign_in: SignIn
) -> None:
    answer = send(sign_in("staff"), "record-consent", **fill(None, **{"slug": "c-1", "given_how": "Устно", **typed}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(told) == 2  # in the list above, and beside the field
    assert 'value="Устно"' in page
    for value in typed.values():
        assert isinstance(value, list) or not value or value in page
    assert Consent.objects.count() == 0


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(row: Consent, sign_in: SignIn) -> None:
    answer = send(sign_in("staff"), "record-consent", **fill(None, slug="ana", person="Вера"))
    page = answer.content.decode()
    assert (answer.status_code, "called “ana” already" in page, 'value="Вера"' in page) == (409, True, True)


def test_two_people_at_one_consent_lose_nothing(row: Consent, sign_in: SignIn) -> None:
    first, second = fill(row, given_how="По телефона"), fill(row, given_how="С преводач", wording_version="2")
    assert send(sign_in("staff"), "change-consent", row.pk, **first).status_code == 302
    answer = send(sign_in("lead"), "change-consent", row.pk, **second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this consent" in page
    assert [text in page for text in ("По телефона", 'value="С преводач"', 'value="2"')] == [True] * 3
    assert answer.context["last"].who == "staff"
    assert read_agreed(row).given_how == "По телефона"
    again = fill(row, given_how="С преводач", wording_version="2")
    assert send(sign_in("lead"), "change-consent", row.pk, **again).status_code == 302
    assert (read_agreed(row).given_how, read_agreed(row).wording_version) == ("С преводач", "2")


def test_what_only_one_of_two_changed_is_merged(row: Consent, sign_in: SignIn) -> None:
    first, second = fill(row, given_how="По телефона"), fill(row, wording_version="2", items=["ana", "boris"])
    assert send(sign_in("staff"), "change-consent", row.pk, **first).status_code == 302
    answer = send(sign_in("lead"), "change-consent", row.pk, **second)
    form = answer.context["form"]
    assert answer.status_code == 409
    assert answer.context["others"] == []
    shown = (form["given_how"].value(), form["wording_version"].value(), form["items"].value())
    assert shown == ("По телефона", "2", ("ana", "boris"))


def read_agreed(row: Consent) -> spec.Consent:
    row.refresh_from_db()
    return convert.read_agreement(row)


def test_a_form_whose_beginning_was_lost_overwrites_nothing(row: Consent, sign_in: SignIn) -> None:
    answer = send(sign_in("lead"), "change-consent", row.pk, **{**fill(row, given_how="?"), "base": "{"})
    assert answer.status_code == 409
    assert read_agreed(row).given_how == "На хартия"


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


def test_only_a_new_consent_brings_it_back(screen: Screen, row: Consent, sign_in: SignIn) -> None:
    consents.withdraw(row, by=make_person("staff"), now=timezone.now())
    client = sign_in("staff")
    assert go(client, "change-consent", row.pk).status_code == 302
    old = fill(row)
    answer = send(client, "renew-consent", row.pk, **old)
    assert (answer.status_code, "after the withdrawal" in answer.content.decode()) == (409, True)
    new = {**old, "given_on": TODAY.isoformat()}
    assert send(client, "renew-consent", row.pk, **new).status_code == 302
    screen.ana.refresh_from_db()
    assert screen.ana.state == "draft"
    assert Withdrawal.objects.get().lifted_at is not None
    assert list_log(row)[-1] == ("restored", "staff")


def test_a_new_consent_may_be_for_other_stories(row: Consent, sign_in: SignIn) -> None:
    consents.withdraw(row, by=make_person("staff"), now=timezone.now())
    new = fill(row, given_on=TODAY.isoformat(), items=["boris"])
    assert send(sign_in("staff"), "renew-consent", row.pk, **new).status_code == 302
    assert [item.slug for item in row.items.all()] == ["boris"]


def test_the_form_of_a_new_consent_asks_afresh_when_and_how(row: Consent, sign_in: SignIn) -> None:
    consents.withdraw(row, by=make_person("staff"), now=timezone.now())
    form = go(sign_in("staff"), "renew-consent", row.pk).context["form"]
    assert (form["person"].value(), form["given_on"].value(), form["given_how"].value()) == (PERSON, None, "")
