"""The margin of error: known values, and rounding that never flatters."""

import pytest

from campaign.render.margins import print_margin
from campaign.spec.figure import measure_margin


@pytest.mark.parametrize(
    ("share", "count", "margin"), [(50, 1000, 3.099), (50, 400, 4.9), (10, 1000, 1.859), (0, 100, 0), (50, 0, 100)]
)
def test_margin_is_the_half_width_of_the_interval(share: float, count: float, margin: float) -> None:
    assert measure_margin(share, count) == pytest.approx(margin, abs=0.001)


@pytest.mark.parametrize(("language", "text"), [("bg", "3,1"), ("en", "3.1")])
def test_margin_is_printed_with_one_decimal(language: str, text: str) -> None:
    assert print_margin(50, 1000, language) == text


def test_margin_is_rounded_up_but_never_by_what_a_float_adds() -> None:
    assert print_margin(10, 1000, "en") == "1.9"
    assert print_margin(50, 400, "en") == "4.9"
