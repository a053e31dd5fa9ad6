"""`campaign templates use`: the folder's versions are taken in use by name or all, by somebody who says why."""

from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import TemplateVersion
from campaign.services import template_versions
from tests.factories.rows import NOON, make_person
from tests.factories.templates import copy_folder, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings: Settings, tmp_path: Path) -> Path:
    """Of which everything is in use."""
    folder = copy_folder(settings, tmp_path)
    template_versions.take_new(now=NOON)
    make_person("designer")
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["templates", "use", *words])


def test_a_folder_in_use_needs_nobody(root: Path) -> None:
    assert run().stdout == "The folder is in use as it is.\n"


def test_what_changed_is_taken_in_use_with_a_why(root: Path) -> None:
    digest = edit(root)
    assert run("--by", "designer").exit_code == 1  # nobody said why
    result = run("plain", "--by", "designer", "--why", "По-топло.")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "In use now: plain." in result.stdout
    newest = TemplateVersion.objects.last()
    assert newest is not None
    assert (newest.digest, newest.why) == (digest, "По-топло.")


def test_an_unknown_or_broken_template_is_told(root: Path) -> None:
    assert "There is no template “none”." in run("none").stderr
    (root / "plain" / "template.toml").write_text("title = ")
    assert "plain/template.toml" in run("plain").stderr
