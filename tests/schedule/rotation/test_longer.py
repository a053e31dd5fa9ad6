"""Spots of several slots: what every loop keeps, as docs/schedules.md says it."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.schedule.rotation.filling import FAVOUR
from campaign.schedule.rotation.rota import Choice, Part, plan_day
from tests.factories.schedule import make_screen, make_spots
from tests.schedule.test_day_plan import HOUSE, SLOT, play_day

SUNDAY = date(2026, 11, 22)

Sold = tuple[int, list[int]]
"""(a flight's weight among the others, the slots of each of its stories)."""

sold = st.lists(
    st.tuples(st.integers(1, 60), st.lists(st.sampled_from([1, 1, 2, 3, 4]), min_size=1, max_size=3)),
    min_size=2,
    max_size=6,
)
days = st.lists(st.tuples(st.integers(60, 400), st.sets(st.integers(0, 5), min_size=1)), min_size=1, max_size=3)


def make_choices(rows: list[Sold], *, per_cent: int, most: int) -> list[Choice]:
    """Flights that are promised so much of the loop together, no spot longer than `most` slots."""
    whole = sum(weight for weight, _ in rows)
    return [
        Choice(
            f"f{at}",
            Fraction(weight * per_cent, whole * 100),
            tuple(
                spot
                for number, slots in enumerate(lengths)
                for spot in make_spots(f"f{at}/{number}", seconds=SLOT * min(slots, most))
            ),
        )
        for at, (weight, lengths) in enumerate(rows)
    ]


@given(rows=sold, per_cent=st.integers(30, 100), day=days, slots=st.integers(4, 30))
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_every_loop_is_full_and_keeps_each_share_within_two_spots(
    rows: list[Sold], per_cent: int, day: list[tuple[int, set[int]]], slots: int
) -> None:
    choices = make_choices(rows, per_cent=per_cent, most=slots // 4)
    longest = {one.flight: max(-int(-spot.seconds // SLOT) for spot in one.spots) for one in choices}
    parts = [
        Part(60 * minutes, (*(choices[at] for at in sorted({at % len(choices) for at in running})), HOUSE))
        for minutes, running in day
    ]
    plan = plan_day(parts, channel=make_screen(slots=slots), day=SUNDAY)
    for part, runs in zip(parts, plan.parts, strict=True):
        running = [one for one in part.choices if one.flight]
        other = max(longest[one.flight] for one in running)
        whole = (run for run in runs if run.seconds >= SLOT * slots * len(run.loops))
        for loop in (loop for run in whole for loop in run.loops):
            used: Counter[str] = Counter()
            for play in loop:
                used[play.flight] += play.slots
            assert used.total() == slots
            assert all(abs(used[one.flight] - one.share * slots) < longest[one.flight] + other for one in running)


@pytest.mark.parametrize("share", [Fraction(1, 30), Fraction(1, 10), Fraction(1, 4)])
def test_a_small_flight_shows_its_long_stories_too(share: Fraction) -> None:
    spots = tuple(spot for slots in (1, 3) for spot in make_spots(f"a/{slots}", seconds=SLOT * slots))
    parts = [Part(70_200, (Choice("a", share, spots), HOUSE))]
    plan = plan_day(parts, channel=make_screen(slots=12), day=SUNDAY)
    plays = Counter(play.spot.ref for play, _second in play_day(plan) if play.flight == "a")
    # those that it passes, and its own turn between; the day may have settled by some more, and end in the middle
    assert plays["a/1"] <= (FAVOUR + 1) * (plays["a/3"] + 1)
    assert plays["a/3"] > 0
