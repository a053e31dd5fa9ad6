"""`campaign export` writes a week, `campaign verify` proves it, without a database."""

import json
import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.services import withdrawals
from campaign.services.signing import find_key
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen
from tests.factories.spots import make_film_screen


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("name", ["stick", "week.zip"])
def test_an_export_is_proved_twice_and_the_second_writes_nothing(screen: Screen, tmp_path: Path, name: str) -> None:
    out = str(tmp_path / name)
    first, proved, second = run("export", "tram", "--out", out), run("verify", out), run("export", "tram", "--out", out)
    assert (first.exit_code, proved.exit_code, second.exit_code) == (0, 0, 0)
    assert " 0 removed." in first.stdout or " 0.0 MB were there already." in first.stdout
    assert proved.stdout.startswith(f"{out}: whole and ours: ")
    assert "channel tram, release 2, " in proved.stdout
    assert second.stdout.startswith((f"{out}: 0 files copied", f"{out}: 0.0 MB written"))


def test_a_bomb_in_the_place_of_a_film_is_refused_before_it_unfolds(screen: Screen, tmp_path: Path) -> None:
    out, bomb = tmp_path / "week.zip", tmp_path / "bomb.zip"
    run("export", "tram", "--out", str(out))
    with zipfile.ZipFile(out) as ours, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as theirs:
        for info in ours.infolist():
            with theirs.open(info.filename, "w", force_zip64=True) as file:
                film = info.filename.endswith(".mp4")
                file.writelines([bytes(1_000_000)] * 130 if film else [ours.read(info)])
    proved = run("verify", str(bomb))
    assert (proved.exit_code, proved.stdout) == (1, "")
    assert "unfolds to far more than it is" in proved.stderr


def test_a_moment_in_another_zone_than_ours_is_the_channels(screen: Screen, tmp_path: Path) -> None:
    run("export", "tram", "--out", str(tmp_path / "stick"), "--at", "2026-12-01T08:30")
    assert (tmp_path / "stick" / "README.txt").read_text("utf-8").splitlines()[1] == "2026-12-01 – 2026-12-08"


def test_what_is_wrong_is_named_with_its_mend_and_the_code_says_so(screen: Screen, tmp_path: Path) -> None:
    out = tmp_path / "stick"
    run("export", "tram", "--out", str(out))
    (out / "media" / "advert.mp4").write_bytes(b"buy")
    proved = run("verify", str(out))
    assert (proved.exit_code, proved.stdout) == (1, "")
    assert proved.stderr == (
        "media/advert.mp4\n"
        "  This file does not belong to the bundle.\n"
        "  → Remove it: only what was exported may be on it.\n"
    )


def test_a_program_reads_the_same(screen: Screen, tmp_path: Path) -> None:
    out = tmp_path / "stick"
    run("export", "tram", "--out", str(out), "--at", "2026-12-01T08:30")
    (out / "playlist.csv").unlink()
    proved = run("verify", str(out), "--json", "--key", find_key(at=NOON).public)
    body = json.loads(proved.stdout)
    assert (proved.exit_code, body["whole"], body["signed"]) == (1, False, "tram release 2 bundle 2026-12-01")
    assert [fault["file"] for fault in body["faults"]] == ["playlist.csv"]


@pytest.mark.parametrize("key", ["nonsense", "RWQ"])
def test_a_key_that_is_none_is_told(tmp_path: Path, key: str) -> None:
    proved = run("verify", str(tmp_path), "--key", key)
    assert proved.exit_code == 1
    assert proved.stderr.startswith("This is not a public key.")


def test_an_unknown_channel_is_told_with_those_that_exist(screen: Screen, tmp_path: Path) -> None:
    refused = run("export", "bus", "--out", str(tmp_path / "stick"))
    assert refused.exit_code == 1
    assert "There is no channel “bus”" in refused.stderr
    assert not (tmp_path / "stick").exists()


def test_what_was_withdrawn_after_the_export_is_named_when_asked_for(screen: Screen, tmp_path: Path) -> None:
    out = str(tmp_path / "stick")
    run("export", "tram", "--out", out)
    assert run("verify", out, "--current").exit_code == 0
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
    assert run("verify", out).exit_code == 0
    asked = run("verify", out, "--current")
    assert screen.ana.loop is not None
    assert screen.ana.loop.file is not None
    assert (asked.exit_code, asked.stderr) == (
        1,
        f"media/{screen.ana.loop.file.name} · together/ana\n"
        "  This was withdrawn after the export.\n"
        "  → Export the bundle again.\n",
    )
