"""F5: numbers and addresses of people."""

from dataclasses import replace

import pytest

from campaign.checks.privacy import check_privacy, is_personal_number
from tests.factories.items import make_story


def list_found(text: str) -> list[str]:
    item = make_story(values={"quote": {"bg": text}})
    return [f"{found.rule} {found.severity.value}" for found in check_privacy(item, language="bg")]


@pytest.mark.parametrize("digits", ["7523169263", "8032056031", "0141010006"])
def test_a_number_with_date_and_checksum_is_personal(digits: str) -> None:
    assert is_personal_number(digits)


@pytest.mark.parametrize("digits", ["7523169264", "7599169263", "7523329263", "0000000000"])
def test_a_number_without_date_or_checksum_is_not(digits: str) -> None:
    assert not is_personal_number(digits)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ЕГН 7523169263.", ["F5 error"]),
        ("Номер 17523169263.", []),
        ("Обади се на 0888 123 456.", ["F5 warning"]),
        ("Обади се на +359 2 987 65 43.", ["F5 warning"]),
        ("Бюджет 358 083,27 евро.", []),
        ("През 2016/2017 г. учат 12 916 студенти.", []),
        ("Живее на ул. „Витоша“ 15.", ["F5 warning"]),
        ("Живее на ул. „Витоша“.", []),
        ("Живее в кв. „Факултета“.", []),
    ],
)
def test_personal_data_is_found_in_texts(text: str, found: list[str]) -> None:
    assert list_found(text) == found


def test_only_texts_of_the_language_are_read() -> None:
    item = make_story(values={"quote": {"bg": "Здравей.", "en": "7523169263"}})
    assert list(check_privacy(item, language="bg")) == []
    assert [found.place.field for found in check_privacy(item, language="en")] == ["values.quote"]


def test_an_alternative_text_is_a_text_like_any_other() -> None:
    item = replace(make_story(), alt={"bg": "Картичка с ЕГН 7523169263.", "en": "A card."})
    assert [finding.place.field for finding in check_privacy(item, language="bg")] == ["alt"]
    assert list(check_privacy(item, language="en")) == []
