"""Days that meet: the next one begins with another story, and ends as it would have."""

from datetime import date
from fractions import Fraction

import pytest

from campaign.schedule.rotation.nights import begin_otherwise, find_last
from campaign.schedule.rotation.rota import Choice, DayPlan, Part, plan_day
from tests.factories.schedule import make_screen, make_spots

SLOT = 10


def plan(seconds: int, *, slots: int = 6) -> DayPlan:
    a = Choice("a", Fraction(1, 3), make_spots("a/1", "a/2"))
    house = Choice("", Fraction(0), make_spots("house/project", "house/notice"))
    return plan_day([Part(seconds, (a, house))], channel=make_screen(slots=slots), day=date(2026, 11, 22))


def list_refs(day: DayPlan) -> list[list[str]]:
    return [[play.spot.ref for play in loop] for runs in day.parts for run in runs for loop in run.loops]


@pytest.mark.parametrize("seconds", [86_400, 86_430, 86_440, 86_455, 3_600 * 23])
def test_a_day_begins_with_another_story_and_ends_with_the_same(seconds: int) -> None:
    day = plan(seconds)
    first = list_refs(day)[0][0]
    other = begin_otherwise(day, first, slot_seconds=SLOT)
    assert list_refs(other)[0][0] != first
    assert [sorted(loop) for loop in list_refs(other)] == [sorted(loop) for loop in list_refs(day)]
    assert find_last(other, slot_seconds=SLOT) == find_last(day, slot_seconds=SLOT)


def test_a_day_that_begins_otherwise_anyway_stays_as_it_is() -> None:
    day = plan(86_400)
    assert begin_otherwise(day, "other/story", slot_seconds=SLOT) is day
    assert begin_otherwise(DayPlan((), lasting=True), "a/1", slot_seconds=SLOT) == DayPlan((), lasting=True)


def test_what_is_cut_off_by_the_end_of_the_day_is_its_last() -> None:
    day = plan(60 + 15)
    played = [ref for loop in list_refs(day) for ref in loop]
    assert find_last(day, slot_seconds=SLOT) == played[7 % len(played)]
