"""`campaign player`: the screens of an installation that is no demonstration."""

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
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
    files = ["player", *(f"playlist.{kind}" for kind in MEDIA_TYPES), "loop.mp4"]
    assert lines == [f"https://screens.example/feeds/{token}/{file}" for file in files]


def test_a_player_of_no_channel_is_refused() -> None:
    assert run("player", "add", "bus", "--name", "Depot").stderr.startswith("There is no channel “bus”.")
