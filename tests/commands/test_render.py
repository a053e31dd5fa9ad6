"""`campaign render` writes whole files, names what is wrong and goes on with the rest."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.adapters.probe import probe_file
from campaign.cli import app
from campaign.render.papers import POINTS_PER_MM
from tests.factories.films import make_film
from tests.factories.jobs import write_flashing
from tests.render.jobs import ROOT


@pytest.fixture(autouse=True)
def templates(settings: Settings) -> None:
    settings.TEMPLATES_FOLDER = ROOT


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["render", *map(str, arguments)])


@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_still_is_written_by_its_ending(tmp_path: Path, suffix: str, kind: str) -> None:
    out = tmp_path / f"a.{suffix}"
    result = run("plain", "--format", "320x180", "--lang", "bg", "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    with Image.open(out) as image:
        assert (image.format, image.size) == (kind, (320, 180))
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_each_language_is_a_file_and_a_failing_one_stops_no_other(tmp_path: Path) -> None:
    result = run("plain", "--format", "320x180", "--lang", "bg,xx,en", "--out", tmp_path / "a.png")
    assert result.exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bg.png", "a.en.png"]
    assert "There is no language “xx”." in result.stderr


def test_own_values_replace_the_samples(tmp_path: Path) -> None:
    values = tmp_path / "v.yaml"
    values.write_text("headline: {bg: Добър ден}\nnumber: 12\n", encoding="utf-8")
    assert run("plain", "--format", "320x180", "--values", values, "--out", tmp_path / "a.png").exit_code == 0
    values.write_text("headline: {bg: Добър ден}\nnumber: -12\nfoo: 1\n", encoding="utf-8")
    result = run("plain", "--format", "320x180", "--values", values, "--out", tmp_path / "b.png")
    assert result.exit_code == 1
    assert "plain · bg · number" in result.stderr
    assert "plain · foo" in result.stderr
    assert not (tmp_path / "b.png").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("plian", "--format", "320x180"), "There is no template “plian”."),
        (("../secret", "--format", "320x180"), "There is no template “secret”."),
        (("plain", "--format", "nowhere"), "There is no channel “nowhere”."),
        (("plain", "--format", "9x9"), "9x9 is no screen we can draw."),
        (("plain", "--format", "320x180", "--lang", "nl"), "The kit has no words in Nederlands"),
    ],
)
def test_a_wrong_name_is_told_with_what_there_is(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments, "--out", tmp_path / "a.png")
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments", [("plain", "--out", "a.gif"), ("plain",), ("plain", "--lang", ",", "--out", "a.png")]
)
def test_wrong_use_is_told_apart(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_folder_that_is_not_there_is_an_error_and_no_half_file(tmp_path: Path) -> None:
    result = run("plain", "--format", "320x180", "--out", tmp_path / "nowhere" / "a.png")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_loop_is_written_with_its_length(tmp_path: Path) -> None:
    result = run("plain", "--format", "320x180", "--seconds", "5", "--out", tmp_path / "a.mp4")
    assert result.exit_code == 0
    assert "320x180, 5 s, 125 frames" in result.stdout


def test_a_loop_that_flashes_is_written_and_told(tmp_path: Path, settings: Settings) -> None:
    settings.TEMPLATES_FOLDER = write_flashing(tmp_path / "templates")
    result = run("plain", "--format", "320x180", "--seconds", "5", "--out", tmp_path / "a.mp4")
    assert result.exit_code == 1
    assert "320x180, 5 s, 125 frames" in result.stdout
    assert "C1 error  0.24 s" in result.stderr


def test_the_files_ending_chooses_the_codec_where_only_pixels_are_named(tmp_path: Path) -> None:
    result = run("plain", "--format", "320x180", "--seconds", "5", "--out", tmp_path / "a.webm")
    assert result.exit_code == 0, result.stderr
    assert probe_file(tmp_path / "a.webm").codec == "vp9"


def test_a_channel_plays_its_own_codec(tmp_path: Path) -> None:
    result = run("plain", "--format", "tram", "--out", tmp_path / "a.webm")
    assert result.exit_code == 2
    assert "plays H.264: name a .mp4" in result.stderr


def test_what_a_clip_says_is_written_beside_it(tmp_path: Path) -> None:
    make_film(tmp_path / "a.mp4", seconds=2)
    (tmp_path / "a.srt").write_text("1\n00:00:00,500 --> 00:00:01,500\nДа\n", encoding="utf-8")
    values = tmp_path / "v.yaml"
    values.write_text(
        "clip: {file: a.mp4, from: 0, to: 2, alt: {bg: Цвят, en: Colour}}\nsubtitles: {bg: a.srt, en: a.srt}\n",
        encoding="utf-8",
    )
    languages = ("--lang", "bg,en", "--seconds", "5")
    result = run("film", "--format", "320x180", *languages, "--values", values, "--out", tmp_path / "out.mp4")
    assert result.exit_code == 0, result.stderr
    assert "5 s, 125 frames, subtitles in bg\n" in result.stdout
    assert sorted(path.name for path in tmp_path.glob("*.vtt")) == ["out.bg.vtt", "out.en.vtt"]
    text = (tmp_path / "out.bg.vtt").read_text(encoding="utf-8")
    assert text == "WEBVTT\nKind: subtitles\nLanguage: bg\n\n00:00:00.520 --> 00:00:01.520\nДа\n"


def test_a_poster_without_a_browser_is_of_pixels_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.commands.render.can_print", lambda: False)
    out = tmp_path / "poster.pdf"
    result = run("plain", "--paper", "A4", "--landscape", "--bleed", "--lang", "bg+en", "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "pixels at 300 dpi: for vectors install Chromium" in result.stdout
    with pikepdf.open(out) as pdf:
        left, bottom, right, top = (float(side) / POINTS_PER_MM for side in pdf.pages[0].obj.TrimBox)
        assert (round(right - left, 1), round(top - bottom, 1), round(left, 1)) == (297, 210, 10)
        assert str(pdf.docinfo.Title) == "Просто / Plain"


def test_an_unknown_paper_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    result = run("plain", "--paper", "A7", "--out", tmp_path / "poster.pdf")
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "There is no paper size “A7”." in result.stderr
