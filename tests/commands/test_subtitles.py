"""`campaign subtitles` tells what is wrong with a file, and writes a readable one that holds every word."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from campaign.cli import app

POOR = """1
00:00:05,000 --> 00:00:08,000
Бях сам в
голямата зала и никой не ми говореше, докато не дойде едно момиче.

2
00:00:00,200 --> 00:00:00,500
Казвам се Емил.

3
00:00:01,000 --> 00:00:01,000

"""
MENDED = """1
00:00:00,200 --> 00:00:01,360
Казвам се Емил.

2
00:00:05,000 --> 00:00:10,880
Бях сам в голямата зала и никой не ми
говореше, докато не дойде едно момиче.
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["subtitles", *map(str, words)])


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    path = tmp_path / "story.bg.srt"
    path.write_text(POOR, encoding="cp1251")
    return path


def test_a_poor_file_is_told_by_cue_and_time(poor: Path) -> None:
    result = run("check", poor)
    assert result.exit_code == 1
    assert "story.bg.srt: 5 errors, 2 warnings" in result.stdout
    assert "D4 error  story.bg.srt · bg · cue 2 · 0.20 s" in result.stdout


def test_programs_get_a_list_of_findings(poor: Path) -> None:
    found = json.loads(run("check", poor, "--json").stdout)
    assert [(one["rule"], one["place"].get("cue")) for one in found] == [
        ("D1", 1), ("D2", 1), ("D5", 1), ("D2", 2), ("D3", 2), ("D4", 2), ("D4", 3),
    ]  # fmt: skip


def test_a_file_is_mended_in_place_and_only_once(poor: Path) -> None:
    result = run("fix", poor)
    assert result.exit_code == 0, result.stdout
    assert poor.read_text(encoding="utf-8") == MENDED
    assert "it stood out of order; it was too short to read" in result.stdout
    assert "+ 00:00:00.200 – 00:00:01.360 Казвам се Емил." in result.stdout
    assert "written to story.bg.srt in UTF-8" in result.stdout
    again = run("fix", poor)
    assert "0 of 2 subtitles changed" in again.stdout
    assert "written" not in again.stdout
    assert run("check", poor, "--json").exit_code == 0


def test_a_dry_run_writes_nothing(poor: Path) -> None:
    result = run("fix", poor, "--dry-run", "--json")
    assert poor.read_text(encoding="cp1251") == POOR
    told = json.loads(result.stdout)
    assert told["written"] is None
    assert [change["cue"] for change in told["changes"]] == [1, 2, 3]
    assert told["changes"][1]["after"] == [{"start": 0.2, "end": 1.36, "text": "Казвам се Емил."}]
    assert told["changes"][2]["after"] == []


def test_webvtt_is_written_by_the_ending(poor: Path, tmp_path: Path) -> None:
    out = tmp_path / "story.vtt"
    assert run("fix", poor, "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("WEBVTT\nKind: subtitles\nLanguage: bg\n\n00:00:00.200 --> ")
    assert poor.read_text(encoding="cp1251") == POOR
    assert run("fix", poor, "--out", tmp_path / "story.ass").exit_code == 2


def test_another_kind_is_written_as_srt_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "story.en.ttml"
    path.write_text("<tt><body><div><p begin='1s' end='1.2s'>Yes</p></div></body></tt>")
    result = run("fix", path)
    assert "how words look and where they stand is not kept" in result.stdout
    assert path.with_suffix(".srt").read_text() == "1\n00:00:01,000 --> 00:00:01,840\nYes\n"


def test_what_cannot_be_mended_is_said(tmp_path: Path) -> None:
    path = tmp_path / "story.en.srt"
    path.write_text("1\n00:00:00,000 --> 00:00:00,500\nNo room at all here\n\n2\n00:00:08,000 --> 00:00:09,000\nLate\n")
    result = run("fix", path, "--end", "0.6")
    assert result.exit_code == 1
    assert "What nobody but its author can mend: 3 errors, 0 warnings" in result.stdout
    assert "The subtitle starts after the film has ended." in result.stdout


def test_lines_are_shorter_on_an_upright_screen(poor: Path) -> None:
    run("fix", poor, "--shape", "portrait")
    assert max(map(len, poor.read_text(encoding="utf-8").splitlines())) == 29  # a line of times
    assert run("check", poor, "--shape", "portrait").exit_code == 0


def test_a_file_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"\x00\x01")
    for command in ("check", "fix"):
        result = run(command, path)
        assert result.exit_code == 1
        assert "No subtitles can be read from this file." in result.stderr


def test_an_unknown_language_is_named(poor: Path) -> None:
    assert "There is no language “xx”" in run("check", poor, "--lang", "xx").stderr
