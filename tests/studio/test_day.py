"""A channel's service day in the studio: as it is released, and as a proposal would have it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from campaign.services import releases
from tests.factories.rows import NOON, make_person
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.screens import Screen, make_screen
from tests.studio.test_flights import read

SignIn = Callable[[str], Client]
MORNING = """  - {id: morning-story, title: {bg: Сутрин, en: In the morning}, item: together/boris, channels: [tram],
     since: 2026-01-01, until: 2099-12-31, share: 50, dayparts: [morning]}
"""


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def test_a_day_says_what_was_promised_and_what_is_planned(screen: Screen, sign_in: SignIn) -> None:
    """19.5 hours of loops of a minute, half of six spots promised."""
    page = read(sign_in("operator"), "day", "tram", on="2026-12-04")
    said = ("4 December 2026", "05:00–00:30", "After release 1", "Fallback", "3510", "585")
    assert [text for text in said if text not in page] == []
    assert page.count("50\N{NO-BREAK SPACE}%") == 3  # promised and planned of the flight, planned of the fallback


def test_a_proposal_can_be_looked_at_before_it_is_out(screen: Screen, sign_in: SignIn) -> None:
    write_schedules(screen.folder, flights=FLIGHTS.replace("fallbacks:", MORNING + "fallbacks:"))
    releases.propose(by=make_person("lead"), now=NOON, schedules=screen.folder, why="Сутрин")
    lead = sign_in("lead")
    assert "In the morning" not in read(lead, "day", "tram", on="2026-12-04")
    page = read(lead, "day", "tram", on="2026-12-04", release="2")
    said = ("As release 2 alone has it", "In the morning", ">07:00<", ">10:00<")
    assert [text for text in said if text not in page] == []
    read(lead, "day", "tram", on="2026-12-04", release="77", status=404)


def test_a_day_that_is_none_is_told_and_todays_shown(screen: Screen, sign_in: SignIn) -> None:
    for typed in ("tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "\0"):
        assert "That is no day." in read(sign_in("staff"), "day", "tram", on=typed)
    assert "4 December 2026" in read(sign_in("staff"), "day", "tram", on="4.12.2026")
    read(sign_in("staff"), "day", "nowhere", status=404)


def test_any_day_can_be_looked_at_over_or_far_ahead(screen: Screen, sign_in: SignIn) -> None:
    lead = sign_in("lead")
    for day in ("2020-02-29", "2026-10-25", "2027-03-28", "2099-12-30"):
        assert "Promised and planned" in read(lead, "day", "tram", on=day)


def test_the_bar_of_a_day_stacks_its_flights_as_the_list_has_them(screen: Screen, sign_in: SignIn) -> None:
    """Half of every hour is the flight's, half the fallback's."""
    page = read(sign_in("operator"), "day", "tram", on="2026-12-04")
    bars = re.findall(r'<rect class="hue-(\d)" x="0.0" y="([\d.]+)" width="1170.0" height="([\d.]+)"', page)
    assert bars == [("0", "0.0", "50.0"), ("5", "50.0", "50.0")]
