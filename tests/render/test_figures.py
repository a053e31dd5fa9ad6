"""Differences and ticks: exact to the last digit given, and printed as the language prints."""

import pytest

from campaign.render.figures import print_figure, print_ticks


@pytest.mark.parametrize(
    ("amount", "like", "language", "printed"),
    [
        (52.3 - 31.1, (52.3, 31.1), "bg", "21,2"),
        (0.3 - 0.1, (0.3, 0.1), "en", "0.2"),
        (20, (15.5, 20), "en", "20.0"),
        (35000, (), "en", "35,000"),
        (-0.0001, (1, 2), "en", "0"),
    ],
)
def test_a_difference_has_the_decimals_of_what_it_comes_from(
    amount: float, like: tuple[float, ...], language: str, printed: str
) -> None:
    assert print_figure(amount, language, like=like) == printed


def test_a_percentage_carries_its_sign() -> None:
    assert print_figure(31, "bg", percent=True) == "31\u202f%"
    assert print_ticks((0, 20), "en", percent=True) == ("0%", "20%")


@pytest.mark.parametrize(
    ("ticks", "printed"),
    [
        ((0, 0.5, 1), ("0.0", "0.5", "1.0")),
        ((0, 500_000, 1_000_000, 1_500_000), ("0", "500K", "1M", "1.5M")),
        ((0, 5e11, 1e12), ("0", "500B", "1T")),
        ((-2e6, 0), ("-2M", "0")),
    ],
)
def test_large_ticks_are_in_words_and_lose_nothing(ticks: tuple[float, ...], printed: tuple[str, ...]) -> None:
    assert print_ticks(ticks, "en") == printed
