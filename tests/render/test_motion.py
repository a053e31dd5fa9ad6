"""Loops last as long as reading needs, in whole slots, and draw only what moves."""

from itertools import pairwise

import pytest

from campaign.render.context import Clip, Number, Picture, Row, Shown
from campaign.render.manifest import Motion
from campaign.render.motion import MotionPlan, count_words, fill_slots, plan_motion

MOTION = Motion(arrives=1.2, least=5.0, most=25.0)


def test_a_short_text_takes_one_slot() -> None:
    assert plan_motion(MOTION, words=12, slot_seconds=10, fps=25) == MotionPlan(
        fps=25, drawn=31, frames=250, closing=10
    )


def test_a_text_that_needs_more_takes_whole_slots() -> None:
    assert plan_motion(MOTION, words=23, slot_seconds=10, fps=25).seconds == 20


def test_a_text_that_just_fits_its_slot_takes_no_other() -> None:
    assert plan_motion(MOTION, words=22, slot_seconds=10, fps=25).seconds == 10


def test_a_template_caps_the_length_before_it_is_rounded_up() -> None:
    assert plan_motion(MOTION, words=1000, slot_seconds=10, fps=25).seconds == 30


@pytest.mark.parametrize(("seconds", "filled"), [(0.0, 7), (7.0, 7), (7.01, 14), (14.0, 14)])
def test_slots_are_filled_to_the_next_whole_one(seconds: float, filled: int) -> None:
    assert fill_slots(seconds, slot_seconds=7) == filled


def test_the_last_moment_is_the_rest_and_never_before_it() -> None:
    plan = MotionPlan(fps=10, drawn=4, frames=50)
    assert list(plan.moments(rest=0.25)) == [0.0, 0.1, 0.2, 0.3]
    assert list(plan.moments(rest=0.35)) == [0.0, 0.1, 0.2, 0.35]


def test_motion_longer_than_the_loop_is_drawn_to_its_end_only() -> None:
    plan = plan_motion(Motion(arrives=9, least=1, most=9), words=0, slot_seconds=3, fps=5)
    assert (plan.drawn, plan.closing) == (45, 0)


def test_a_still_template_draws_one_frame() -> None:
    plan = plan_motion(Motion(arrives=0, least=5, most=9), words=0, slot_seconds=5, fps=25)
    assert (plan.drawn, plan.closing) == (1, 0)


def test_the_way_back_to_the_beginning_is_even_and_never_stands() -> None:
    shares = (0.0, *MotionPlan(fps=25, drawn=31, frames=250, closing=10).shares, 1.0)
    steps = [after - before for before, after in pairwise(shares)]
    assert all(0 < step < 0.15 for step in steps)
    assert steps == pytest.approx(steps[::-1])


def test_words_are_counted_over_all_that_is_read() -> None:
    values: dict[str, Shown] = {
        "headline": "Девет от десет",
        "number": Number(35000, "35\u202f000"),
        "rows": (Row("в града", 1.0, "1", 1.0), Row("на село", 2.0, "2", 1.0)),
        "list": ("първо", "второ нещо"),
        "photo": Picture("x", "не се чете"),
        "clip": Clip("x.mp4", 0, 1, "не се чете"),
        "empty": None,
    }
    assert count_words(values) == 3 + 2 + 6 + 3
