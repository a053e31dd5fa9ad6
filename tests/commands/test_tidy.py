"""`campaign tidy` tells what would go, and lets it go."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from campaign.cli import app
from campaign.data.models import Material, StoredFile
from tests.factories.rows import make_material

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unneeded(settings: Settings, tmp_path: Path) -> None:
    """Three files of a material that was replaced."""
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    make_material()
    Material.objects.update(current=False)


def run(*words: str) -> dict[str, dict[str, dict[str, int]]]:
    result = CliRunner().invoke(app, ["tidy", "--json", *words])
    assert result.exit_code == 0, result.output
    told: dict[str, dict[str, dict[str, int]]] = json.loads(result.stdout)
    return told


def test_a_dry_run_tells_how_much_and_changes_nothing() -> None:
    told = run("--dry-run")["files"]
    assert (told["to be marked"]["files"], told["to be removed"]["files"]) == (3, 0)
    assert StoredFile.objects.filter(unneeded_since=None).count() == 3


def test_a_run_marks_and_the_table_says_so() -> None:
    result = CliRunner().invoke(app, ["tidy"])
    assert result.exit_code == 0
    assert [line.split()[-1] for line in result.stdout.splitlines() if line.startswith("files marked")] == ["3"]
    assert run()["files"]["marked"]["files"] == 0
