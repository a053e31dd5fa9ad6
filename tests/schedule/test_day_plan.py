"""A whole service day: what was promised is kept over all of it, through dayparts and odd shares."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.schedule.rotation.rota import Choice, DayPlan, Part, Play, plan_day
from campaign.spec.channels import Channel
from tests.factories.schedule import make_screen, make_spots

SUNDAY = date(2026, 11, 22)
HOUSE = Choice("", Fraction(0), make_spots("house/project", "house/notice"))
SLOT = 10
"""Seconds."""


def make_choice(flight: str, share: Fraction, *, stories: int = 2, seconds: float = 10, gap: int = 0) -> Choice:
    refs = (f"{flight}/{number}" for number in range(stories))
    return Choice(flight, share, make_spots(*refs, seconds=seconds), gap)


def play_day(plan: DayPlan) -> Iterator[tuple[Play, int]]:
    """What is on the screen for how many seconds, as a player does it: every run from its start, cut at its end."""
    for run in (run for runs in plan.parts for run in runs):
        left = run.seconds
        while left > 0:
            for play in (play for loop in run.loops for play in loop):
                seconds = min(left, play.slots * SLOT)
                if seconds > 0:
                    yield play, seconds
                left -= seconds


def measure_debts(plan: DayPlan, parts: Sequence[Part]) -> dict[str, Fraction]:
    """Flight → seconds promised and not played (below 0: played too much)."""
    debts: dict[str, Fraction] = {}
    for part in parts:
        for choice in part.choices:
            debts[choice.flight] = debts.get(choice.flight, Fraction()) + choice.share * part.seconds
    for play, seconds in play_day(plan):
        debts[play.flight] -= seconds
    return {flight: debt for flight, debt in debts.items() if flight}


shares = st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(1, 4), max_denominator=3000)
days = st.lists(
    st.tuples(st.integers(1, 600), st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True)),
    min_size=1,
    max_size=4,
)


@given(sold=st.lists(shares, min_size=6, max_size=6), stories=st.integers(1, 4), day=days, slots=st.integers(3, 14))
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_over_the_day_every_flight_is_within_one_play_and_in_every_loop_within_one_spot(
    sold: list[Fraction], stories: int, day: list[tuple[int, list[int]]], slots: int
) -> None:
    channel = make_screen(slots=slots)
    flights = [make_choice(f"f{place}", share, stories=stories) for place, share in enumerate(sold)]
    parts = [Part(60 * minutes, (*(flights[at] for at in running), HOUSE)) for minutes, running in day]
    plan = plan_day(parts, channel=channel, day=SUNDAY)
    assert [sum(run.seconds for run in runs) for runs in plan.parts] == [part.seconds for part in parts]
    assert all(abs(debt) <= SLOT for debt in measure_debts(plan, parts).values())
    for part, runs in zip(parts, plan.parts, strict=True):
        whole = (run for run in runs if run.seconds >= channel.loop_seconds * len(run.loops))
        for loop in (loop for run in whole for loop in run.loops):
            given_ = Counter(play.flight for play in loop)
            assert len(loop) == slots
            assert all(abs(given_[one.flight] - one.share * slots) <= 1 for one in part.choices if one.flight)


@pytest.mark.parametrize("share", [Fraction(1, 97), Fraction(23, 97), Fraction(3417, 10000)])
def test_longer_spots_are_within_one_play_of_their_share_too(share: Fraction) -> None:
    parts = [
        Part(9000, (make_choice("clips", share, seconds=29.9), make_choice("stills", Fraction(31, 100)), HOUSE)),
        Part(25200, (make_choice("clips", share, seconds=29.9), HOUSE)),
    ]
    debts = measure_debts(plan_day(parts, channel=make_screen(slots=12), day=SUNDAY), parts)
    assert abs(debts["clips"]) <= 3 * SLOT
    assert abs(debts["stills"]) <= SLOT


def make_mixed(flight: str, share: Fraction) -> Choice:
    """Three stories: one of 10 s, one of 20 s, and one that takes 20 s in Bulgarian and 10 s in English."""
    long, short = (make_spots(f"{flight}/mixed", seconds=seconds) for seconds in (20, 10))
    mixed = (long[0], short[1])
    return Choice(flight, share, (*make_spots(f"{flight}/a"), *make_spots(f"{flight}/b", seconds=20), *mixed))


@pytest.mark.parametrize("slots", [6, 10, 20])
def test_languages_of_different_lengths_leave_no_loop_short_and_all_have_their_turns(slots: int) -> None:
    sold = (("one", 20), ("two", 20), ("three", 10), ("four", 20), ("five", 20))
    parts = [Part(70_200, (*(make_mixed(name, Fraction(share, 100)) for name, share in sold), HOUSE))]
    plan = plan_day(parts, channel=make_screen(slots=slots), day=SUNDAY)
    loops = [loop for runs in plan.parts for run in runs for loop in run.loops]
    assert {sum(int(play.spot.seconds) for play in loop) for loop in loops} == {slots * SLOT}
    assert max(map(abs, measure_debts(plan, parts).values())) <= 2 * SLOT
    shown = Counter((play.spot.ref, play.spot.language) for play, _ in play_day(plan))
    for name, _ in sold:
        turns = [shown[f"{name}/{story}", language] for story in ("a", "b", "mixed") for language in ("bg", "en")]
        assert min(turns) > 0
    assert sum(map(len, plan.parts)) <= 12, "small players read every window"


@pytest.mark.parametrize("slots", [12, 18])
def test_where_everything_is_sold_the_fallback_takes_nothing_from_longer_spots(slots: int) -> None:
    rows = ((150, 1, 10), (300, 1, 20), (20, 1, 10), (290, 1, 10), (240, 4, 10))
    sold = (
        make_choice(f"f{at}", Fraction(share, 1000), stories=stories, seconds=seconds)
        for at, (share, stories, seconds) in enumerate(rows)
    )
    parts = [Part(18420, (*sold, HOUSE))]
    debts = measure_debts(plan_day(parts, channel=make_screen(slots=slots), day=SUNDAY), parts)
    assert all(abs(debt) <= SLOT for debt in debts.values())


def test_a_round_share_needs_one_cycle_an_odd_one_a_few() -> None:
    def count_runs(*sold: Fraction) -> int:
        parts = [Part(70200, (*(make_choice(f"f{at}", share) for at, share in enumerate(sold)), HOUSE))]
        (runs,) = plan_day(parts, channel=make_screen(slots=10), day=SUNDAY).parts
        return len(runs)

    assert count_runs(Fraction(1, 5), Fraction(3, 10)) == 1
    assert count_runs(Fraction(7, 100), Fraction(1, 50)) == 1
    assert count_runs(Fraction(341, 10000), Fraction(77, 1000), Fraction(13, 97)) <= 5


def test_no_story_follows_itself_where_windows_meet() -> None:
    a, b = make_choice("a", Fraction(1, 3), stories=3), make_choice("b", Fraction(1, 4), stories=2)
    parts = [Part(60 * minutes, (*running, HOUSE)) for minutes, running in ((91, (a,)), (47, (a, b)), (133, (b,)))]
    refs = [play.spot.ref for play, _ in play_day(plan_day(parts, channel=make_screen(slots=9), day=SUNDAY))]
    assert [place for place in range(1, len(refs)) if refs[place] == refs[place - 1]] == []


def show_at_once(one: DayPlan, other: DayPlan) -> int:
    pairs = zip(play_day(one), play_day(other), strict=True)
    return sum(left.spot.ref == right.spot.ref for (left, _), (right, _) in pairs)


def test_neighbouring_channels_do_not_show_the_same_story_at_once() -> None:
    parts = [Part(3600, (make_choice("a", Fraction(1, 2), stories=3), make_choice("b", Fraction(1, 2), stories=3)))]
    plans = [plan_day(parts, channel=make_screen(slots=6), day=SUNDAY, seed=seed) for seed in range(3)]
    assert [show_at_once(plans[0], plans[1]), show_at_once(plans[1], plans[2])] == [0, 0]
    assert plans[0] == plan_day(parts, channel=make_screen(slots=6), day=SUNDAY, seed=0)


def play_starts(plan: DayPlan, flight: str) -> list[int]:
    starts, at = [], 0
    for play, seconds in play_day(plan):
        if play.flight == flight:
            starts.append(at)
        at += seconds
    return starts


@pytest.mark.parametrize(("share", "gap"), [(Fraction(1, 10), 90), (Fraction(7, 100), 110), (Fraction(3, 20), 50)])
def test_a_flight_keeps_its_gap_where_it_can(share: Fraction, gap: int) -> None:
    others = [make_choice(name, Fraction(1, 5)) for name in ("b", "c", "d")]
    parts = [Part(21600, (make_choice("a", share, gap=gap), *others, HOUSE))]
    starts = play_starts(plan_day(parts, channel=channel(), day=SUNDAY), "a")
    assert min(right - left for left, right in pairwise(starts)) >= gap


def channel() -> Channel:
    return make_screen(slots=10)


def test_a_window_shorter_than_a_slot_still_has_something_to_show() -> None:
    (runs,) = plan_day([Part(7, (make_choice("a", Fraction(1)),))], channel=channel(), day=SUNDAY).parts
    assert [(run.seconds, len(run.loops) > 0) for run in runs] == [(7, True)]


def test_where_a_day_is_too_short_for_all_stories_the_next_goes_on() -> None:
    many = make_choice("a", Fraction(1, 10), stories=150)
    shown = set()
    for day in range(40):
        plan = plan_day([Part(70200, (many, HOUSE))], channel=channel(), day=date.fromordinal(740000 + day))
        assert not plan.lasting
        shown |= {play.spot.material for run in plan.parts[0] for loop in run.loops for play in loop if play.flight}
    assert len(shown) == 300
