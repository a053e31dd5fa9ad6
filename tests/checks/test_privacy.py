"""F5: numbers and addresses of people."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.checks.privacy import check_privacy, is_personal_number
from tests.factories.items import make_story


def list_found(text: str, language: str = "bg") -> list[str]:
    item = make_story(values={"quote": {language: text}})
    return [f"{found.rule} {found.severity.value}" for found in check_privacy(item, language=language)]


@pytest.mark.parametrize("digits", ["7523169263", "8032056031", "0141010006"])
def test_a_number_with_date_and_checksum_is_personal(digits: str) -> None:
    assert is_personal_number(digits)


@pytest.mark.parametrize("digits", ["7523169264", "7599169263", "7523329263", "0000000000"])
def test_a_number_without_date_or_checksum_is_not(digits: str) -> None:
    assert not is_personal_number(digits)


@pytest.mark.parametrize(
    "text",
    [
        "ЕГН 7523169263.", "7523169263", "ЕГН: 752316 9263", "75 23 16 92 63", "752316-9263", "752316–9263",
        "7.5.2.3.1.6.9.2.6.3",
        "752316\u00a09263", "752316\n9263", "75231\u200b69263", "7523\u00ad169263", "٧٥٢٣١٦٩٢٦٣", "۷۵۲۳۱۶۹۲۶۳",
        "७५२३१६९२६३",
        "７５２３１６９２６３", "(7523169263)", "№7523169263,", "ЕГН 7 523 169 263",
    ],
)  # fmt: skip
def test_a_personal_number_is_found_however_it_is_written(text: str) -> None:
    assert list_found(f"Ана, {text}") == ["F5 error"]


@pytest.mark.parametrize(
    "text",
    [
        "Номер 17523169263.", "BG05SFPR001-1.008-0009-C01", "BG05SFPR001-1.008", "Бюджет 358 083,27 евро.", "358083.27",
        "Бюджет 7 523 169 263 лв.", "7523169263,50 лв.", "През 2016/2017 г. учат 12 916 студенти.", "2014–2020",
        "2021-2027 г.",
        "От 09.12.2025-09.12.2028 г.", "09.12.2025 – 09.12.2028", "2025-12-09", "19–22 юни 2018", "101143287",
        "75-о училище",
        "132 и 127 от 259", "IBAN BG80BNBG96611020345678", "ISBN 978-954-07-1234-5", "Договор № 7523169264",
        "A7523169263",
        "Дял 0,123456789", "Живее на ул. „Витоша“.", "Живее в кв. „Факултета“.", "ул. „Пиротска“ през 2016 г.",
        "бул. „България“ 2018", "Станция „Опълченска“", "Площад с липи", "улица с 20 деца", "10:30–11:45 ч.",
        "1 от 10", "0,5 %",
        "00:00:02,400", "Улица на 100 години", "0800", "тел. екип", "12 people on the street",
        "5 деца на улица „Пиротска“", "3 avenues of work",
    ],
)  # fmt: skip
def test_what_is_no_personal_data_is_left_alone(text: str) -> None:
    assert list_found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Обади се на 0888 123 456.", "Обади се на +359 2 987 65 43.", "тел. 02 987 65 43", "0888-123-456",
        "(02) 987 65 43",
        "00359888123456", "+49 30 901820", "٠٨٨٨١٢٣٤٥٦", "тел.: 987 65 43", "GSM 0888/123456", "0888\u00a0123\u00a0456",
    ],
)  # fmt: skip
def test_a_phone_is_left_to_the_lead(text: str) -> None:
    assert list_found(text) == ["F5 warning"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bg", "Живее на ул. „Витоша“ 15."), ("bg", "ул. Граф Игнатиев № 7"), ("bg", "бул. „Цар Борис III“ 136А"),
        ("bg", "ж.к. „Люлин“, бл. 512"), ("bg", "бл. 12, вх. Б"), ("bg", "булевард България 58"), ("en",
        "12 Vitosha Street"),
        ("en", "Vitosha Blvd 15"), ("en", "221b Baker Street"), ("de", "Hauptstraße 5"), ("es", "Calle Mayor, 5"),
        ("fr", "12 rue de la Paix"), ("nl", "Kerkstraat 7"), ("ro", "Strada Victoriei nr. 5"),
    ],
)  # fmt: skip
def test_an_address_is_left_to_the_lead(language: str, text: str) -> None:
    assert list_found(text, language) == ["F5 warning"]


def test_a_finding_does_not_repeat_the_personal_number() -> None:
    item = make_story(values={"quote": {"bg": "ЕГН 7523169263"}})
    (found,) = check_privacy(item, language="bg")
    assert ("7523169263" in str(found), found.message.params["at"]) == (False, 5)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.sampled_from(("", " ", "-", ".")))
def test_every_number_with_its_checksum_is_found(born: date, number: int, gap: str) -> None:
    month = born.month + (40 if born.year >= 2000 else 0)
    digits = f"{born.year % 100:02}{month:02}{born.day:02}{number:03}"
    weights = (2, 4, 8, 5, 10, 9, 7, 3, 6)
    digits += str(sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 % 10)
    assert list_found(f"Номер {digits[:6]}{gap}{digits[6:]}") == ["F5 error"]


def test_only_texts_of_the_language_are_read() -> None:
    item = make_story(values={"quote": {"bg": "Здравей.", "en": "7523169263"}})
    assert list(check_privacy(item, language="bg")) == []
    assert [found.place.field for found in check_privacy(item, language="en")] == ["values.quote"]


def test_an_alternative_text_is_a_text_like_any_other() -> None:
    item = replace(make_story(), alt={"bg": "Картичка с ЕГН 7523169263.", "en": "A card."})
    assert [finding.place.field for finding in check_privacy(item, language="bg")] == ["alt"]
    assert list(check_privacy(item, language="en")) == []
