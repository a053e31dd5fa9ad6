"""Axes have round ticks, labels keep apart, and legends have round edges."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaign.render.scales import Breaks, find_breaks, make_scale, spread_places


@pytest.mark.parametrize(
    ("amounts", "zero", "ticks"),
    [
        ((7.3, 12, 38.2), True, (0, 10, 20, 30, 40)),
        ((62, 71), False, (60, 65, 70, 75)),
        ((62, 71), True, (0, 20, 40, 60, 80)),
        ((-5, 3), True, (-6, -4, -2, 0, 2, 4)),
        ((-8, -2), True, (-8, -6, -4, -2, 0)),
        ((0.1, 0.3), True, (0, 0.1, 0.2, 0.3)),
        ((1e12, 3), True, (0, 5e11, 1e12)),
        ((40, None, 10), True, (0, 10, 20, 30, 40)),
        ((), True, (0, 0.5, 1)),
        ((0, 0), True, (0, 0.5, 1)),
    ],
)
def test_ticks_are_round_and_hold_all_amounts(amounts: tuple[float, ...], zero: bool, ticks: tuple[float, ...]) -> None:
    scale = make_scale(amounts, zero=zero)
    assert scale.ticks == ticks
    assert (scale.low, scale.high) == (ticks[0], ticks[-1])


def test_places_run_from_nought_at_the_low_end_to_one_at_the_high_end() -> None:
    scale = make_scale((-5, 3))
    assert [scale.place(amount) for amount in (-6, -1, 4)] == [0, 0.5, 1]


def test_a_flat_line_stands_in_the_middle_of_its_axis() -> None:
    assert 0.3 <= make_scale((5.5, 5.5), zero=False).place(5.5) <= 0.7


@given(some.lists(some.floats(-1e12, 1e12, allow_subnormal=False), min_size=1), some.booleans())
def test_any_amount_has_a_place_on_its_axis(amounts: list[float], zero: bool) -> None:
    scale = make_scale(amounts, zero=zero)
    assert all(-1e-6 <= scale.place(amount) <= 1 + 1e-6 for amount in amounts)
    assert 2 <= len(scale.ticks) <= 12


@pytest.mark.parametrize(
    ("places", "gap", "spread"),
    [
        ((2, 5, 9), 1, (2, 5, 9)),
        ((1, 1, 1, 9), 1, (0, 1, 2, 9)),
        ((5, 5), 2, (4, 6)),
        ((3, 1, 1.5), 1, (3, 0.75, 1.75)),
        ((9.9, 10), 2, (8, 10)),
        ((0, 0, 10), 2, (0, 2, 10)),
        ((1, 2, 3), 8, (0, 5, 10)),
        ((4,), 3, (4,)),
        ((), 3, ()),
    ],
)
def test_labels_move_as_little_as_keeps_them_apart(
    places: tuple[float, ...], gap: float, spread: tuple[float, ...]
) -> None:
    assert spread_places(places, gap, 0, 10) == pytest.approx(spread)


@given(some.lists(some.floats(0, 100), min_size=2, max_size=9))
def test_labels_keep_their_gap_their_order_and_their_room(places: list[float]) -> None:
    spread = spread_places(places, 8, 0, 100)
    ordered = [place for _, place in sorted(zip(places, spread, strict=True), key=lambda both: both)]
    assert all(after - before >= 8 - 1e-6 for before, after in pairwise(ordered))
    assert min(spread) >= -1e-6
    assert max(spread) <= 100 + 1e-6


@pytest.mark.parametrize(
    ("amounts", "steps", "edges"),
    [
        ((3, 7, 11, 22, 38), 4, (0, 10, 20, 30, 40)),
        ((3, 7, 11, 22, 38), 3, (0, 20, 40)),
        ((0.1, None, 0.7), 3, (0, 0.5, 1)),
        ((-3, 3), 2, (-5, 0, 5)),
        ((5, 5), 4, (5, 5)),
        ((), 4, ()),
    ],
)
def test_classes_have_round_edges(amounts: tuple[float, ...], steps: int, edges: tuple[float, ...]) -> None:
    assert find_breaks(amounts, steps) == edges


def test_an_amount_on_an_edge_belongs_to_the_class_above_and_the_greatest_to_the_last() -> None:
    breaks = Breaks((0, 10, 20, 30))
    assert [breaks.find(amount) for amount in (0, 9.9, 10, 29, 30, 99, -1)] == [0, 0, 1, 2, 2, 2, 0]


@given(some.lists(some.floats(-1e12, 1e12, allow_subnormal=False), min_size=2, unique=True), some.integers(2, 7))
def test_no_legend_has_more_classes_than_asked_for(amounts: list[float], steps: int) -> None:
    breaks = find_breaks(amounts, steps)
    assert len(breaks) <= steps + 1
    assert breaks[0] <= min(amounts) + 1e-6
    assert breaks[-1] >= max(amounts) - 1e-6
