"""`campaign emergency`: a message put up, listed and ended from a terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Emergency
from tests.factories.rows import make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
START = ("emergency", "start", "--headline", "bg=Станцията е затворена", "--channels", "tram", "--by", "lead")


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def list_all() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(run("emergency", "list", "--json").stdout)
    return listed


def test_a_message_is_put_up_listed_and_ended(screen: Screen) -> None:
    words = ("--headline", "en=The station is closed", "--advice", "bg=Излезте", "--why", "Пожар", "--minutes", "60")
    result = run(*START, *words)
    message = Emergency.objects.get()
    assert result.exit_code == 0
    assert f"campaign emergency end {message.pk}" in result.stdout
    [row] = list_all()
    assert (row["on"], row["headline"], row["channels"], row["screens"], row["fetched"], row["by"]) == (
        True,
        "Станцията е затворена / The station is closed",
        ["tram"],
        1,
        0,
        "lead",
    )
    assert run("emergency", "end", "--by", "lead").stdout.startswith("Ended 1;")
    assert run("emergency", "end", str(message.pk), "--by", "lead").stdout == "Nothing showed any more.\n"
    assert [row["on"] for row in list_all()] == [False]
    assert "0 of 1" in run("emergency", "list").stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--headline", "Затворено"), 2, "bg=Станцията е затворена"),
        (("--headline", "xx=Затворено"), 1, "There is no language “xx”."),
        (("--minutes", "0"), 1, "A message cannot last 0 minutes."),
        (("--channels", "ship"), 1, "There is no channel “ship”."),
    ],
)
def test_what_cannot_be_is_refused(screen: Screen, words: tuple[str, ...], code: int, told: str) -> None:
    result = run(*START, *words)
    assert (result.exit_code, told in result.stderr) == (code, True)
    assert Emergency.objects.count() == 0


def test_it_is_not_for_everybody(screen: Screen) -> None:
    make_person("staff")
    assert run(*START, "--by", "staff").stderr.startswith("Nobody called “staff” may do this.")


def test_a_message_that_is_none_cannot_be_ended(screen: Screen) -> None:
    assert run("emergency", "end", "9", "--by", "lead").stderr.startswith("There is no emergency message 9.")
