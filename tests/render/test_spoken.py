"""Values are said as a listener expects them."""

import pytest

from campaign.render.context import Number, Picture, Row
from campaign.render.spoken import add_unit, close_up, end_sentence, loosen_value, say_value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        ("Съседи", "Съседи"),
        (Number(7.3, "7,3"), "7,3"),
        (Picture("a.png", "Кръг"), "Кръг"),
        ((Row("2014", 31, "31 %", 0.6), Row("2018", 52, "52 %", 1)), "2014: 31 %; 2018: 52 %"),
        (("една", "две"), "една; две"),
        (({"name": "Ана", "photo": Picture("a.png", "Кръг"), "age": None},), "Ана, Кръг"),
    ],
)
def test_every_kind_of_value_is_said(value: object, said: str) -> None:
    assert say_value(value) == said


@pytest.mark.parametrize(
    ("text", "ended"),
    [("Да", "Да."), ("Да?", "Да?"), ("„Да!“", "„Да!“"), ("„Да“", "„Да“."), ("", ""), (None, ""), ("«نعم»", "«نعم».")],
)
def test_a_sentence_ends_once(text: str | None, ended: str) -> None:
    assert end_sentence(text) == ended


@pytest.mark.parametrize(
    ("unit", "language", "said"),
    [
        ("€", "en", "€45"),
        ("€", "bg", "45 €"),
        ("%", "en", "45%"),
        ("%", "bg", "45 %"),
        ("pupils", "en", "45 pupils"),
        (None, "en", "45"),
    ],
)
def test_a_unit_stands_where_the_language_puts_it(unit: str | None, language: str, said: str) -> None:
    assert add_unit(Number(45, "45"), unit, language=language) == said


def test_fixed_spaces_and_marks_are_not_heard() -> None:
    assert loosen_value((Row("\u200fБГ\u00a01", 1, "1\u202f%", 1),)) == (Row("БГ 1", 1, "1 %", 1),)


def test_gaps_of_what_is_missing_close() -> None:
    assert close_up(" около \n 310 , от ( 480 ) .") == "Около 310, от (480)."
    assert close_up("Елате.; През 2014 г.; Край.") == "Елате; През 2014 г.; Край."
