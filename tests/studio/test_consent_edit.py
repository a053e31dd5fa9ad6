"""The form of a consent: recorded, changed by two at once, brought back by a new one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data import convert
from campaign.data.models import Consent, Withdrawal
from campaign.services import consents
from campaign.spec import consent as spec
from tests.factories.rows import make_person
from tests.factories.screens import Screen, make_screen
from tests.studio.agreements import PERSON, TODAY, fill, go, list_log, record, send

SignIn = Callable[[str], Client]


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


@pytest.fixture
def row(screen: Screen) -> Consent:
    return record(screen)


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
