"""`campaign check` tells what cannot be read and what will not be published, and fails for both."""

import json
import shutil
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from tests.factories.packs import CAMPAIGN, FIGURE, make_photo, write_file, write_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "neighbours")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, words)])


def test_a_good_pack_passes(pack: Path) -> None:
    result = run(pack)
    assert (result.exit_code, result.stdout) == (0, "neighbours: 2 checked\n")


def test_faults_are_told_with_file_line_and_mend(pack: Path) -> None:
    write_file(pack, "campaign.yaml", CAMPAIGN.replace("url:", "ulr:"))
    result = run(pack)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "neighbours: cannot be read; nothing of it would be imported",
        "  pack error  campaign.yaml:1 · url",
        "    This field is missing.",
        "    → Add it.",
        "  pack error  campaign.yaml:10 · ulr",
        "    There is no such field.",
        "    → Check its spelling, or remove it.",
    ]


def test_a_doubtful_figure_is_blocked_by_name(pack: Path) -> None:
    write_file(pack, "statistics/citizens.yaml", FIGURE + "doubt: {bg: Неясно., en: Unclear.}\n")
    result = run(pack)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1] == "  E7 error  statistics/citizens.yaml:14 · citizens · doubt"
    assert result.stdout.splitlines()[-1] == "  will not be published: citizens"


def test_what_is_wrong_with_the_campaign_blocks_all_of_it(pack: Path) -> None:
    write_file(pack, "campaign.yaml", CAMPAIGN.replace("Co-funded by the European Union", "Co-funded by the EU"))
    assert run(pack).stdout.splitlines()[-1] == "  will not be published: citizens, mila"


def test_programs_read_json(pack: Path) -> None:
    write_file(pack, "campaign.yaml", CAMPAIGN.replace("Co-funded by the European Union", "Co-funded by the EU"))
    result = run(pack, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "checked": "neighbours",
            "rule": "A2",
            "severity": "error",
            "place": {"file": "campaign.yaml", "line": 9, "field": "funder.statement", "language": "en"},
            "message": "The funding statement abbreviates the European Union.",
            "measured": "Co-funded by the EU",
            "allowed": "",
            "hint": "Copy the official words from the grant's rules; they are never translated here.",
        }
    ]


def test_a_good_pack_gives_an_empty_list(pack: Path) -> None:
    assert json.loads(run(pack, "--json").stdout) == []


def test_one_file_of_a_pack_is_checked_alone(pack: Path) -> None:
    write_file(pack, "statistics/citizens.yaml", FIGURE.replace("number: 259", "number: много"))
    assert run(pack / "statistics/citizens.yaml").exit_code == 1
    assert run(pack / "stories/mila.yaml").exit_code == 0


def test_a_folder_without_a_pack_is_named(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 1


def test_the_samples_are_checked_when_nothing_is_named() -> None:
    # one channel: that every picture of the samples is faultless on every channel is tests/test_samples.py's
    result = run("--channel", "tram-ribbon")
    assert result.exit_code == 1
    blocked = [line.strip() for line in result.stdout.splitlines() if "will not be published: " in line[:30]]
    assert blocked == ["will not be published: municipal-housing", "will not be published: unemployment"]


def test_a_rendered_file_is_held_against_its_channel(tmp_path: Path) -> None:
    picture = write_file(tmp_path, "tram.png", make_photo(kind="PNG", size=(1280, 720)))
    assert run(picture, "--channel", "tram", "--funder", "none").exit_code == 0
    result = run(picture, "--channel", "bus", "--funder", "none", "--json")
    assert result.exit_code == 1
    held = [found for found in json.loads(result.stdout) if found["severity"] != "untold"]
    assert [(found["rule"], found["measured"], found["allowed"]) for found in held] == [("G1", "1280x720", "1366x768")]


def test_an_unknown_channel_is_named_with_those_that_exist(tmp_path: Path) -> None:
    picture = write_file(tmp_path, "tram.png", make_photo(kind="PNG"))
    result = run(picture, "--channel", "tramm")
    assert result.exit_code == 1
    assert "There is no channel “tramm”." in result.stderr


def test_subtitles_are_checked_and_found_by_their_own_file(tmp_path: Path, settings: Settings) -> None:
    pack = tmp_path / "school"
    shutil.copytree(settings.SAMPLES_FOLDER / "school-desegregation", pack)
    write_file(pack, "media/class-walks-in.bg.srt", "1\n00:00:01,000 --> 00:00:01,200\nДа\n")
    result = run(pack, "--channel", "tram")
    assert result.exit_code == 1
    assert "  D3 error  class-walks-in.bg.srt · class-walks-in · bg · cue 1 · 1.00 s" in result.stdout.splitlines()
