"""Each photo has its three seconds, or the time its caption takes, and the last third holds still."""

from itertools import pairwise

import pytest

from campaign.render.context import Picture, Shown
from campaign.render.manifest import Motion
from campaign.render.turns import plan_turns
from campaign.spec.errors import InvalidValue

MOTION = Motion(arrives=1.0, least=5.0, most=15.0, essay="photos")


def make_values(*words: int) -> dict[str, Shown]:
    return {"photos": tuple({"photo": Picture("a.jpg", "alt"), "caption": "дума " * count} for count in words)}


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("slot", [5, 10, 15])
def test_every_photo_has_at_least_three_seconds(count: int, slot: int) -> None:
    turns = plan_turns(MOTION, make_values(*[2] * count), slot_seconds=slot, fps=25)
    shown = [after - before for before, after in pairwise((*turns.firsts, turns.resumes))]
    assert turns.frames % (slot * 25) == 0
    assert min(shown) >= 75


def test_a_caption_that_takes_longer_has_longer() -> None:
    turns = plan_turns(MOTION, make_values(2, 11, 2), slot_seconds=5, fps=25)
    first, second, third = turns.firsts
    assert third - second >= 5 * 25
    assert third - second > second - first


def test_the_last_third_holds_still_where_there_is_time() -> None:
    turns = plan_turns(MOTION, make_values(2, 2, 2), slot_seconds=15, fps=25)
    assert (turns.frames, turns.rests, turns.resumes) == (375, 250, 365)


def test_a_last_photo_that_comes_late_glides_no_longer_than_it_must() -> None:
    turns = plan_turns(MOTION, make_values(2, 2, 2), slot_seconds=10, fps=25)
    assert (turns.frames, turns.firsts, turns.rests) == (250, (0, 75, 150), 215)


def test_captions_that_nobody_could_read_in_time_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"photos: The photos and their captions take 20\.5 seconds") as caught:
        plan_turns(MOTION, make_values(15, 15, 15), slot_seconds=5, fps=25)
    assert "15 seconds" in str(caught.value.hint)
