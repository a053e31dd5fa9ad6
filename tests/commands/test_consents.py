"""`campaign consents …`: names of persons in `show` alone, and withdrawing as quick as a takedown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Consent
from tests.factories.items import CONSENT
from tests.factories.rows import make_consent, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    made = make_screen(tmp_path / "schedules")
    make_consent(made.ana.version, replace(CONSENT, person="Ана Петрова"), slug="form-7")
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["consents", *words])


def test_a_list_names_nobody(screen: Screen) -> None:
    assert run("list", "--by", "staff").stdout == "together/form-7 · holds · – · together/ana\n"
    assert run("list", "other", "--by", "staff").stdout == ""


def test_show_tells_all_and_that_somebody_looked(screen: Screen) -> None:
    told = run("show", "together/form-7", "--by", "staff").stdout.splitlines()
    assert told[0] == "together/form-7: holds; together/ana"
    assert ("  person: Ана Петрова" in told, '  channels: ["tram"]' in told, told[-1].endswith(" seen staff")) == (
        True,
        True,
        True,
    )


def test_a_withdrawal_is_in_the_next_playlist(screen: Screen) -> None:
    result = run("withdraw", "together/form-7", "--by", "staff")
    assert result.stdout == "Withdrawn, gone at every player's next poll: together/ana.\n"
    played = CliRunner().invoke(app, ["playlist", "tram"]).stdout
    assert json.loads(played)["revoked"]["items"] == ["together/ana"]


@pytest.mark.parametrize("words", [("list",), ("show", "together/form-7"), ("withdraw", "together/form-7")])
def test_operators_are_not_among_those_who_may(screen: Screen, words: tuple[str, ...]) -> None:
    make_person("operator")
    result = run(*words, "--by", "operator")
    assert (result.exit_code, "operator" in result.stderr, Consent.objects.get().withdrawn_at) == (1, True, None)


def test_an_erasure_is_for_leads_on_a_ground_of_the_law_and_asks_first(screen: Screen) -> None:
    name = "together/form-7"
    for words in (("--ground", "law", "--yes", "--by", "staff"), ("--ground", "boredom", "--yes", "--by", "lead")):
        assert run("erase", name, *words).exit_code == 1
    assert run("erase", name, "--ground", "law", "--by", "lead").exit_code == 1  # nobody said yes
    before = Consent.objects.get().erased_at
    result = run("erase", name, "--ground", "law", "--yes", "--by", "lead")
    assert (before, result.exit_code, Consent.objects.get().body) == (None, 0, {})
    assert result.stdout.splitlines()[0].startswith("Erased: 1 items, 1 versions, ")
