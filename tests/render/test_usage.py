"""Declared fields are used, used fields are declared."""

import shutil
from pathlib import Path

from campaign.render.folder import load_template
from campaign.render.usage import check_usage
from tests.render.jobs import ROOT, load_plain


def test_a_sound_template_has_nothing_to_tell() -> None:
    assert list(check_usage(load_plain())) == []


def test_both_kinds_of_difference_are_named(tmp_path: Path) -> None:
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    page = tmp_path / "plain" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace("values.headline", "values.heading"), encoding="utf-8")
    places = [(error.place.file, error.place.field) for error in check_usage(load_template(tmp_path / "plain"))]
    assert places == [("plain/template.html", "heading"), ("plain/template.toml", "headline")]
