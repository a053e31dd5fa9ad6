"""`campaign player`: the screens of an installation that is no demonstration."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Player
from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import players
from tests.factories.rows import make_channel

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_player_gets_an_address_for_every_format(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://screens.example/"
    make_channel("tram")
    lines = run("player", "add", "tram", "--name", "Depot").stdout.split()
    token = lines[0].split("/")[4]
    player = players.authenticate(token)
    assert player is not None
    assert (player.channel.slug, player.name) == ("tram", "Depot")
    files = ["player", *(f"playlist.{kind}" for kind in MEDIA_TYPES), "loop.mp4", "bundle.zip"]
    assert lines == [f"https://screens.example/feeds/{token}/{file}" for file in files]


def test_players_of_no_channel_are_not_an_empty_list() -> None:
    result = run("player", "list", "--channel", "trem")
    assert (result.exit_code, "There is no channel “trem”." in result.stderr) == (1, True)


def test_a_player_of_no_channel_is_refused() -> None:
    assert run("player", "add", "bus", "--name", "Depot").stderr.startswith("There is no channel “bus”.")


def add(channel: str = "tram", *, name: str = "Depot", screens: int = 1) -> str:
    """The token of a new player."""
    make_channel(channel)
    return run("player", "add", channel, "--name", name, "--screens", str(screens)).stdout.split("/")[4]


def list_all(*options: str) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(run("player", "list", "--json", *options).stdout)
    return listed


def test_players_are_listed_with_how_they_are() -> None:
    add(name="Depot", screens=12)
    add("metro", name="Platform")
    health = {"playing": "7", "kept": 3, "wanted": 5}
    now = timezone.now()
    seen_at = now - timedelta(hours=3)
    Player.objects.filter(name="Depot").update(health=health, health_at=now, seen_at=seen_at)
    platform, depot = list_all()
    assert platform == {
        "number": platform["number"],
        "channel": "metro",
        "name": "Platform",
        "screens": 1,
        "silent_seconds": None,
        "playing": "",
        "troubles": [],
        "revoked": False,
    }
    assert (depot["screens"], depot["playing"], depot["troubles"]) == (12, "7", ["It has kept 3 of 5 files."])
    text = run("player", "list", "--channel", "tram").stdout
    assert "3 h ago" in text
    assert "Platform" not in text


def test_a_new_address_ends_the_old_one() -> None:
    old = add()
    result = run("player", "rotate", str(Player.objects.get().pk))
    new = result.stdout.split("/")[4]
    assert players.authenticate(old) is None
    assert players.authenticate(new) == Player.objects.get()


def test_a_revoked_player_is_listed_only_when_asked_for() -> None:
    token = add()
    assert run("player", "revoke", str(Player.objects.get().pk)).stdout == "Revoked: tram: Depot.\n"
    assert players.authenticate(token) is None
    assert list_all() == []
    assert [row["revoked"] for row in list_all("--revoked")] == [True]


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_a_player_that_is_none_is_refused(act: str) -> None:
    result = run("player", act, "7")
    assert (result.exit_code, result.stderr.startswith("There is no player 7.")) == (1, True)


def test_no_player_has_no_screens() -> None:
    make_channel("tram")
    assert run("player", "add", "tram", "--name", "Depot", "--screens", "0").exit_code == 2
