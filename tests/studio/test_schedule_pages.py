"""Flights, releases, days and calendars: every address, every role, nobody at all, odd words, both languages."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import User
from campaign.services import flights, releases
from tests.factories.rows import make_person
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.screens import make_screen
from tests.studio.test_flights import read
from tests.studio.test_words import KNOWN, LATIN, read_visible

SignIn = Callable[[str], Client]
ROLES = [role.value for role in User.Role]
LEADS = {"lead", "administrator"}
FILE = "download-calendar"
CYRILLIC = re.compile(r"[А-Яа-я]{3,}")
READ: dict[str, list[object]] = {
    "flights": [],
    "flight": ["together"],
    "releases": [],
    "release": [3],
    "day": ["tram"],
    "play-day": ["tram"],
    "timeline": [],
    "upcoming": [],
    "channel": ["tram"],
    "home": [],
}
WRITTEN: dict[str, list[object]] = {
    "add-flight": [],
    "change-flight": ["together"],
    "flight-act": ["together", "take-out"],
    "propose": [],
    "let-out": [3],
    "call-off": [3],
    "roll-back": [1],
    "calendar": [],
    FILE: [],
}
EVERYTHING = {**READ, **WRITTEN}
ODD = (
    "/flights?state=%00",
    "/new-flight?shows=material:99999999999999999999",
    "/new-flight?shows=item:'/'",
    "/new-flight?shows=:",
    "/releases/2?beside=%C2%B2",
    "/releases?page=999999999999999999999",
    "/channels/tram/day?on=%00&release=x",
    "/channels/tram/day?on=9999-12-31",
    "/channels/tram/day?release=99999999999999999999",
)
PLAYED = {"together", "far", "youth", "second", "planner"}
PROGRAMS = {"Google", "Calendar", "Outlook", "Apple", "URL", "ics"}
CONTENT = {"Български", "Момиче", "чете", "Ана", "първа", "пред", "класа", "Борис", "пее", "Догодина"}


@pytest.fixture(autouse=True)
def schedule(tmp_path: Path, settings: Settings, db: None) -> None:
    """Release 1 was, 2 plays, 3 is proposed; one flight was changed, another lies far ahead."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    settings.SCHEDULES_FOLDER = screen.folder
    screen.release(share=40)
    lead = make_person("lead", name="planner")
    body = {"id": "far", "tag": "youth", "channels": ["all"], "since": "2090-01-01", "until": "2090-12-31"}
    more = {"plays_per_hour": 6, "priority": "urgent", "gap_seconds": 60, "excludes": ["public-holidays"]}
    flights.add({**body, **more, "dayparts": ["morning"]}, by=lead, why="Запазено", folder=screen.folder)
    releases.propose(by=lead, now=timezone.now(), schedules=screen.folder, why="Догодина")


def find_open(client: Client) -> set[str]:
    """The names of the addresses that answer this person."""
    pages = ((name, client.get(reverse(name, args=words), follow=True)) for name, words in EVERYTHING.items())
    return {name for name, page in pages if page.status_code == 200}


def test_an_address_opens_to_its_roles_and_to_no_other(sign_in: SignIn) -> None:
    expected = {role: set(EVERYTHING) if role in LEADS else set(READ) for role in ROLES}
    assert {role: find_open(sign_in(role)) for role in ROLES} == expected


def test_nobody_comes_in_without_signing_in(client: Client) -> None:
    for name, words in EVERYTHING.items():
        address = reverse(name, args=words)
        assert client.get(address, follow=True).redirect_chain[-1][0] == f"{reverse('sign-in')}?next={address}"


def test_no_address_breaks_however_odd(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    assert {address: lead.get(address).status_code for address in ODD} == dict.fromkeys(ODD, 200)


def test_the_bulgarian_pages_hold_no_english(sign_in: SignIn) -> None:
    lead, known = sign_in("lead"), KNOWN | PLAYED | PROGRAMS
    pages = {name: read(lead, name, *words, language="bg") for name, words in EVERYTHING.items() if name != FILE}
    assert {name: set(LATIN.findall(read_visible(page))) - known for name, page in pages.items()} == {
        name: set() for name in pages
    }


def test_the_english_pages_hold_no_bulgarian_of_ours(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    pages = {name: read(lead, name, *EVERYTHING[name]) for name in ("flights", "add-flight", "propose", "calendar")}
    assert {name: set(CYRILLIC.findall(read_visible(page))) - CONTENT for name, page in pages.items()} == {
        name: set() for name in pages
    }


def test_a_lead_sees_at_home_what_waits_and_what_takes_over(sign_in: SignIn) -> None:
    """Who proposed it is not asked."""
    assert "Releases wait for you" in read(sign_in("lead"), "home")
    assert "Releases wait for you" not in read(sign_in("planner"), "home")
    row = releases.find_release(3)
    at = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    releases.release(row, by=make_person("lead"), now=timezone.now(), at=at)
    page = read(sign_in("lead"), "home")
    assert ["Releases wait for you" in page, "Release 3 takes over on" in page] == [False, True]


def test_the_list_of_flights_costs_the_same_however_many(
    sign_in: SignIn, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    lead = sign_in("lead")
    one = FLIGHTS.partition("fallbacks:")[0].partition("flights:")[2].replace("share: 50", "share: 2")
    more = "".join(one.replace("id: together", f"id: together-{number}") for number in range(20))
    write_schedules(tmp_path / "schedules", flights=FLIGHTS.replace("fallbacks:", f"{more}\nfallbacks:"))
    with django_assert_max_num_queries(40):
        assert read(lead, "flights").count('class="flight"') == 22
