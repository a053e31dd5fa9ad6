"""A preview of a small folder of templates that a test may change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from campaign.preview.server import SETTINGS
from tests.render.jobs import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The kit and the plain template, to be changed."""
    folder = tmp_path / "templates"
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def preview(root: Path) -> Iterator[Client]:
    """Asks the preview of that folder, in English."""
    own = {name: value for name, value in SETTINGS.items() if name != "DATABASES"}  # there is no switching them
    with override_settings(**own, TEMPLATES_FOLDER=root, SCHEDULES_FOLDER=root):
        yield Client(headers={"accept-language": "en", "host": "127.0.0.1"})
