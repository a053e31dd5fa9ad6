"""`campaign statistics` shows what was understood, and keeps a dataset with its age told."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.adapters.datasets import read_cube_file
from campaign.cli import app
from tests.eurostat import run_eurostat

CENSUS = "Област;Души;Дял, %\nСливен;23 918;15,3\nДобрич;н.д.;7,2\nИзточник: НСИ\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["statistics", *map(str, words)])


@pytest.fixture
def census(tmp_path: Path) -> Path:
    (tmp_path / "census.csv").write_bytes(CENSUS.encode("windows-1251"))
    return tmp_path / "census.csv"


def test_a_table_is_shown_as_understood(census: Path) -> None:
    done = run("read", census)
    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines == [
        "census.csv: 2 rows",
        "Windows-1251",
        "delimiter ;",
        "A Област: text",
        "B Души: figures",
        "C Дял, %: figures in %",
        "row A B C",
        "2 Сливен 23918 15.3",
        "3 Добрич unknown 7.2",
        "not known: B3",
        "note: Източник: НСИ",
    ]


def test_programs_get_amounts_as_they_stand(census: Path) -> None:
    said = json.loads(run("read", census, "--json").stdout)
    assert said["unknown"] == ["B3"]
    assert said["rows"][0]["cells"] == [
        "Сливен",
        {"amount": "23918", "unit": "", "status": "measured", "flags": ""},
        {"amount": "15.3", "unit": "", "status": "measured", "flags": ""},
    ]


def test_what_is_wrong_is_told_by_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a;b\nx;1\ny;2\nz;-\n")
    done = run("read", tmp_path / "bad.csv", "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["file"], problem["row"], problem["cell"]) == ("bad.csv", 4, "B4 · b")


def test_a_dataset_is_fetched_kept_and_read_again(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path / "home"
    out = tmp_path / "mix.json"
    words = ("fetch", "demo_mix", "--filter", "geo=BG,RO", "--filter", "time=2023", "--out", out)
    with run_eurostat() as (base, told):
        monkeypatch.setenv("CAMPAIGN_EUROSTAT_URL", base)
        said = json.loads(run(*words, "--json").stdout)
        told.mood = "503"
        copy = run(*words)
    assert (said["label"], said["updated"], said["is_copy"]) == (
        "Pupils in mixed classes (made up)",
        "2024-05-16",
        False,
    )
    assert [(cell["geo"], cell["amount"]) for cell in said["cells"]] == [("BG", "38.5"), ("RO", "22")]
    assert copy.exit_code == 0
    assert "hours old" in copy.stderr
    assert read_cube_file(out, file="mix.json").code == "demo_mix"
    assert run("read", out).exit_code == 0


@pytest.mark.parametrize("words", [("--filter", "geo"), ("--out", "mix.csv")])
def test_wrong_use_is_told_before_anything_is_asked(words: tuple[str, str]) -> None:
    assert run("fetch", "demo_mix", *words).exit_code == 2
