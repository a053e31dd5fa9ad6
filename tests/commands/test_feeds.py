"""`campaign playlist` prints what players fetch; `campaign takedown` empties it."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Withdrawal
from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import assembly, content, publishing
from campaign.services.storage import get_store
from campaign.spec.channels import Medium
from tests.factories.rows import NOON
from tests.factories.screens import Screen, make_screen
from tests.factories.spots import make_film_screen
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.PUBLIC_URL = "https://screens.example"
    return make_screen(tmp_path / "schedules")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_the_bytes_are_those_of_the_feed(screen: Screen, kind: str) -> None:
    result = run("playlist", "tram", "--as", kind, "--at", "2026-11-23T12:00")
    served = publishing.playlist("tram", at=NOON, kind=kind, base_url="https://screens.example")
    assert (result.exit_code, result.stdout_bytes) == (0, served.body)


def test_json_of_now_is_the_default(screen: Screen) -> None:
    body = json.loads(run("playlist", "tram").stdout)
    assert (body["channel"]["id"], body["release"]) == ("tram", 1)


def test_an_unknown_channel_is_named_with_the_known(screen: Screen) -> None:
    result = run("playlist", "bus")
    assert result.exit_code == 1
    assert result.stderr == "There is no channel “bus”.\n  → Use one of: tram.\n"


def test_an_unknown_format_is_wrong_use(screen: Screen) -> None:
    assert run("playlist", "tram", "--as", "html").exit_code == 2


def test_a_takedown_is_in_the_next_playlist(screen: Screen) -> None:
    result = run("takedown", "together/ana", "--why", "Ана помоли.", "--by", "staff")
    assert result.stdout == (
        "Withdrawn, gone at every player's next poll: together/ana. Screens asked: 1.\n"
        "Not heard of for a quarter of an hour, or ever: tram: Трамвай 4.\n"
    )
    assert json.loads(run("playlist", "tram").stdout)["revoked"]["items"] == ["together/ana"]


def test_a_takedown_without_a_reason_is_wrong_use(screen: Screen) -> None:
    result = run("takedown", "together/ana", "--why", " ")
    assert (result.exit_code, Withdrawal.objects.count()) == (2, 0)


def test_stopping_everything_is_for_leads(screen: Screen) -> None:
    refused = run("takedown", "everything", "--why", "Учение", "--by", "staff")
    assert (refused.exit_code, Withdrawal.objects.count()) == (1, 0)
    result = run("takedown", "everything", "--why", "Учение", "--by", "lead")
    assert result.stdout.startswith("Withdrawn, gone at every player's next poll: everything. Screens asked: 1.\n")


def test_an_unknown_target_is_named(screen: Screen) -> None:
    result = run("takedown", "together/nobody", "--why", "x", "--by", "staff")
    assert (result.exit_code, "There is no item “together/nobody”." in result.stderr) == (1, True)


def test_a_loop_in_one_file_is_that_of_the_feed(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_film_screen(tmp_path / "schedules")
    out = tmp_path / "tram.mp4"
    result = run("loop", "tram", "--at", "2026-11-23T12:00", "--out", str(out))
    joined = assembly.loop("tram", at=NOON)
    spots, size = len(joined.body.splitlines()), f"{joined.file.size / 1e6:.1f}"
    assert (result.exit_code, result.stdout) == (0, f"Joined {spots} spots, {spots * 10} s, {size} MB: {out}\n")
    get_store().fetch(joined.file.name, to=tmp_path / "stored.mp4")
    assert out.read_bytes() == (tmp_path / "stored.mp4").read_bytes()


def test_a_channel_without_a_loop_in_one_file_is_told(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    content.import_channels({"stop": make_channel("stop", medium=Medium.STILL)})
    result = run("loop", "stop", "--out", str(tmp_path / "stop.mp4"))
    assert result.exit_code == 1
    assert result.stderr == (
        "stop\n  This channel has no loop in one file: only MP4 films can be joined.\n"
        "  → Let its player fetch a playlist.\n"
    )
