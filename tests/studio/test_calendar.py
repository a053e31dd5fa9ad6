"""The flights in people's calendars: a file for leads, and a private address that ends when it must."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings
from typer.testing import CliRunner

from campaign.commands.schedule import app
from campaign.data.models import CalendarAddress, User
from campaign.services import flights
from tests.factories.rows import make_person
from tests.factories.schedules import FLIGHTS
from tests.factories.screens import Screen, make_screen
from tests.studio.test_flights import send

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.PUBLIC_URL = "https://studio.example.org"
    screen = make_screen(tmp_path / "schedules")
    settings.SCHEDULES_FOLDER = screen.folder
    return screen


def make_address(client: Client) -> str:
    """The path of a private address."""
    page = str(send(client, "calendar", renew="1").content.decode())
    address = page.partition("<code>https://studio.example.org")[2].partition("</code>")[0]
    assert address.startswith("/calendars/")
    return address


def read_titles(body: bytes) -> list[tuple[str, str]]:
    calendar: Any = Calendar.from_ical(body)
    return [(str(event["summary"]), str(event["status"])) for event in calendar.events]


def test_a_lead_downloads_the_flights_in_the_language_of_the_page(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    lead.cookies["django_language"] = "en"
    answer = lead.get(reverse("download-calendar"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert read_titles(answer.content) == [("Together", "CONFIRMED")]


def test_an_address_needs_no_password_and_follows_what_people_change(screen: Screen, sign_in: SignIn) -> None:
    address = make_address(sign_in("lead"))
    answer = Client().get(address)
    assert read_titles(answer.content) == [("Заедно", "CONFIRMED")]
    again = Client().get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    flights.take_out("together", by=User.objects.get(username="lead"), why="", folder=screen.folder)
    assert read_titles(Client().get(address).content) == []


def test_what_is_not_released_yet_is_tentative(screen: Screen, sign_in: SignIn) -> None:
    body = {"id": "new", "campaign": "together", "channels": ["tram"], "since": "2026-12-01", "until": "2026-12-02"}
    flights.add({**body, "share": 10}, by=make_person("lead"), why="", folder=screen.folder)
    assert dict(read_titles(sign_in("lead").get(reverse("download-calendar")).content))["Заедно"] == "TENTATIVE"


def test_the_flights_that_play_stand_there_while_the_files_are_broken(screen: Screen, sign_in: SignIn) -> None:
    (screen.folder / "flights.yaml").write_text(FLIGHTS.replace("share: 50", "share: 500"), encoding="utf-8")
    assert read_titles(sign_in("lead").get(reverse("download-calendar")).content) == [("Заедно", "CONFIRMED")]


def test_another_address_ends_the_one_before_and_none_is_kept_in_plain(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    first, second = make_address(lead), make_address(lead)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    assert CalendarAddress.objects.get().token_sha256 not in second
    assert send(lead, "calendar", revoke="1").status_code == 302
    assert Client().get(second).status_code == 404


def test_who_is_no_lead_any_more_has_no_address(sign_in: SignIn) -> None:
    address = make_address(sign_in("lead"))
    User.objects.filter(username="lead").update(role="staff")
    assert Client().get(address).status_code == 404
    User.objects.filter(username="lead").update(role="lead", is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["", "short", "x" * 43, "-" * 101, "%00" * 20])
def test_a_wrong_address_learns_nothing(token: str) -> None:
    assert Client().get(f"/calendars/{token}.ics").status_code == 404


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_others_get_neither_file_nor_address(role: str, sign_in: SignIn) -> None:
    client = sign_in(role)
    codes = [client.get(reverse(name)).status_code for name in ("calendar", "download-calendar")]
    assert [*codes, send(client, "calendar", renew="1").status_code] == [403, 403, 403]
    assert not CalendarAddress.objects.exists()


def test_the_command_writes_the_file_and_makes_and_ends_an_address(tmp_path: Path, sign_in: SignIn) -> None:
    make_person("lead")

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["calendar", *words, "--by", "lead"])

    out = tmp_path / "flights.ics"
    assert run("--out", str(out)).output.startswith("1 flights are in")
    assert read_titles(out.read_bytes()) == [("Заедно", "CONFIRMED")]
    address = run("--address").output.splitlines()[0].removeprefix("https://studio.example.org")
    assert Client().get(address).status_code == 200
    assert run("--revoke").output == "The address has ended.\n"
    assert run("--revoke").output == "There was no address.\n"
    assert Client().get(address).status_code == 404
    assert run().exit_code == 2
