"""Figures: what is not known stays so, percentages are not points, few people are not shown."""

from decimal import Decimal
from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.spec.errors import InvalidValue
from campaign.spec.figure import (
    PERCENT,
    POINTS,
    Figure,
    Interval,
    Shown,
    Status,
    measure_change,
    measure_joint_margin,
    measure_margin,
    show_count,
    subtract,
    sum_parts,
    suppress,
    take_share,
)

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


def count(amount: object, **changes: Any) -> Figure:
    known: dict[str, Any] = {"value": None if amount is None else Decimal(str(amount))}
    known |= {"unit": "people", "period": "2021"}
    if amount is None:
        known["status"] = Status.UNKNOWN
    return Figure(**known | changes)


def share(amount: object, **changes: Any) -> Figure:
    return count(amount, **{"unit": PERCENT, "decimals": 1} | changes)


@pytest.mark.parametrize("changes", [
    {"value": None},
    {"status": Status.UNKNOWN},
    {"status": Status.SUPPRESSED},
    {"value": Decimal("NaN")},
    {"n": -1},
    {"decimals": -1},
    {"interval": Interval(Decimal(8), Decimal(9))},
])  # fmt: skip
def test_what_contradicts_itself_is_no_figure(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        count(7, **changes)


@given(st.lists(AMOUNTS, min_size=1, max_size=8), st.randoms())
def test_a_sum_is_that_of_its_parts_in_any_order(amounts: list[Decimal], shuffler: Any) -> None:
    parts = [count(amount) for amount in amounts]
    shuffled = list(parts)
    shuffler.shuffle(shuffled)
    assert sum_parts(parts).value == sum_parts(shuffled).value == sum(amounts)


@given(
    st.lists(AMOUNTS, min_size=1, max_size=6), st.integers(0, 6), st.sampled_from([Status.UNKNOWN, Status.SUPPRESSED])
)
def test_one_part_that_is_not_known_leaves_no_sum(amounts: list[Decimal], at: int, status: Status) -> None:
    parts = [count(amount) for amount in amounts]
    parts.insert(min(at, len(parts)), count(None, status=status))
    total = sum_parts(parts)
    assert (total.value, total.status) == (None, Status.UNKNOWN)


@given(AMOUNTS, AMOUNTS)
def test_a_share_is_between_nought_and_a_hundred_and_its_whole_is_its_denominator(one: Decimal, other: Decimal) -> None:
    part, whole = min(one, other), max(one, other)
    found = take_share(count(part), count(whole))
    if not whole:
        assert found.status is Status.UNKNOWN
    else:
        assert found.value is not None
        assert 0 <= found.value <= 100
        assert (found.unit, found.denominator) == (PERCENT, whole)


@given(AMOUNTS, AMOUNTS)
def test_a_difference_of_percentages_is_in_points_and_turns_round(one: Decimal, other: Decimal) -> None:
    there, back = subtract(share(one), share(other)), subtract(share(other), share(one))
    assert there.unit == back.unit == POINTS
    assert there.value == -(back.value or 0)


def test_points_and_per_cent_of_the_same_step_are_told_apart() -> None:
    later, earlier = share(4, period="2021"), share(2, period="2011")
    points, change = subtract(later, earlier), measure_change(later, earlier)
    assert (points.value, points.unit, points.period) == (Decimal(2), POINTS, "2011–2021")
    assert (change.value, change.unit) == (Decimal(100), PERCENT)


def test_from_nought_there_is_no_relative_change() -> None:
    assert measure_change(count(4), count(0)).status is Status.UNKNOWN


def test_what_is_unknown_is_never_nought() -> None:
    unknown, known = count(None), count(5)
    for found in (
        sum_parts([unknown, known]),
        take_share(unknown, known),
        take_share(known, unknown),
        subtract(known, unknown),
        measure_change(unknown, known),
    ):
        assert (found.value, found.printed, found.status) == (None, None, Status.UNKNOWN)


@pytest.mark.parametrize("parts", [
    [],
    [count(1), share(2)],
    [count(1), count(2, period="2011")],
    [share(10, denominator=Decimal(50)), share(20, denominator=Decimal(60))],
])  # fmt: skip
def test_what_does_not_belong_together_is_not_added(parts: list[Figure]) -> None:
    with pytest.raises(InvalidValue):
        sum_parts(parts)


def test_a_part_larger_than_its_whole_is_refused() -> None:
    with pytest.raises(InvalidValue):
        take_share(count(6), count(5))


def test_what_is_made_of_figures_is_as_sure_and_exact_as_the_least_of_them() -> None:
    total = sum_parts([count(1, decimals=2), count(2, decimals=1, status=Status.PROVISIONAL)])
    assert (total.decimals, total.status) == (1, Status.PROVISIONAL)


@pytest.mark.parametrize(("value", "decimals", "printed"), [("2.5", 0, "2"), ("2.51", 0, "3"), ("15.349", 1, "15.3")])
def test_a_figure_is_rounded_only_where_it_is_printed(value: str, decimals: int, printed: str) -> None:
    figure = count(value, decimals=decimals)
    assert (figure.printed, figure.value) == (Decimal(printed), Decimal(value))


@given(st.lists(st.decimals(min_value=0, max_value=100, places=4), min_size=1, max_size=9), st.integers(0, 3))
def test_printed_parts_never_miss_their_sum_by_more_than_the_slack(amounts: list[Decimal], decimals: int) -> None:
    parts = [share(amount, decimals=decimals) for amount in amounts]
    missed = sum((part.printed or Decimal(0) for part in parts), Decimal(0)) - sum(amounts)
    assert abs(missed) <= sum(part.slack for part in parts)


@pytest.mark.parametrize(("people", "shown"), [
    (0, Shown.HIDDEN), (19, Shown.HIDDEN), (20, Shown.BRACKETED), (49, Shown.BRACKETED), (50, Shown.PLAIN),
])  # fmt: skip
def test_few_people_stand_in_brackets_and_fewer_are_not_shown(people: int, shown: Shown) -> None:
    assert show_count(people) is shown
    assert suppress(count(7, n=people)).is_known is (shown is not Shown.HIDDEN)


def test_a_sample_of_a_thousand_is_off_by_three_points() -> None:
    assert isclose(measure_margin(50, 1000), 3.099, abs_tol=0.001)
    assert isclose(measure_margin(10, 1000), 1.859, abs_tol=0.001)
    assert measure_margin(50, 0) == 100


@given(st.floats(0, 100), st.integers(1, 10**6))
def test_a_margin_is_the_same_from_either_end_and_shrinks_with_more_people(part: float, people: int) -> None:
    margin = measure_margin(part, people)
    assert isclose(margin, measure_margin(100 - part, people), abs_tol=1e-6)
    assert measure_margin(part, 4 * people) <= margin
    assert measure_joint_margin(part, people, part, people) >= margin
