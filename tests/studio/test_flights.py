"""Flights in the studio: listed with what speaks against them, made, changed, ended, taken out, given back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import FlightChange
from campaign.services import content, drafts, flights
from tests.factories.rows import make_material, make_person, make_version
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.values import make_channel, make_item

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings, db: None) -> Path:
    """A tram with two approved stories, and one flight from today's point of view without an end."""
    settings.SCHEDULES_FOLDER = write_schedules(tmp_path / "schedules")
    content.import_channels({"tram": make_channel()})
    make_material(state="approved")
    make_material(make_version(make_item("boris", text="Борис пее")), state="approved")
    return tmp_path / "schedules"


def read(client: Client, name: str, *args: object, language: str = "en", status: int = 200, **data: Any) -> str:
    client.cookies["django_language"] = language
    answer: Any = client.get(reverse(name, args=args), data)
    assert answer.status_code == status
    return str(answer.content.decode())


def type_flight(**more: Any) -> dict[str, Any]:
    """What the form sends."""
    typed = {
        "title_bg": "Нови съседи",
        "shows": "campaign:together",
        "channels": ["all"],
        "since": "2026-12-01",
        "until": "2098-12-31",
        "weekdays": ["mon", "tue"],
        "amount": "12,5",
        "unit": "share",
        "priority": "normal",
    }
    return {**typed, **more}


def send(client: Client, name: str, *args: object, **data: Any) -> Any:
    client.cookies["django_language"] = "en"
    return client.post(reverse(name, args=args), data)


def read_shares(folder: Path) -> dict[str, float]:
    return {flight.id: flight.share for flight in drafts.read_schedules(folder).flights}


def test_the_list_says_what_where_when_and_how_much(sign_in: SignIn) -> None:
    page = read(sign_in("operator"), "flights")
    said = ("Together", "1 January 2026 – 31 December 2099", "50 % of the loop", "Runs today")
    assert [text for text in said if text not in page] == []
    assert reverse("add-flight") not in page


def test_a_lead_makes_a_flight_and_its_short_name_comes_from_the_title(sign_in: SignIn, folder: Path) -> None:
    answer = send(sign_in("lead"), "add-flight", **type_flight(why="Празници"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("flight", args=["novi-sasedi"]))
    assert read_shares(folder) == {"together": 50.0, "novi-sasedi": 12.5}
    page = read(sign_in("lead"), "flight", "novi-sasedi")
    assert [text for text in ("Mon, Tue", "12.5 % of the loop", "Not released", "Празници") if text not in page] == [
        "Not released"  # before the first release nothing is newer than another
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": "120"}, "A share of 120 % is impossible."),
        ({"until": "2026-02-30"}, "is not a date"),
        ({"until": "2025-01-01"}, "ends before it begins"),
        ({"amount": ""}, "is not a number"),
        ({"channels": []}, "has no channel"),
        ({"weekdays": []}, "has no weekday"),
        ({"shows": ""}, "This field is required"),
        ({"shows": "campaign:of-others"}, "Select a valid choice"),
        ({"id": "Нов"}, "is no id"),
        ({"id": "together"}, "There is a flight “together” already."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(
    typed: dict[str, Any], told: str, sign_in: SignIn
) -> None:
    answer = send(sign_in("lead"), "add-flight", **type_flight(**typed))
    page = answer.content.decode()
    assert (answer.status_code, told in page, 'class="fault"' in page) == (422, True, True)
    assert "Нови съседи" in page  # what was typed stays
    assert not FlightChange.objects.exists()


def test_while_somebody_types_the_schedule_answers_and_keeps_nothing(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    full = send(lead, "check-new-flight", **type_flight(amount="80", weekdays=["mon"], since="2026-01-01"))
    assert "speaks against it" in full.content.decode()
    assert "Nothing speaks against it." in send(lead, "check-new-flight", **type_flight()).content.decode()
    assert (
        "A share of 120 % is impossible."
        in send(lead, "check-new-flight", **type_flight(amount="120")).content.decode()
    )
    assert "What is shown" in send(lead, "check-new-flight", **type_flight(shows="")).content.decode()
    assert not FlightChange.objects.exists()


def test_the_form_can_be_checked_without_scripts(sign_in: SignIn) -> None:
    answer = send(sign_in("lead"), "add-flight", **type_flight(check="1"))
    assert (answer.status_code, "Nothing speaks against it." in answer.content.decode()) == (200, True)
    assert not FlightChange.objects.exists()


def test_the_form_begins_with_the_flight_and_saving_it_unchanged_changes_nothing(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    before = drafts.read_schedules(folder)
    answer: Any = lead.get(reverse("change-flight", args=["together"]))
    form = answer.context["form"]
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    assert send(lead, "change-flight", "together", **sent).status_code == 302
    assert drafts.read_schedules(folder) == before


def test_who_was_slower_sees_the_others_words_and_decides(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    stamp = flights.list_flights(folder).entries["together"].stamp
    other = make_person("lead", name="other")
    body = {"id": "together", "campaign": "together", "channels": ["tram"], "since": "2026-01-01", "share": 40}
    flights.change("together", {**body, "until": "2099-12-31"}, stamp=stamp, by=other, why="", folder=folder)
    typed = type_flight(amount="30", stamp=stamp)
    answer = send(lead, "change-flight", "together", **typed)
    page = answer.content.decode()
    assert (answer.status_code, "40 % of the loop → 30 % of the loop" in page, "other" in page) == (409, True, True)
    assert read_shares(folder) == {"together": 40.0}
    again: Any = answer.context["form"]
    assert send(lead, "change-flight", "together", **{**typed, "stamp": again["stamp"].value()}).status_code == 302
    assert read_shares(folder) == {"together": 30.0}


def test_a_flight_is_ended_taken_out_and_brought_back(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    assert "On which day does this flight end?" in read(lead, "flight-act", "together", "end")
    assert send(lead, "flight-act", "together", "end", day="tomorrow").status_code == 409
    assert send(lead, "flight-act", "together", "end", day="2025-01-01").status_code == 409
    assert send(lead, "flight-act", "together", "end", day="24.12.2098").status_code == 302
    assert "24 December 2098" in read(lead, "flights")
    assert send(lead, "flight-act", "together", "take-out", why="Край").status_code == 302
    assert read_shares(folder) == {}
    assert "together" not in read(lead, "flights").replace("Together", "")
    assert reverse("flight", args=["together"]) in read(lead, "flights", state="out")
    page = read(lead, "flight", "together")
    assert [word in page for word in ("took it out", "Край", "Bring it back", "Change it")] == [True, True, True, False]
    assert send(lead, "flight-act", "together", "bring-back").status_code == 302
    assert send(lead, "flight-act", "together", "give-back").status_code == 302
    assert read_shares(folder) == {"together": 50.0}
    assert [row.kept for row in flights.list_history("together")] == [False, True, True, True]


def test_an_act_that_does_not_fit_is_not_offered_and_does_nothing(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    for act in ("bring-back", "give-back"):
        assert send(lead, "flight-act", "together", act).status_code == 302
        assert reverse("flight-act", args=["together", act]) not in read(lead, "flight", "together")
    assert not FlightChange.objects.exists()
    read(lead, "flight", "nowhere", status=404)
    read(lead, "flight-act", "nowhere", "end", status=404)


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_others_read_and_change_nothing(role: str, sign_in: SignIn) -> None:
    client = sign_in(role)
    assert reverse("change-flight", args=["together"]) not in read(client, "flight", "together")
    codes = [
        send(client, "add-flight", **type_flight()).status_code,
        send(client, "check-new-flight", **type_flight()).status_code,
        send(client, "change-flight", "together", **type_flight()).status_code,
        send(client, "flight-act", "together", "take-out").status_code,
    ]
    assert codes == [403] * 4
    assert not FlightChange.objects.exists()


def test_broken_files_are_told_with_their_line(sign_in: SignIn, folder: Path) -> None:
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 500"))
    page = read(sign_in("lead"), "flights")
    assert "schedules/flights.yaml:8" in page
    assert "A share of 500 % is impossible." in page
    read(sign_in("lead"), "flight", "together", status=404)


def test_a_flight_of_the_studio_that_the_files_no_longer_allow_can_be_mended(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    assert send(lead, "add-flight", **type_flight(dayparts=["morning"])).status_code == 302
    (folder / "dayparts.yaml").write_text("dayparts: []\n", encoding="utf-8")
    page = read(lead, "flights")
    assert [text in page for text in ("Must be mended", "There is no daypart “morning”.")] == [True, True]
    assert send(lead, "flight-act", "novi-sasedi", "take-out").status_code == 302
    assert "Must be mended" not in read(lead, "flights")


def test_one_material_is_scheduled_from_its_page(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    material = make_material(make_version(make_item("vera", text="Вера чете")), state="approved")
    address = f"{reverse('add-flight')}?shows=material:{material.pk}"
    assert address in read(lead, "material", material.pk)
    page: Any = lead.get(address)
    assert page.context["form"]["shows"].value() == f"material:{material.pk}"
    assert f'value="material:{material.pk}" selected' in page.content.decode()
    page = lead.get(f"{reverse('add-flight')}?shows=material:999999")
    assert "selected" not in page.content.decode()


def test_a_flight_of_millions_of_plays_is_offered_as_it_stands(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    send(lead, "add-flight", **type_flight(id="many", unit="plays", amount="1234567"))
    assert 'value="1234567"' in lead.get(reverse("change-flight", args=["many"])).content.decode()
