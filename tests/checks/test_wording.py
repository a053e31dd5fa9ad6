"""E8 and E9: the myth stands once, and words do not degrade."""

from dataclasses import replace

import pytest

from campaign.checks.wording import check_myth, check_words
from campaign.render.manifest import FieldType, TemplateField
from tests.factories.items import make_myth, make_schema, make_story

PLAIN = make_schema(quote=FieldType.TEXT)
QUOTE = make_schema(quote=FieldType.QUOTE)
BOTH = make_schema(fact=FieldType.TEXT, myth=FieldType.TEXT)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("bg", "Циганите са тук.", ["error Циганите"]),
        ("bg", "Нелегални мигранти", ["warning Нелегални мигранти"]),
        ("bg", "Бежанска вълна от хора", ["warning Бежанска вълна"]),
        ("bg", "ромска престъпност", ["warning ромска престъпност"]),
        ("bg", "Ромски жители и мигранти", []),
        ("bg", "Чернокож съученик, вълна от аплодисменти", []),
        ("en", "Gypsies live here.", ["error Gypsies"]),
        ("en", "A flood of refugees", ["warning flood of refugees"]),
        ("en", "illegal migrants", ["warning illegal migrants"]),
        ("en", "Roma residents and migrants", []),
    ],
)
def test_words_are_found_with_their_endings(language: str, text: str, found: list[str]) -> None:
    item = make_story(values={"quote": {language: text}})
    findings = check_words(item, language=language, template=PLAIN)
    assert [f"{finding.severity.value} {finding.measured}" for finding in findings] == found


def test_a_slur_in_a_quotation_is_left_to_the_lead() -> None:
    item = make_story(values={"quote": {"bg": "Наричаха ме циганин."}})
    assert [found.severity.value for found in check_words(item, language="bg", template=QUOTE)] == ["warning"]


def test_a_slur_in_a_quotation_of_a_row_is_left_to_the_lead() -> None:
    both = {"bg": "Ред", "en": "Row"}
    parts = {"title": TemplateField(FieldType.TEXT, both, both), "said": TemplateField(FieldType.QUOTE, both, both)}
    template = replace(
        PLAIN,
        manifest=replace(PLAIN.manifest, fields={"photos": TemplateField(FieldType.ROWS, both, both, parts=parts)}),
    )
    rows = [{"title": {"bg": "Циганин"}}, {"said": {"bg": "Наричаха ме циганин."}}]
    found = check_words(make_story(values={"photos": rows}), language="bg", template=template)
    assert [finding.severity.value for finding in found] == ["error", "warning"]


def test_a_slur_in_the_myth_is_left_to_the_lead() -> None:
    item = make_myth(myth="Циганите не учат.")
    assert [found.severity.value for found in check_words(item, language="bg", template=BOTH)] == ["warning"]


def test_a_myth_stands_once() -> None:
    assert list(check_myth(make_myth(), language="bg")) == []


def test_who_only_hears_the_picture_hears_the_myth_once() -> None:
    item = make_myth()
    myth = item.values["myth"]["bg"]
    said = [replace(item, alt={"bg": text}) for text in (f"Мит: „{myth}“", f"{myth} {myth}")]
    assert [[finding.place.field for finding in check_myth(one, language="bg")] for one in said] == [[], ["alt"]]


def test_a_myth_repeated_elsewhere_is_found() -> None:
    item = make_myth(fact="Казват: „ВСИЧКИ си  тръгнаха“, но това не е вярно.")
    assert [found.place.field for found in check_myth(item, language="bg")] == ["values.fact"]


def test_a_myth_repeated_in_its_own_field_stands_once_there() -> None:
    item = make_myth(fact="Няма ги. Няма ги! Така казват.", myth="Няма ги. Няма ги!")
    assert [found.place.field for found in check_myth(item, language="bg")] == ["values.fact"]
