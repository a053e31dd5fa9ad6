"""`campaign templates` lists what is there and tells what is wrong, for people and for programs."""

import json
import shutil
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from tests.render.jobs import ROOT


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    """A folder of templates with the plain one alone, and no channels."""
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings.TEMPLATES_FOLDER = tmp_path
    settings.SCHEDULES_FOLDER = tmp_path
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["templates", *arguments])


def test_the_list_names_each_template(root: Path) -> None:
    result = run("list")
    assert result.exit_code == 0
    assert "plain" in result.stdout
    assert "headline*" in result.stdout


def test_sound_templates_are_tried_on_each_shape_in_three_languages_and_two_at_once(root: Path) -> None:
    result = run("check")
    # a wide statement under a tall emblem and a small headline: warnings, which stop nobody
    assert (result.exit_code, result.stdout) == (0, "8 pictures tried, 0 faults, 2 findings on their pixels\n")


def test_faults_are_findings_for_programs(root: Path) -> None:
    page = root / "plain" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace("60, 12", "700, 690"), encoding="utf-8")
    result = run("check", "--json")
    findings = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {finding["rule"] for finding in findings} == {"CannotFit"}
    assert {finding["place"]["field"] for finding in findings} == {"headline"}
    assert findings[0]["place"]["channel"] in ("landscape", "portrait")


def test_what_the_engine_cannot_draw_is_told_before_it_hangs(root: Path) -> None:
    style = root / "plain" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + ".photo { float: left; }\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "plain/style.css:7 · float" in result.stderr


def test_an_unknown_template_is_told_and_the_others_go_on(root: Path) -> None:
    result = run("check", "plian", "plain")
    assert result.exit_code == 1
    assert "There is no template “plian”." in result.stderr
    assert "8 pictures tried, 1 faults" in result.stdout


def test_a_fault_of_a_line_is_told_once_for_all_pictures(root: Path) -> None:
    page = root / "plain" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace("values.number.text", "values.number"), encoding="utf-8")
    result = run("check")
    assert result.stdout == "8 pictures tried, 1 faults\n"
    assert "plain/template.html:7 · plain\n" in result.stderr
    assert "write .text behind its name" in result.stderr
