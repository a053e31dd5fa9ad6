"""Least gaps: kept by swaps inside the loops, never for the price of a story after itself."""

from campaign.schedule.rotation.gaps import keep_gaps
from campaign.schedule.rotation.turns import Play, Turn
from tests.factories.schedule import make_spot


def make_loop(names: str) -> list[Turn]:
    """A letter a flight, each with one story of a slot."""
    turns = [Turn(f"{name}/1", (Play(name, make_spot(f"{name}/1"), 1),), 1, {}) for name in names]
    for turn in turns:
        turn.runner = ord(turn.campaign) - ord("a")
    return turns


def write(loops: list[list[Turn]]) -> list[str]:
    return ["".join(turn.campaign for turn in loop) for loop in loops]


def test_a_play_that_comes_too_soon_is_swapped_within_its_loop() -> None:
    assert write(keep_gaps([make_loop("abc"), make_loop("dae")], {0: 3})) == ["bac", "dae"]


def test_a_gap_that_nobody_asked_for_is_left_alone() -> None:
    assert write(keep_gaps([make_loop("bca"), make_loop("ade")], {})) == ["bca", "ade"]


def test_no_story_is_brought_after_itself_for_a_gap() -> None:
    loops = keep_gaps([make_loop("bab"), make_loop("aab")], {0: 4})
    assert write(loops) == ["bab", "aab"]


def test_a_gap_that_cannot_be_kept_leaves_each_flight_its_plays() -> None:
    assert [sorted(loop) for loop in write(keep_gaps([make_loop("aab")], {0: 9}))] == [["a", "a", "b"]]
