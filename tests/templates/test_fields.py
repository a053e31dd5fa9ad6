"""Declarations against use: every field is drawn, every sample keeps its limits, every word is there."""

import pytest
from jinja2 import Environment, nodes

from campaign.render.manifest import FieldType
from campaign.render.values import check_values
from campaign.render.words import read_words
from tests.templates.samples import BROKEN, LANGUAGES, ROOT, TEMPLATES

UNSEEN = (FieldType.CLIP, FieldType.SUBTITLES)
"""These reach a page as the hole and as the cue."""


def test_every_folder_is_a_template() -> None:
    assert [str(error) for error in BROKEN] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_declared_fields_are_the_used_fields(name: str) -> None:
    tree = Environment(autoescape=True).parse((ROOT / name / "template.html").read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "values"
    }
    fields = TEMPLATES[name].manifest.fields

    assert used == {field for field, spec in fields.items() if spec.type not in UNSEEN}


@pytest.mark.parametrize("name", TEMPLATES)
def test_samples_keep_their_limits_in_every_language(name: str) -> None:
    manifest = TEMPLATES[name].manifest
    samples = {field: spec.sample for field, spec in manifest.fields.items()}

    assert check_values(manifest, samples, languages=LANGUAGES) == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_help_speaks_in_whole_sentences(name: str) -> None:
    manifest = TEMPLATES[name].manifest
    helps = [text for spec in manifest.fields.values() for text in spec.help.values()] + list(manifest.help.values())

    assert [text for text in helps if text[-1] not in ".)"] == []


@pytest.mark.parametrize("language", [*LANGUAGES, "es", "fr", "nl"])
def test_kit_has_its_words_in_the_language(language: str) -> None:
    words = read_words(ROOT / "_kit", language=language)

    assert set(words) == set(read_words(ROOT / "_kit", language="en"))
    assert "{count}" in words["one_dot"]
