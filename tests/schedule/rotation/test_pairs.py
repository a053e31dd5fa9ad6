"""Two windows for a stretch: what the cycle leaves owing, the loops after it can give."""

from fractions import Fraction
from math import lcm

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campaign.schedule.rotation.cycles import LONGEST, Cast
from campaign.schedule.rotation.pairs import Pair, find_pair
from campaign.schedule.rotation.turns import Runner, list_stories
from tests.factories.schedule import make_screen, make_spots


def make_cast(shares: list[Fraction], *, slots: int, fallback: bool = True) -> Cast:
    """Flights with these shares of a loop of so many slots; the fallback has the rest."""
    channel = make_screen(slots=slots)
    names = [f"f{at}" for at in range(len(shares))] + [""] * fallback
    runners = [
        Runner(name, list_stories(make_spots(f"{name or 'house'}/story"), channel=channel, flight=name))
        for name in names
    ]
    whole = lcm(*(share.denominator for share in shares))
    rates = [int(share * whole) for share in shares]
    return Cast(tuple(runners), (*rates, *([whole - sum(rates)] if fallback else [])), whole, slots, seed=0)


def list_needs(cast: Cast, slots: int) -> list[int]:
    return [rate * slots for rate in cast.rates]


def check(cast: Cast, needs: list[int], pair: Pair, plays: list[int], *, slots: int) -> None:
    """Every loop of the cycle, and on the average of the rest, holds each flight's share, rounded down or up."""
    assert (pair.slots, sum(plays)) == (slots, pair.length)
    assert pair.turns > 1
    assert pair.length % cast.slots == 0
    assert cast.slots <= pair.rest <= LONGEST
    for at in cast.promised:
        least, most = cast.rates[at] * cast.slots // cast.whole, -(-cast.rates[at] * cast.slots // cast.whole)
        assert least * pair.length <= plays[at] * cast.slots <= most * pair.length
        left = Fraction(needs[at], cast.whole) - pair.turns * plays[at]
        slack = Fraction(0) if least else Fraction(1, 2)
        assert least * pair.rest - slack * cast.slots <= left * cast.slots <= most * pair.rest


shares = st.lists(
    st.fractions(min_value=Fraction(1, 300), max_value=Fraction(1, 4), max_denominator=1000), min_size=1, max_size=4
)


@given(sold=shares, slots=st.integers(3, 20), length=st.integers(400, 3000))
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_what_the_cycle_leaves_owing_fits_into_the_loops_after_it(
    sold: list[Fraction], slots: int, length: int
) -> None:
    cast = make_cast(sold, slots=slots)
    needs = list_needs(cast, length)
    found = find_pair(cast, needs, slots=length)
    assume(found)
    assert found
    check(cast, needs, *found, slots=length)


def test_an_odd_share_takes_a_cycle_and_a_rest() -> None:
    cast = make_cast([Fraction(341, 10000), Fraction(77, 1000)], slots=10)
    found = find_pair(cast, list_needs(cast, 2340), slots=2340)
    assert found
    pair, plays = found
    check(cast, list_needs(cast, 2340), pair, plays, slots=2340)
    assert pair.length + pair.rest <= 2 * LONGEST, "small players read every loop that is spelt out"


def test_what_is_owed_from_before_is_made_up_for() -> None:
    cast = make_cast([Fraction(341, 10000), Fraction(77, 1000)], slots=10)
    needs = [
        need + cast.whole // 2 * (at == 0) - cast.whole // 2 * (at == 2)
        for at, need in enumerate(list_needs(cast, 2340))
    ]
    found = find_pair(cast, needs, slots=2340)
    assert found
    check(cast, needs, *found, slots=2340)


def test_where_everything_is_sold_the_cycle_is_full_without_a_fallback() -> None:
    cast = make_cast([Fraction(3, 7), Fraction(2, 7), Fraction(2, 7)], slots=10, fallback=False)
    found = find_pair(cast, list_needs(cast, 1801), slots=1801)
    assert found
    check(cast, list_needs(cast, 1801), *found, slots=1801)


@pytest.mark.parametrize("length", [10, 25])
def test_a_stretch_that_holds_no_cycle_twice_has_no_pair(length: int) -> None:
    cast = make_cast([Fraction(1, 7)], slots=10)
    assert find_pair(cast, list_needs(cast, length), slots=length) is None


def test_what_no_loop_can_give_has_no_pair() -> None:
    cast = make_cast([Fraction(1, 10)], slots=10)
    needs = list_needs(cast, 1000)
    needs[0] += 30 * cast.whole
    needs[1] -= 30 * cast.whole
    assert find_pair(cast, needs, slots=1000) is None
