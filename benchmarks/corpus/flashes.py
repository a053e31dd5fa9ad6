"""Clips that flash, right below and right above what the rules allow (checks.md C1, C2, C4), at 10 to 60 frames a
second. A good case of C1 is one that C1 passes, whatever another rule says of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.corpus.case import Case
from benchmarks.corpus.flicker import BLACK, NITS, WHITE, Colour, Pixels, fill, paint, play, switch
from campaign.checks.flashing import Stretch, find_flashes
from campaign.spec.findings import Finding

SECONDS = 2
RED, AS_BRIGHT = (255, 0, 0), (127, 127, 127)
"""A grey as bright as red, so that nothing but colour flashes."""


@dataclass(frozen=True)
class Flicker:
    """Two states that take turns `rate` times a second, on a panel of `nits`; the light one covers a `part` of the
    picture: left, top, width and height in its 160 × 90 samples, all of it unless told."""

    dark: Colour = BLACK
    light: Colour = WHITE
    rate: float = 4
    fps: int = 25
    nits: int = NITS
    part: tuple[int, int, int, int] | None = None


def find(flicker: Flicker) -> Iterable[Finding]:
    states = [fill(flicker.dark), fill(flicker.light)]
    if flicker.part:
        states[1] = paint(states[0], flicker.part, flicker.light)
    is_on, frames = switch(flicker.rate, fps=flicker.fps), SECONDS * flicker.fps
    samples = play(lambda frame: states[is_on(frame)], frames=frames)
    return find_flashes(samples, Stretch(flicker.fps, frames, flicker.nits))


def find_played(
    pictures: Callable[[int], Pixels], *, frames: int, fps: int = 25, nits: int = NITS
) -> Iterable[Finding]:
    """Any clip, picture by picture."""
    return find_flashes(play(pictures, frames=frames), Stretch(fps, frames, nits))


def find_lit(lit: Sequence[int], *, frames: int = 100) -> Iterable[Finding]:
    """White for one frame at each of these."""
    return find_played(lambda frame: fill(WHITE if frame in lit else BLACK), frames=frames)


def grey(luminance: float) -> int:
    """The code of the grey nearest to it, by the inverse of sRGB's curve."""
    return round(255 * (1.055 * float(luminance ** (1 / 2.4)) - 0.055))


def ramp(frame: int, *, rate: int) -> Pixels:
    """Light that swells and fades, 60 frames a second."""
    phase = frame * rate / 60 % 1
    return fill(round(255 * (2 * phase if phase < 0.5 else 2 - 2 * phase)))


def noise(frame: int) -> Pixels:
    return np.random.default_rng(frame).integers(100, 112, (90, 160, 3), dtype=np.uint8)


def sweep(frame: int) -> Pixels:
    """A bar that crosses a bright picture once."""
    return paint(fill(WHITE), (min(130, 2 * frame), 0, 30, 90), BLACK)


def _list_general() -> Iterator[Case]:
    for fps in (10, 24, 25, 30, 50, 60):
        yield Case("C1", f"three flashes a second at {fps}", False, partial(find, Flicker(rate=3, fps=fps)))
        yield Case("C1", f"four flashes a second at {fps}", True, partial(find, Flicker(rate=4, fps=fps)))
    for name, is_bad, flicker in (
        ("a change of 0.09", False, Flicker(grey(0.3), grey(0.39))),
        ("a change of 0.11", True, Flicker(grey(0.3), grey(0.41))),
        ("the darker state at 0.81", False, Flicker(grey(0.81), WHITE)),
        ("the darker state at 0.79", True, Flicker(grey(0.79), WHITE)),
        ("24 % of a ninth", False, Flicker(part=(60, 40, 16, 24))),
        ("26 % of a ninth", True, Flicker(part=(60, 40, 16, 26))),
        ("26 % of a ninth in the corner", True, Flicker(part=(144, 64, 16, 26))),
        ("five a second in colour", True, Flicker((0, 0, 120), (200, 200, 60), rate=5)),
    ):
        yield Case("C1", name, is_bad, partial(find, flicker))
    yield Case("C1", "four flashes across the loop's end", True, partial(find_lit, (94, 97, 1, 4)))
    yield Case("C1", "three flashes across the loop's end", False, partial(find_lit, (97, 1, 4)))
    yield Case(
        "C1", "three slow swells a second", False, partial(find_played, partial(ramp, rate=3), frames=120, fps=60)
    )
    yield Case("C1", "four slow swells a second", True, partial(find_played, partial(ramp, rate=4), frames=120, fps=60))
    yield Case("C1", "noise", False, partial(find_played, noise, frames=50))
    yield Case("C1", "a bar that crosses once", False, partial(find_played, sweep, frames=75))
    yield Case("C1", "a picture that stands still", False, partial(find_played, lambda _: fill(WHITE), frames=50))


def _list_red() -> Iterator[Case]:
    for fps in (10, 24, 25, 30, 50, 60):
        good, bad = (Flicker(AS_BRIGHT, RED, rate=rate, fps=fps) for rate in (3, 4))
        yield Case("C2", f"three red flashes a second at {fps}", False, partial(find, good))
        yield Case("C2", f"four red flashes a second at {fps}", True, partial(find, bad))
    for name, is_bad, flicker in (
        ("red against green as bright", True, Flicker(RED, (0, 149, 0), rate=5)),
        ("red against blue as bright", True, Flicker(RED, (110, 110, 255), rate=5)),
        ("red out of the dark", True, Flicker(BLACK, (150, 0, 0), rate=5, nits=100)),
        ("red of 0.81 saturation", True, Flicker((255, 95, 95), (0, 160, 255), rate=5)),
        ("red of 0.79 saturation", False, Flicker((255, 103, 103), (0, 160, 255), rate=5)),
        ("a pink 0.21 away", True, Flicker(RED, (255, 180, 180), rate=5)),
        ("a pink 0.19 away", False, Flicker(RED, (255, 158, 158), rate=5)),
        ("red on 26 % of a ninth", True, Flicker(AS_BRIGHT, RED, part=(60, 40, 16, 26))),
        ("red on 24 % of a ninth", False, Flicker(AS_BRIGHT, RED, part=(60, 40, 16, 24))),
        ("green against grey as bright", False, Flicker(AS_BRIGHT, (0, 149, 0), rate=5)),
        ("blue against white", False, Flicker((0, 0, 200), WHITE, rate=5)),
        ("black against white", False, Flicker(rate=5)),
    ):
        yield Case("C2", name, is_bad, partial(find, flicker))
    yield Case("C2", "red that stands", False, partial(find_played, lambda _: fill(RED), frames=50))


def _list_bright() -> Iterator[Case]:
    for fps in (10, 24, 25, 30, 50, 60):
        good, bad = (Flicker(grey(0.1), grey(0.1 + 21 / NITS), rate=rate, fps=fps) for rate in (3, 4))
        yield Case("C4", f"three changes by 21 cd/m² at {fps}", False, partial(find, good))
        yield Case("C4", f"four changes by 21 cd/m² at {fps}", True, partial(find, bad))
    for name, is_bad, flicker in (
        ("a change by 19 cd/m²", False, Flicker(grey(0.1), grey(0.1 + 19 / NITS))),
        ("the darker state at 155 cd/m²", True, Flicker(grey(155 / NITS), grey(185 / NITS))),
        ("the darker state at 165 cd/m²", False, Flicker(grey(165 / NITS), grey(195 / NITS))),
        ("a small change on a bright panel", True, Flicker(BLACK, grey(0.05), nits=1000)),
        ("the same on an ordinary one", False, Flicker(BLACK, grey(0.05), nits=300)),
        ("a middle grey on a bright panel", False, Flicker(grey(0.2), grey(0.5), nits=1000)),
        ("the same on an ordinary one, dark enough", True, Flicker(grey(0.2), grey(0.5), nits=300)),
        ("a quarter of the screen", True, Flicker(part=(0, 0, 160, 24))),
        ("less than a quarter of the screen", False, Flicker(part=(0, 0, 160, 21))),
        ("halves that take turns", True, Flicker(part=(0, 0, 80, 90), rate=5)),
        ("a phone-bright panel at 2000 cd/m²", True, Flicker(BLACK, grey(0.02), nits=2000)),
    ):
        yield Case("C4", name, is_bad, partial(find, flicker))
    yield Case("C4", "four flashes across the loop's end", True, partial(find_lit, (94, 97, 1, 4)))
    yield Case("C4", "noise", False, partial(find_played, noise, frames=50))
    yield Case("C4", "a picture that stands still", False, partial(find_played, lambda _: fill(WHITE), frames=50))


CASES = (*_list_general(), *_list_red(), *_list_bright())
