"""The guides say what is true: their made parts are those that the code makes, and their examples can be read."""

import importlib.util
import re
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks.corpus.cases import list_cases
from campaign.render.entry import Entry
from campaign.render.folder import load_templates, read_manifest
from campaign.render.manifest import FieldType, TemplateField
from campaign.render.readers import read_entry
from campaign.render.sandbox import FILTERS, MOST_STEPS

ROOT = Path(__file__).resolve().parent.parent
WORDS = {"bg": "Поле", "en": "Field", "ar": "حقل"}
EXTRAS: dict[FieldType, dict[str, Any]] = {
    FieldType.CHOICE: {"options": {"many": WORDS}},
    FieldType.ROWS: {
        "parts": {
            "on": TemplateField(FieldType.DATE, WORDS, WORDS),
            "what": TemplateField(FieldType.TEXT, WORDS, WORDS),
        }
    },
    FieldType.REGIONS: {"tiles": load_templates(ROOT / "templates")["tile-map"].manifest.fields["regions"].tiles},
}
"""What a field of the type declares beside its sample."""


def load_maker(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = load_maker("make_templates")
CHECKS = load_maker("make_checks")


def test_the_guide_of_templates_is_up_to_date() -> None:
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    assert MAKER.make_guide(guide) == guide, "run .venv/bin/python docs/make_templates.py"


def test_every_made_part_has_its_place() -> None:
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    assert [f"<!-- made: {name} -->" in guide for name in MAKER.MAKERS] == [True] * len(MAKER.MAKERS)


def test_the_page_of_rules_is_up_to_date() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page.startswith(CHECKS.write_rules()), "run .venv/bin/python docs/make_checks.py"
    counts = Counter((case.rule, case.is_bad) for case in list_cases())
    rules = dict.fromkeys(rule for rule, _ in counts)
    assert list(CHECKS.list_counts(page)) == [(rule, counts[rule, True], counts[rule, False]) for rule in rules]


def test_the_pictures_of_the_guides_are_there_and_small() -> None:
    for guide in sorted((ROOT / "docs").glob("*.md")):
        for name in MAKER.PICTURE.findall(guide.read_text(encoding="utf-8")):
            picture = guide.parent / name
            assert picture.is_file(), f"{guide.name} names {name}"
            assert picture.stat().st_size < 400_000


def test_the_guide_names_every_filter_and_limit_of_a_page() -> None:
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    assert [name for name in FILTERS if f"`{name}`" not in guide] == ["e"]  # short for escape
    assert f"{MOST_STEPS:,}".replace(",", " ") in guide


def test_the_guides_first_manifest_is_one(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    text = re.findall(r"^   ```toml\n(.*?)^   ```", guide, re.DOTALL | re.MULTILINE)[0]
    folder = tmp_path / "before-after"
    folder.mkdir()
    (folder / "template.toml").write_text(text, encoding="utf-8")
    assert list(read_manifest(folder).fields) == ["headline"]


@pytest.mark.parametrize("kind", FieldType)
def test_every_type_of_field_has_an_example_that_can_be_read(kind: FieldType) -> None:
    sample = tomllib.loads(f"sample = {MAKER.FIELD_TYPES[kind][0]}")["sample"]
    field = TemplateField(kind, WORDS, WORDS, sample=sample, **EXTRAS.get(kind, {}))
    assert read_entry(Entry("x", field, "bg"), sample) is not None


def test_the_map_names_every_module_behind_the_pages() -> None:
    """Of the folders that it lists module by module."""
    named = set(re.findall(r"\w+", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    folders = ("services", "adapters", "data", "schedule", "playlists", "feeds")
    modules = [path for folder in folders for path in (ROOT / "campaign" / folder).glob("*.py")]
    modules += (ROOT / "workers").glob("*.py")
    unnamed = [path.stem for path in modules if path.stem not in named | {"__init__", "apps"}]
    assert unnamed == []
