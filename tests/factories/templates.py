"""A designers' folder of its own for a test: one plain template and its kit, to be edited."""

import shutil
from pathlib import Path

from pytest_django import Settings

from campaign.render.folder import load_template
from campaign.services import template_versions
from tests.factories.jobs import TEMPLATES


def copy_folder(settings: Settings, tmp_path: Path) -> Path:
    """With a home and a store of their own; nothing is in use yet."""
    settings.HOME = tmp_path / "home"
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    folder = tmp_path / "templates"
    for name in ("_kit", "plain"):
        shutil.copytree(TEMPLATES / name, folder / name)
    settings.TEMPLATES_FOLDER = folder
    template_versions.forget()
    return folder


def edit(root: Path, style: str = ".page, body { background: #5b3a8c !important; }") -> str:
    """Add a line to the style; returns the digest of the folder as it is then."""
    file = root / "plain" / "style.css"
    file.write_text(f"{file.read_text()}\n{style}\n")
    return load_template(root / "plain").digest
