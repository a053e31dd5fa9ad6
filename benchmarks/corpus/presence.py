"""A10: emblem and statement through a loop."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblems import Painting, compress
from benchmarks.corpus.scenes import CAMPAIGN, Lettering, make_scene
from campaign.checks.visibility import Visibility
from campaign.render.scene import Moment, Pixels, Scene
from campaign.spec.findings import Finding

Change = Callable[[Moment, int], Moment]
"""A moment as the loop shows it, by its number."""
COUNT = 8


def _fade(moment: Moment, share: float) -> Moment:
    def mix(picture: Pixels) -> Pixels:
        return np.round(255 + share * (picture.astype(np.float32) - 255)).astype(np.uint8)

    return replace(moment, picture=mix(moment.picture), ground=mix(moment.ground))


def _blank(moment: Moment, box: tuple[int, int, int, int]) -> Moment:
    left, top, right, bottom = box
    picture, ground = moment.picture.copy(), moment.ground.copy()
    picture[top:bottom, left:right] = ground[top:bottom, left:right] = (120, 60, 60)
    return replace(moment, picture=picture, ground=ground)


def _shift(moment: Moment, across: int) -> Moment:
    return replace(moment, picture=np.roll(moment.picture, across, 1), ground=np.roll(moment.ground, across, 1))


def case(name: str, is_bad: bool, change: Change, *, make: Callable[[], Scene] = make_scene) -> Case:
    def find() -> Iterator[Finding]:
        scene = make()
        marks = Visibility(scene, campaign=CAMPAIGN)
        for number in range(COUNT):
            marks.see(change(replace(scene.rest, second=number * 0.5, lasts=0.5), number))
        return marks.tell()

    return Case("A10", name, is_bad, find)


def only(numbers: tuple[int, ...], change: Callable[[Moment], Moment]) -> Change:
    return lambda moment, number: change(moment) if number in numbers else moment


EMBLEM, STATEMENT, BOTH = (20, 105, 94, 158), (98, 105, 400, 160), (20, 105, 400, 160)
FIRST, MIDDLE, LAST = (0,), (4,), (7,)
CASES = (
    case("nothing moves", False, lambda moment, _: moment),
    case("the stage above changes", False, lambda moment, number: _blank(moment, (0, 0, 640, 10 * number))),
    case("a photo beside it changes", False, lambda moment, number: _blank(moment, (420, 100, 640, 100 + 9 * number))),
    case("a bar grows beside the statement", False,
         lambda moment, number: _blank(moment, (410, 120, 411 + 20 * number, 140))),
    *(case(f"coded as a film of quality {quality}", False, lambda moment, _, quality=quality: replace(  # type: ignore[misc]
        moment, picture=compress(moment.picture, quality=quality))) for quality in (95, 75, 50, 40)),
    case("grain", False, lambda moment, number: replace(moment, picture=np.clip(
        moment.picture + np.random.default_rng(number).normal(0, 3, moment.picture.shape), 0, 255).astype(np.uint8))),
    case("a small emblem", False, lambda moment, _: moment, make=lambda: make_scene(emblem=Painting(24))),
    case("a bordered emblem", False, lambda moment, _: moment,
         make=lambda: make_scene(emblem=Painting(44, border=1 / 25))),
    case("a larger statement", False, lambda moment, _: moment, make=lambda: make_scene(lettering=Lettering(size=26))),
    *(case(f"{part} hidden {when}", True, only(numbers, lambda moment, box=box: _blank(moment, box)))  # type: ignore[misc]
      for part, box in (("the emblem", EMBLEM), ("the statement", STATEMENT), ("both", BOTH))
      for when, numbers in (("at first", FIRST), ("in the middle", MIDDLE), ("at last", LAST))),
    case("all fades in", True, lambda moment, number: _fade(moment, min(1.0, number / 4))),
    case("the strip comes at half", True, lambda moment, number: _blank(moment, BOTH) if number < 4 else moment),
    case("a card without the strip", True, only((3, 4, 5), lambda moment: _fade(moment, 0.0))),
    case("the emblem is half covered", True, only((2, 3), lambda moment: _blank(moment, (20, 105, 60, 158)))),
    case("the statement slides away", True, only((6,), lambda moment: _shift(moment, 300))),
)  # fmt: skip
