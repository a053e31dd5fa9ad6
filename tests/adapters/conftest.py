"""A content pack, and the templates it is read with."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from campaign.render.folder import load_templates
from campaign.render.manifest import Template
from tests.factories.packs import write_pack


@pytest.fixture(scope="module")
def templates() -> Mapping[str, Template]:
    return load_templates(Path(__file__).parents[2] / "templates")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack")
