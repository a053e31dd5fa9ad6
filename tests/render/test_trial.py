"""Contents made from limits keep them, and hostile ones break them by name."""

import pytest

from campaign.render.manifest import FieldType
from campaign.render.trial import PROSE, Content, Hostility, make_hostile, make_values
from campaign.render.values import check_values
from tests.templates.samples import LANGUAGES, TEMPLATES


@pytest.mark.parametrize("content", Content)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_four_contents_keep_every_limit(name: str, content: Content) -> None:
    manifest = TEMPLATES[name].manifest

    assert check_values(manifest, make_values(manifest, content), languages=LANGUAGES) == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_longest_texts_have_every_character_that_is_allowed(name: str) -> None:
    manifest = TEMPLATES[name].manifest
    values = make_values(manifest, Content.LONGEST)

    texts = {field: spec.longest for field, spec in manifest.fields.items() if spec.type is FieldType.TEXT}
    assert {field: {len(text) for text in values[field].values()} for field in texts} == {
        field: {longest} for field, longest in texts.items()
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_shortest_leaves_out_what_may_be_left_out(name: str) -> None:
    manifest = TEMPLATES[name].manifest

    required = {field for field, spec in manifest.fields.items() if spec.required}
    assert set(make_values(manifest, Content.SHORTEST)) == required


@pytest.mark.parametrize("kind", [Hostility.WORD, Hostility.EMPTY])
@pytest.mark.parametrize("name", TEMPLATES)
def test_words_without_end_and_empty_fields_are_refused_by_name(name: str, kind: Hostility) -> None:
    manifest = TEMPLATES[name].manifest

    errors = check_values(manifest, make_hostile(manifest, kind), languages=LANGUAGES)

    assert {error.place.field.partition(".")[0] for error in errors} <= set(manifest.fields)
    assert len(errors) > 0


@pytest.mark.parametrize("language", PROSE)
def test_ordinary_words_are_no_longer_than_in_ordinary_text(language: str) -> None:
    assert max(map(len, PROSE[language].split())) <= 11
