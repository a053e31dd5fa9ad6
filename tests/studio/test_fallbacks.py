"""Fallbacks in the studio: seen with what each channel has of them, chosen in order, given back to the file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import FallbackChange
from campaign.services import content, drafts, fallbacks
from tests.factories.rows import make_material, make_person, make_version
from tests.factories.schedules import write_schedules
from tests.factories.values import make_channel, make_item

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings, db: None) -> Path:
    """A tram with an approved story, a draft, and no fallback in the file."""
    settings.SCHEDULES_FOLDER = write_schedules(tmp_path / "schedules", flights="flights: []\n")
    content.import_channels({"tram": make_channel()})
    make_material(state="approved")
    make_version(make_item("boris"))
    return tmp_path / "schedules"


def read(client: Client, name: str, *args: object, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer: Any = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def send(client: Client, place: str, folder: Path, **data: str) -> Any:
    client.cookies["django_language"] = "en"
    stamp = fallbacks.list_fallbacks(folder).entries[place].stamp
    return client.post(reverse("choose-fallback", args=[place]), {"stamp": stamp, **data})


def test_a_lead_names_one_for_all_channels_and_the_channel_has_it(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    assert "None is approved for:</strong> Tram" in read(lead, "fallbacks")
    answer = send(lead, "all", folder, item_0="together/boris", item_3="together/ana", why="Винаги")
    assert answer.status_code == 302
    page = read(lead, "fallbacks")
    assert "None is approved" not in page
    assert ("approved on no channel yet" in page, "Chosen here" in page) == (True, True)
    assert drafts.read_schedules(folder).fallbacks == {"tram": ("together/boris", "together/ana")}
    assert "Винаги" in read(lead, "choose-fallback", "all")


def test_what_is_refused_stands_at_its_input_and_nothing_typed_is_lost(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    answer = send(lead, "tram", folder, item_0="together/nobody", item_2="together/ana", why="мое")
    page = answer.content.decode()
    assert (answer.status_code, 'href="#id_item_0"' in page, "мое" in page) == (422, True, True)
    assert '<option value="together/ana" selected>' in page


def test_who_saved_first_is_told_and_saving_once_more_wins(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    before = fallbacks.list_fallbacks(folder).entries["tram"].stamp
    send(lead, "tram", folder, item_0="together/boris")
    answer = lead.post(reverse("choose-fallback", args=["tram"]), {"stamp": before, "item_0": "together/ana"})
    assert (answer.status_code, "Somebody else changed this fallback" in answer.content.decode()) == (409, True)
    assert send(lead, "tram", folder, item_0="together/ana").status_code == 302
    assert FallbackChange.objects.count() == 2


def test_it_is_given_back_to_the_file(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    send(lead, "tram", folder, item_0="together/ana")
    assert lead.post(reverse("give-back-fallback", args=["tram"])).status_code == 302
    assert drafts.read_schedules(folder).fallbacks == {"tram": ()}
    lead.post(reverse("give-back-fallback", args=["tram"]))
    assert "as the file has it" in read(lead, "choose-fallback", "tram")


def test_others_content_is_neither_offered_nor_taken(sign_in: SignIn, folder: Path, client: Client) -> None:
    client.force_login(make_person("lead", name="stranger", organisation="elsewhere"))
    assert "together/ana" not in read(client, "choose-fallback", "tram")
    assert send(client, "tram", folder, item_0="together/ana").status_code == 422
    assert not FallbackChange.objects.exists()


def test_unknown_places_and_broken_files_are_told(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    assert lead.get(reverse("choose-fallback", args=["metro"])).status_code == 404
    (folder / "flights.yaml").write_text("flights: 3\n", encoding="utf-8")
    assert "cannot be read as they stand" in read(lead, "fallbacks")
    assert lead.get(reverse("choose-fallback", args=["tram"])).status_code == 404
