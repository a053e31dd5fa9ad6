"""Loops keep their promises: shares, turns, languages, neighbours."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.schedule.rotation.cycles import LONGEST
from campaign.schedule.rotation.rota import Choice, Loop, make_cycle
from tests.factories.schedule import make_screen, make_spots

SUNDAY = date(2026, 11, 22)


def make_choice(flight: str, share: int, *items: str, seconds: float = 10) -> Choice:
    """The items of the campaign that is called like the flight."""
    refs = [f"{flight or 'house'}/{item}" for item in items]
    return Choice(flight, Fraction(share, 100), make_spots(*refs, seconds=seconds))


HOUSE = make_choice("", 0, "project")


def run(*choices: Choice, slots: int = 10, day: date = SUNDAY) -> tuple[Loop, ...]:
    return make_cycle(choices, channel=make_screen(slots=slots), day=day)


def count_repeats(loops: tuple[Loop, ...]) -> int:
    """How often a story follows itself, round the ring."""
    refs = [play.spot.ref for loop in loops for play in loop]
    return sum(left == right for left, right in pairwise((*refs, refs[0]))) if len(refs) > 1 else 0


def test_shares_in_whole_slots_are_met_exactly_in_every_loop() -> None:
    loops = run(make_choice("a", 50, "1", "2"), make_choice("b", 30, "1", "2"), make_choice("c", 20, "1"))
    for loop in loops:
        assert Counter(play.flight for play in loop) == {"a": 5, "b": 3, "c": 2}


def test_what_nobody_was_promised_goes_to_the_fallback() -> None:
    for loop in run(make_choice("a", 40, "1", "2"), HOUSE):
        assert Counter(play.flight for play in loop) == {"a": 4, "": 6}


def test_without_a_fallback_the_flights_grow_in_proportion() -> None:
    for loop in run(make_choice("a", 40, "1", "2"), make_choice("b", 10, "1")):
        assert Counter(play.flight for play in loop) == {"a": 8, "b": 2}


def test_a_flight_without_spots_leaves_its_time_to_the_fallback() -> None:
    for loop in run(Choice("a", Fraction(1, 2), ()), make_choice("b", 50, "1"), HOUSE):
        assert Counter(play.flight for play in loop) == {"b": 5, "": 5}


def test_nothing_to_show_is_no_loop() -> None:
    assert run(Choice("a", Fraction(1), ())) == ()


def test_a_share_below_a_slot_has_its_turn_in_some_loops() -> None:
    loops = run(make_choice("a", 95, "1", "2"), make_choice("b", 5, "1"))
    assert [sum(play.flight == "b" for play in loop) for loop in loops[:4]] == [0, 1, 0, 1]


def test_items_take_turns_from_loop_to_loop_in_every_language() -> None:
    loops = run(make_choice("a", 50, "1", "2", "3"), make_choice("b", 50, "1", "2"))
    plays = Counter((play.spot.ref, play.spot.language) for loop in loops for play in loop if play.flight == "a")
    assert sorted(plays) == [(f"a/{item}", language) for item in "123" for language in ("bg", "en")]
    assert max(plays.values()) == min(plays.values())


def test_languages_alternate_on_the_screen() -> None:
    (loop,) = run(make_choice("a", 50, "1"), make_choice("b", 50, "1"), slots=4)
    assert [play.spot.language for play in loop] == ["bg", "en", "en", "bg"]
    loop = run(*(make_choice(name, 25, "1") for name in "abcd"), slots=4)[0]
    assert [play.spot.language for play in loop] == ["bg", "en", "bg", "en"]


def test_an_item_in_one_language_is_shown_in_that_language() -> None:
    choice = Choice("a", Fraction(1), tuple(spot for spot in make_spots("a/1", "a/2") if spot.language == "en"))
    assert {play.spot.language for loop in run(choice) for play in loop} == {"en"}


def test_a_long_spot_takes_as_many_slots_as_it_needs() -> None:
    loops = run(make_choice("a", 50, "1", "2", seconds=24.9), make_choice("b", 50, "1", "2"), HOUSE, slots=12)
    for loop in loops:
        assert sum(play.slots for play in loop) == 12
        assert [play.slots for play in loop if play.flight == "a"] == [3, 3]


def test_a_file_a_hair_longer_than_its_slot_keeps_to_it() -> None:
    assert {play.slots for play in run(make_choice("a", 100, "1", seconds=10.01))[0]} == {1}


def test_a_hole_that_no_other_spot_fits_is_never_left() -> None:
    long, short = make_choice("a", 80, "1", "2", seconds=30), make_choice("b", 20, "1", seconds=20)
    for loop in run(long, short, slots=10):
        assert sum(play.slots for play in loop) == 10


def test_a_spot_longer_than_the_loop_is_left_out() -> None:
    loops = run(make_choice("a", 50, "1", seconds=200), make_choice("b", 50, "1"), slots=10)
    assert {play.flight for loop in loops for play in loop} == {"b"}


def test_a_story_that_two_flights_share_does_not_follow_itself() -> None:
    whole = make_choice("a", 80, "1", "2", "3")
    single = Choice("b", Fraction(1, 5), make_spots("a/1"))
    assert count_repeats(run(whole, single)) == 0


def test_too_many_items_for_a_cycle_go_on_the_next_day() -> None:
    many = make_choice("a", 100, *(str(item) for item in range(200)))
    days = [run(many, day=date(2026, 11, day)) for day in (22, 23, 24, 25)]
    shown = {(play.spot.ref, play.spot.language) for loops in days for loop in loops for play in loop}
    assert {sum(play.slots for loop in loops for play in loop) for loops in days} == {LONGEST}
    assert len(shown) == 400


flights = st.lists(st.tuples(st.integers(1, 100), st.integers(1, 5)), min_size=1, max_size=6).filter(
    lambda rows: sum(share for share, _ in rows) <= 100
)


@given(rows=flights, slots=st.integers(2, 14))
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_every_loop_keeps_every_share_within_one_spot(rows: list[tuple[int, int]], slots: int) -> None:
    choices = [make_choice(f"f{place}", share, *map(str, range(items))) for place, (share, items) in enumerate(rows)]
    cycle = run(*choices, HOUSE, slots=slots)
    for loop in cycle:
        given_ = Counter(play.flight for play in loop)
        assert len(loop) == slots
        assert all(abs(given_[choice.flight] - choice.share * slots) < 1 for choice in choices)
    assert cycle == run(*choices, HOUSE, slots=slots)


@given(rows=flights, slots=st.integers(2, 14))
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_no_story_follows_itself_where_the_numbers_let_it(rows: list[tuple[int, int]], slots: int) -> None:
    choices = [make_choice(f"f{place}", share, *map(str, range(items))) for place, (share, items) in enumerate(rows)]
    loops = run(*choices, HOUSE, slots=slots)
    most = [max(Counter(play.spot.ref for play in loop).values()) for loop in loops]
    if all(2 * count <= len(loop) for count, loop in zip(most, loops, strict=True)):
        assert count_repeats(loops) == 0


@pytest.mark.parametrize(
    ("rows", "slots"),
    [
        ([(4, 1), (43, 1), (17, 4), (5, 4), (12, 4)], 8),
        ([(6, 1), (20, 3), (47, 1)], 2),
        ([(99, 2), (1, 4)], 14),
    ],
)
def test_a_whole_row_of_loops_is_turned_round_where_only_that_helps(rows: list[tuple[int, int]], slots: int) -> None:
    choices = [make_choice(f"f{place}", share, *map(str, range(items))) for place, (share, items) in enumerate(rows)]
    assert count_repeats(run(*choices, HOUSE, slots=slots)) == 0


@pytest.mark.parametrize(
    ("rows", "slots"), [([(37, 1), (12, 2), (5, 1)], 3), ([(21, 2), (30, 1)], 7), ([(2, 3), (34, 1), (19, 2)], 5)]
)
def test_a_story_that_has_half_of_a_loop_does_not_meet_itself_in_the_next(
    rows: list[tuple[int, int]], slots: int
) -> None:
    choices = [make_choice(f"f{place}", share, *map(str, range(items))) for place, (share, items) in enumerate(rows)]
    assert count_repeats(run(*choices, HOUSE, slots=slots)) == 0
