"""E5: what is a difference of percentages is said in points; what is true in per cent stays."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.checks.points import check_points
from campaign.render.manifest import FieldType
from campaign.spec.content import Item
from tests.factories.items import make_figure, make_schema

BARS = make_schema(headline=FieldType.TEXT, series=FieldType.SERIES, unit=FieldType.TEXT, sentence=FieldType.TEXT)
LARGE = make_schema(number=FieldType.NUMBER, unit=FieldType.TEXT, what=FieldType.TEXT, sentence=FieldType.TEXT)


def make_bars(text: str, *, amounts: tuple[float, ...] = (31, 38), unit: str = "%") -> Item:
    item = make_figure(amounts=amounts)
    return replace(item, values={**item.values, "headline": {"bg": text, "en": text}, "unit": unit})


def list_told(item: Item, *, language: str, template: Any = BARS) -> list[str]:
    return [found.measured for found in check_points(item, language=language, template=template)]


@pytest.mark.parametrize("text", [
    "7% more young people have a friend abroad",
    "The share rose by 7%",
    "The share rose from 31% to 38%, up 7%",
    "An increase of 7 per cent in two years",
    "7 percent more than in 2014",
    "A gap of 7% remains",
])  # fmt: skip
def test_a_difference_in_per_cent_is_found_in_english(text: str) -> None:
    assert len(list_told(make_bars(text), language="en")) == 1


@pytest.mark.parametrize("text", [
    "Със 7 % повече млади имат приятел в чужбина",
    "Делът нарасна със 7 процента",
    "Ръст от 7 % за две години",
    "Делът е по-висок със 7\u202f%",
    "Разликата е 7 на сто",
    "Спад от 7%",
    "От 31 % на 38 %: увеличение със 7 %",
])  # fmt: skip
def test_a_difference_in_per_cent_is_found_in_bulgarian(text: str) -> None:
    assert len(list_told(make_bars(text), language="bg")) == 1


@pytest.mark.parametrize(("language", "text"), [
    ("en", "7 percentage points more than in 2014"),
    ("en", "The share rose by 7 pp"),
    ("en", "The share rose by 7% points"),
    ("en", "The share rose from 31% to 38%"),
    ("en", "The share rose by 22.6%"),
    ("en", "The share rose by 23%"),
    ("en", "38% have a friend abroad, more than ever"),
    ("en", "We plan 7% of the budget for trips. More friends!"),
    ("bg", "Със 7 процентни пункта повече"),
    ("bg", "Със 7 п.п. повече от 2014 г."),
    ("bg", "Делът нарасна със 7 % пункта"),
    ("bg", "Делът нарасна от 31 % на 38 %"),
    ("bg", "Делът нарасна с 23 %"),
    ("bg", "38 % имат приятел в чужбина, повече от всякога"),
])  # fmt: skip
def test_what_is_right_is_left_alone(language: str, text: str) -> None:
    assert list_told(make_bars(text), language=language) == []


def test_counts_differ_by_numbers_and_not_by_points() -> None:
    assert list_told(make_bars("7% more than before", unit="people"), language="en") == []


def test_a_level_that_equals_a_difference_is_a_change_only_after_by() -> None:
    amounts = (31.0, 38.0, 69.0)
    assert list_told(make_bars("More of us: 38%", amounts=amounts), language="en") == []
    assert list_told(make_bars("The share rose by 38%", amounts=amounts), language="en") == ["38%"]


def test_from_two_to_four_per_cent_is_a_hundred_per_cent_or_two_points() -> None:
    assert list_told(make_bars("Ръст със 100 %", amounts=(2, 4)), language="bg") == []
    assert list_told(make_bars("Ръст с 2 %", amounts=(2, 4)), language="bg") == ["2 %"]


def test_the_texts_own_percentages_count_too() -> None:
    item = make_bars("From 15.3% to 18.0%: an increase of 2.7%", amounts=(1, 1), unit="people")
    assert list_told(item, language="en") == ["2.7%"]


def test_a_large_number_is_read_with_its_unit_and_what_follows() -> None:
    sentence = {"en": "It was 31% in 2014 and 38% in 2016."}
    values = {"number": 7, "unit": "%", "what": {"en": "more than in 2014"}, "sentence": sentence}
    item = replace(make_figure(), values=values)
    assert list_told(item, language="en", template=LARGE) == ["7 %"]
    assert list_told(replace(item, values={**values, "unit": "pp"}), language="en", template=LARGE) == []


def test_it_is_told_once_for_the_same_words() -> None:
    item = make_bars("7% more")
    item = replace(item, values={**item.values, "sentence": "7% more friends"})
    assert list_told(item, language="en") == ["7%"]
