"""E10: a person's ethnicity is told only for a recorded reason; groups are not persons."""

from typing import Any

import pytest

from campaign.checks.origin import check_origin
from campaign.render.manifest import FieldType
from campaign.spec.content import Item, Kind
from tests.factories.items import make_figure, make_schema, make_story

PLAIN = make_schema(quote=FieldType.TEXT, what=FieldType.TEXT, said=FieldType.QUOTE)


def list_found(
    text: str, language: str = "bg", *, kind: Kind = Kind.STORY, field: str = "quote", **more: Any
) -> list[str]:
    item = Item("a", kind, "plain", {}, {field: {language: text}}, **more)
    return [found.measured for found in check_origin(item, language=language, template=PLAIN)]


PERSONS = {
    "bg": {
        "Ромка стана лекар": "Ромка", "Ромката пие кафе": "Ромката", "Той е ром": "ром",
        "Ромският ученик Даниел": "Ромският ученик", "ромчето от първи клас": "ромчето",
        "Млада ромска майка": "ромска майка", "Росица, ромска активна съседка": "ромска активна съседка",
        "Аз съм ромка": "Аз съм ромка", "Мъж от ромски произход": "от ромски произход", "РОМКАТА": "РОМКАТА",
        "Турчинът от третия етаж": "Турчинът", "Чернокожо момче": "Чернокожо момче", "Сирийка разказва": "Сирийка",
        "рoмка": "рoмка", "Мургавият младеж": "Мургавият младеж", "Еврейка на 80": "Еврейка",
    },
    "en": {
        "A Roma woman became a doctor": "A Roma woman", "Young Romani mother": "Young Romani mother",
        "She is Roma": "She is Roma", "I’m Roma": "I’m Roma", "of Roma origin": "of Roma origin",
        "Roma pupil wins": "Roma pupil", "the Syrian boy": "the Syrian boy", "a black student": "a black student",
        "our Turkish neighbour": "our Turkish neighbour", "a Jew": "a Jew", "Roma mediator Rositsa": "Roma mediator",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "word"), [(code, *each) for code, texts in PERSONS.items() for each in texts.items()]
)
def test_a_person_is_found(language: str, text: str, word: str) -> None:
    assert list_found(text, language) == [word]


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in PERSONS.items() for text in texts])
def test_a_recorded_reason_is_enough(language: str, text: str) -> None:
    assert list_found(text, language, reasons={"E10": "Тя сама иска да се знае."}) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bg", "Ромски деца учат с всички"), ("bg", "Ромите в София"), ("bg", "Учителка от Испания"),
        ("bg", "Всеки ромски ученик има право"), ("bg", "Рома играе срещу Лацио"), ("bg", "Романът на Ана"),
        ("bg", "В Рим, столицата на Италия"), ("bg", "Турска кухня"), ("bg", "Гостенка от Щип"), ("bg",
        "Ромско училище"),
        ("bg", "Мургава кожа и усмивка"), ("bg", "Пият ром с кола"), ("en", "residents of Roma origin"), ("bg",
        "Арабски числа"), ("bg", "Хромка на сцената"), ("bg",
        "Майка и доброволка"),
        ("en", "Roma children learn together"), ("en", "Every Roma pupil has a right"), ("en", "A teacher from Spain"),
        ("en", "Turkish food"), ("en", "AS Roma won"), ("en", "a black coat"), ("en", "Roman woman’s statue"),
        ("en", "The Roma community"), ("en", "any Roma child"), ("en", "African drums"), ("en", "mother and volunteer"),
    ],
)  # fmt: skip
def test_groups_countries_and_other_words_are_left_alone(language: str, text: str) -> None:
    assert list_found(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bg", "Съседи от ромски произход"), ("bg", "от всеки 10 ромски жители на района"), ("bg",
        "Роми по самоопределение"),
        ("bg", "Всеки пети участник беше мигрант"), ("bg", "Чужденците са 2,5 % от жителите"), ("bg",
        "Ромският ученик"),
        ("en", "neighbours of Roma origin"), ("en", "9 in 10 Roma residents"), ("en", "self-identified Roma"),
    ],
)  # fmt: skip
def test_statistics_are_about_groups(language: str, text: str) -> None:
    assert list_found(text, language, kind=Kind.STATISTIC, field="what") == []


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("bg", "Задържан е сириец за кражба", "сириец"), ("bg", "Двама роми обраха магазин", "роми"),
        ("bg", "Обвиняемият е румънец", "румънец"), ("bg", "Арестуваха мигранти", "мигранти"),
        ("en", "Two Roma arrested for theft", "Roma"), ("en", "A Syrian man was charged", "Syrian"),
        ("en", "The suspect is Romanian", "Romanian"),
    ],
)  # fmt: skip
def test_a_suspect_is_a_person_even_in_a_statistic(language: str, text: str, word: str) -> None:
    assert list_found(text, language, kind=Kind.STATISTIC, field="what") == [word]


def test_who_speaks_in_a_statistic_is_a_person() -> None:
    assert list_found("Ромка съм и уча тук.", kind=Kind.STATISTIC, field="said") == ["Ромка"]


def test_what_a_source_counts_is_no_person() -> None:
    item = make_figure()
    assert list(check_origin(item, language="bg", template=PLAIN)) == []
    assert list(check_origin(make_story(), language="bg", template=PLAIN)) == []
