"""The last third of a loop holds still, but for the dissolve that closes it (checks.md B7)."""

from collections.abc import Callable

import numpy as np

from benchmarks.corpus.flicker import BLACK, WHITE, Pixels, fill, paint, play
from campaign.checks.flashing import Stretch
from campaign.checks.stillness import LastThird
from campaign.spec.findings import Finding, Severity

FRAMES = 150
STRETCH = Stretch(25, FRAMES, 400)


def look(picture: Callable[[int], Pixels], *, film: bool = False) -> tuple[Finding, ...]:
    eye = LastThird(STRETCH, film=film)
    assert len(list(eye.watch(play(picture, frames=FRAMES)))) == FRAMES
    return eye.findings


def slide(frame: int, *, until: int) -> Pixels:
    return paint(fill(WHITE), (min(frame, until), 20, 30, 30), BLACK)


def test_what_arrives_before_the_last_third_is_well() -> None:
    assert look(lambda frame: slide(frame, until=100)) == ()


def test_what_still_moves_in_the_last_third_is_told_with_its_last_moment() -> None:
    (found,) = look(lambda frame: slide(frame, until=110))
    assert (found.rule, found.severity, found.place.second) == ("B7", Severity.WARNING, 5.56)
    assert (found.measured, found.allowed) == ("4.2 %", "≤ 0.5 %")


def test_the_dissolve_that_closes_a_loop_is_no_motion() -> None:
    assert look(lambda frame: fill(200 if frame < 140 else 200 - 10 * (frame - 139))) == ()
    assert look(lambda frame: fill(200 if frame < 139 else 100)) != ()


def test_film_moves_to_its_end() -> None:
    assert look(lambda frame: slide(frame, until=FRAMES), film=True) == ()


def test_noise_and_a_cursor_are_no_motion() -> None:
    chance = np.random.default_rng(1)
    noise = [chance.integers(100, 112, (90, 160, 3), dtype=np.uint8) for _ in range(FRAMES)]
    assert look(lambda frame: noise[frame]) == ()
    assert look(lambda frame: paint(fill(BLACK), (5, 5, 7, 9), WHITE * (frame % 20 < 10))) == ()
    assert look(lambda frame: paint(fill(BLACK), (5, 5, 9, 9), WHITE * (frame % 20 < 10))) != ()
