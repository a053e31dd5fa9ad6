"""`campaign report plays` on the terminal, for programs, and as files for people."""

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.playlists.proof import Row
from campaign.services import plays
from campaign.spec.spans import Span
from tests.factories.rows import NOON
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Boris was shown six times in the first minutes after the release."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    made = make_screen(tmp_path / "schedules")
    now = NOON + timedelta(minutes=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    starts = [NOON + timedelta(minutes=place) for place in range(6)]
    rows = [Row(str(at), str(made.boris.pk), Span(at, at + timedelta(seconds=10))) for at in starts]
    plays.take(made.token, (*rows, *rows), now=now)
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["report", "plays", "--since", "2026-11-23", "--until", "2026-11-23", *words])


def test_the_terminal_tells_flights_and_refused_rows(screen: Screen) -> None:
    result = run()
    assert result.exit_code == 0
    [line] = [line for line in result.stdout.splitlines() if "together" in line]
    assert re.split(r"\s{2,}", line.replace("\N{NO-BREAK SPACE}", "_").strip())[:5] == [
        "together",
        "30",
        "6",
        "20_%",
        "1_min",
    ]
    assert "6 rows refused: known" in result.stdout


def test_names_are_whole_in_eighty_columns(screen: Screen) -> None:
    lines = run().stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert not any("…" in line for line in lines)


def test_programs_get_json(screen: Screen) -> None:
    body = json.loads(run("--json").stdout)
    assert body["flights"][0]["figures"]["played"] == 6
    assert (body["days"], body["refused"], body["releases"]) == (
        {"2026-11-23": {"planned": 30, "played": 6}},
        {"known": 6},
        [1],
    )


def test_files_are_written_by_their_ending(screen: Screen, tmp_path: Path) -> None:
    starts = {"csv": b"flight,channel,", "xlsx": b"PK", "pdf": b"%PDF-"}
    for kind, start in starts.items():
        out = tmp_path / f"report.{kind}"
        result = run("--out", str(out), "--lang", "en")
        assert (result.exit_code, out.read_bytes()[: len(start)]) == (0, start)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text(encoding="utf-8"))))
    names = ("flight", "planned", "played", "kept", "contacts")
    assert [rows[0][name] for name in names] == ["together", "30", "6", "0.2", ""]


@pytest.mark.parametrize(
    "words", [("--out", "report.docx"), ("--since", "yesterday"), ("--out", "a.pdf", "--lang", "xx")]
)
def test_wrong_use_is_told(screen: Screen, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_an_unknown_campaign_is_named_with_the_known(screen: Screen) -> None:
    result = run("--campaign", "nobody")
    assert (result.exit_code, result.stderr) == (1, "There is no campaign “nobody”.\n  → Use one of: together.\n")
