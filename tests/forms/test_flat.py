"""Values and inputs: what is laid flat is gathered again, and numbers are taken as people write them."""

from typing import Any

import pytest

from campaign.forms.flat import flatten_value, gather_value, read_number
from campaign.forms.nodes import Ask, Group, Leaf, Rows, make_node
from campaign.render.manifest import FieldType, TemplateField

LANGUAGES = ("bg", "en")
WORDS = Leaf(Ask.WORDS, {}, each=True)
FIGURE = Leaf(Ask.FIGURE, {})


def make_field(kind: FieldType) -> TemplateField:
    texts = {"bg": "Поле", "en": "Field"}
    part = TemplateField(FieldType.TEXT, texts, texts)
    return TemplateField(
        kind,
        texts,
        texts,
        options={"a": texts} if kind is FieldType.CHOICE else {},
        parts={"name": part} if kind is FieldType.ROWS else {},
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35 000", 35000),
        ("35\u202f000", 35000),
        ("7,3", 7.3),
        ("-5", -5),
        ("−5", -5),
        ("1e6", 1_000_000.0),
        ("", ""),
        ("около 5", "около 5"),
        ("inf", "inf"),
        ("1_000", "1_000"),
    ],
)
def test_a_number_is_taken_as_people_write_it_and_anything_else_stays(text: str, number: object) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (FieldType.TEXT, {"bg": "Да", "en": "Yes"}),
        (FieldType.NUMBER, 7.5),
        (FieldType.DATE, "2025-12-09"),
        (FieldType.CHOICE, "a"),
        (FieldType.LIST, [{"bg": "едно", "en": "one"}, {"bg": "две", "en": "two"}]),
        (FieldType.ROWS, [{"name": {"bg": "Ана", "en": "Ana"}}]),
        (FieldType.SERIES, [{"label": {"bg": "А", "en": "A"}, "amount": 3, "unit": {"bg": "г.", "en": "y"}}]),
        (FieldType.IMAGE, {"file": "a.jpg", "focus": [10, 90.5], "alt": {"bg": "Кръг", "en": "Circle"}}),
        (FieldType.CLIP, {"file": "a.mp4", "from": 0, "to": 2.5, "alt": {"bg": "Цвят", "en": "Colour"}}),
        (FieldType.SUBTITLES, {"bg": "a.bg.srt", "en": "a.en.srt"}),
        (FieldType.REGIONS, {"country": "bg", "figures": {"BG411": 12.5, "BG412": 3}, "highlight": "BG411"}),
        (
            FieldType.MAP,
            {"file": "a.geojson", "figures": {"x": 2}, "highlight": "x", "names": {"x": {"bg": "Щип", "en": "Štip"}}},
        ),
    ],
)
def test_every_type_comes_back_as_it_went_in(kind: FieldType, raw: Any) -> None:
    node = make_node(make_field(kind))
    typed = dict(flatten_value(node, "field", raw, languages=LANGUAGES))
    assert gather_value(node, "field", typed, languages=LANGUAGES) == raw


def test_no_type_is_without_a_tree() -> None:
    assert {type(make_node(make_field(kind))) for kind in FieldType} == {Leaf, Group, Rows}


def test_rows_by_language_become_rows_with_words_by_language() -> None:
    node = Rows(Group({"label": WORDS, "amount": FIGURE}, {}), {})
    raw = {"bg": [{"label": "Щип", "amount": 1}], "en": [{"label": "Štip", "amount": 1}, {"label": "Sofia"}]}
    typed = dict(flatten_value(node, "towns", raw, languages=LANGUAGES))
    assert typed == {
        "towns.rows": "2",
        "towns.1.label.bg": "Щип",
        "towns.1.label.en": "Štip",
        "towns.1.amount": "1",
        "towns.2.label.bg": "",
        "towns.2.label.en": "Sofia",
        "towns.2.amount": "",
    }


def test_a_table_takes_what_a_spreadsheet_pastes() -> None:
    table = Leaf(Ask.TABLE, {})
    typed = {"figures": "BG411\t12,5\r\nBG412; 3\n\nBG413: 1 200\nBG414"}
    assert gather_value(table, "figures", typed, languages=()) == {
        "BG411": 12.5,
        "BG412": 3,
        "BG413": 1200,
        "BG414": "",
    }


@pytest.mark.parametrize("count", ["", "-1", "x", "٣", "999999"])
def test_a_senseless_number_of_rows_is_held_in_bounds(count: str) -> None:
    gathered = gather_value(Rows(FIGURE, {}), "list", {"list.rows": count}, languages=())
    assert len(gathered or []) in (0, 60)
