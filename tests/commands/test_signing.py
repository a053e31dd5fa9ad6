"""`campaign signing …` prints what minisign takes, and makes, rotates and revokes keys."""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.services.signing import find_key, find_trust

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["signing", *words])


def test_the_public_keys_are_printed() -> None:
    for words, public in (
        (("key",), find_key(at=timezone.now()).public),
        (("root", "key"), find_trust(at=timezone.now()).root),
    ):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (0, f"{public}\n")


def test_a_year_of_keys(tmp_path: Path) -> None:
    stick = str(tmp_path / "root")
    root = run("root", "make", stick).stdout.strip()
    issued = run("keys", "issue", "--root", stick)
    assert issued.exit_code == 0
    assert issued.stdout.splitlines()[0].endswith(f", by the root {root}:")
    first = run("key").stdout.strip()
    assert run("rotate", "--root", stick).exit_code == 0
    assert run("key").stdout.strip() == first
    assert run("revoke", first, "--root", stick).exit_code == 0
    second = run("key").stdout.strip()
    listed = {row["key"]: (row["revoked"], row["signs"]) for row in json.loads(run("list", "--json").stdout)}
    assert listed == {first: (True, False), second: (False, True)}
    assert f"{first}  –" in run("list").stdout
    refused = run("rotate", "--now")
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (1, "The root key is not on this host.")
