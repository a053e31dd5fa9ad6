"""`campaign templates gallery` writes a page of everything that needs nothing but its pictures."""

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from tests.render.jobs import ROOT


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    """A folder of templates with the plain one alone, and no channels."""
    folder = tmp_path / "templates"
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, folder / name)
    settings.TEMPLATES_FOLDER = settings.SCHEDULES_FOLDER = folder
    return folder


def run(out: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["templates", "gallery", "--out", str(out), *arguments])


def test_every_format_and_language_is_a_small_picture_on_the_page(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "gallery"
    result = run(out, "--langs", "bg,en")
    assert result.exit_code == 0, result.output
    assert re.search(r"^4 pictures in [\d.]+ s: [\d.]+ pictures per second on \d+ cores$", result.stdout, re.MULTILINE)
    names = sorted(path.name for path in out.glob("*.webp"))
    assert names == [f"plain.{screen}.{code}.webp" for screen in ("landscape", "portrait") for code in ("bg", "en")]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'src="([^"]+)"', page)) == names
    for name, width, height in re.findall(r'src="([^"]+)" width="(\d+)" height="(\d+)"', page):
        with Image.open(out / name) as image:
            assert image.size == (int(width), int(height))
    assert "<script" not in page
    assert "://" not in page


def test_a_fault_is_told_on_the_page_and_by_the_exit_code(root: Path, tmp_path: Path) -> None:
    page = root / "plain" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace("60, 12", "700, 690"), encoding="utf-8")
    (root / "broken").mkdir()
    result = run(tmp_path / "gallery", "--langs", "en", "--formats", "landscape")
    assert result.exit_code == 1
    assert "1 pictures in" in result.stdout
    assert "The template has no template.toml." in result.stderr
    assert "plain · landscape · en · headline" in result.stderr
    assert 'class="fault"' in (tmp_path / "gallery" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [("--formats", "cinema"), ("--langs", "xx")])
def test_an_unknown_format_or_language_is_told(root: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    result = run(tmp_path / "gallery", *wrong)
    assert result.exit_code == 1
    assert wrong[1] in result.stderr
    assert not (tmp_path / "gallery").exists()
