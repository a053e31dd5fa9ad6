"""Figures are printed as each language prints them, and counters end on the exact value."""

from datetime import date
from itertools import pairwise

import pytest

from campaign.render.numbers import count_decimals, format_day, format_number, format_share, list_steps
from campaign.render.typography import loosen

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (35000, "bg", f"35{NARROW}000"),
        (3500, "bg", f"3{NARROW}500"),
        (350.0, "bg", "350"),
        (1234567.25, "bg", f"1{NARROW}234{NARROW}567,25"),
        (35000, "en", "35,000"),
        (35000, "fr", f"35{NARROW}000"),
        (35000, "ar", "35,000"),
        (0, "bg", "0"),
    ],
)
def test_thousands_and_decimals_follow_the_language(amount: float, language: str, text: str) -> None:
    assert format_number(amount, language=language) == text


@pytest.mark.parametrize(
    ("language", "text"), [("bg", f"7,3{NARROW}%"), ("en", "7.3%"), ("de", f"7,3{NARROW}%"), ("tr", "%7,3")]
)
def test_per_cent_follows_the_language(language: str, text: str) -> None:
    assert format_share(7.3, language=language) == text


@pytest.mark.parametrize(("language", "text"), [("bg", "\u22121\u202f234,5"), ("en", "\u22121,234.5")])
def test_a_minus_is_a_minus_and_no_hyphen(language: str, text: str) -> None:
    assert format_number(-1234.5, language=language) == text


def test_a_counter_slows_down_and_ends_on_the_exact_text() -> None:
    text = format_number(35000, language="en")
    steps = list_steps(
        35000, text=text, show=lambda value, digits: format_number(value, language="en", decimals=digits)
    )
    values = [int(step.replace(",", "")) for step in steps]
    gaps = [later - earlier for earlier, later in pairwise(values)]
    assert (len(steps), steps[-1]) == (12, "35,000")
    assert gaps == sorted(gaps, reverse=True)


def test_a_counter_keeps_its_decimals_and_never_repeats() -> None:
    steps = list_steps(0.3, text="0.3", show=lambda value, digits: format_number(value, language="en", decimals=digits))
    assert steps == ("0.1", "0.2", "0.3")


def test_decimals_are_those_of_the_shortest_writing() -> None:
    assert [count_decimals(amount) for amount in (3, 3.0, 0.1, 7.25)] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("bg", ("2025 г.", "декември 2025 г.", "09.12.2025 г.")),
        ("en", ("2025", "December 2025", "9 December 2025")),
        ("ar", ("2025", "ديسمبر 2025", "9 ديسمبر 2025")),
    ],
)
def test_a_date_is_printed_as_exactly_as_it_is_known(language: str, printed: tuple[str, str, str]) -> None:
    days = [format_day(date(2025, 12, 9), precision=precision, language=language) for precision in (1, 2, 3)]

    assert tuple(loosen(day) for day in days) == printed
