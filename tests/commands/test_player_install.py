"""`campaign player install` writes a player that asks as somebody, and keeps its address when it is written again."""

from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Player
from campaign.feeds.player import PARTS
from campaign.services import players
from campaign.services.installed import CONFIG, PAGE, read_config
from tests.factories.rows import make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""
    make_channel()


def install(which: str, out: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["player", "install", which, "--out", str(out), *words])


def test_a_channel_gets_a_new_player_with_all_its_parts(tmp_path: Path) -> None:
    out = tmp_path / "kiosk"
    result = install("tram", out, "--server", "https://screens.example.eu/", "--name", "Депо")
    assert result.exit_code == 0
    written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert written == {PAGE, CONFIG, *(part.removeprefix("feeds/") for part in PARTS)}
    config = read_config((out / CONFIG).read_text())
    assert config is not None
    assert config.server == "https://screens.example.eu"
    player = players.authenticate(config.token)
    assert (player, str(player)) == (Player.objects.get(), str(Player.objects.get()))
    page = (out / PAGE).read_text()
    assert 'src="config.js"' in page
    assert "playlist.js" not in page
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_written_again_it_keeps_its_address_and_elsewhere_it_gets_a_new_one(tmp_path: Path) -> None:
    install("tram", tmp_path / "kiosk")
    first = (tmp_path / "kiosk" / CONFIG).read_text()
    assert install("tram", tmp_path / "kiosk").exit_code == 0
    assert (tmp_path / "kiosk" / CONFIG).read_text() == first
    number = str(Player.objects.get().pk)
    assert install(number, tmp_path / "other").exit_code == 0
    config = read_config(first)
    assert config is not None
    assert players.authenticate(config.token) is None
    assert Player.objects.count() == 1


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"me")
    refused = install("tram", tmp_path)
    assert refused.exit_code == 1
    assert "holds other things, such as holiday.jpg" in refused.stderr


@pytest.mark.parametrize("which", ["99", "bus"])
def test_who_does_not_exist_is_told(tmp_path: Path, which: str) -> None:
    assert install(which, tmp_path / "kiosk").exit_code == 1
    assert not (tmp_path / "kiosk").exists()
