"""Flashes that can make people ill (checks.md C1–C4). In: a loop's pictures, shrunk. Out: findings by second.

A flash is a pair of opposing changes (swings.py). Flashes are concurrent, and so counted together, in either of two
ways. Samples flash in their places, more often than allowed within one second, with changes that more than a window's
limit takes part in at once, whichever way: lights, halves that take turns. Or a window as a whole does: the samples in
it whose last change was upwards become more by more than the limit, then fewer: soft pulses that reach dark samples
later than light ones, light that flashes here, then there. What only moves does neither, unless it moves very fast:
what brightens at one edge darkens at another, a little at a time.

Pictures come shrunk by averaging gamma-coded values, not light. Where a sample's pixels are alike that is the same;
where fine structure flashes it can hide a change (a third of white pixels among black ones looks like a tenth), but
what is finer than a sample, 1/320 of the picture, is below the 0.1 degrees at which WCAG 2.2 exempts balanced patterns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from campaign.checks.bursts import Burst, Count, Watch, join_bursts
from campaign.checks.luminance import WHITE, measure_light
from campaign.checks.swings import LuminanceSwings, Red, RedSwings
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from campaign.spec.rules import flashing as table

MOST_FLASHES = int(table.FLASHES_MOST.value)
"""C1, C2: WCAG 2.2 2.3.1; C4: ITU-R BT.1702: no more than three flashes in any one second. Pairs are counted, as WCAG's
note says, so that three a second pass whatever frames they are rounded to; EA's IRIS refuses three and a half."""
RED = Red(share=table.RED_SHARE.value, distance=table.RED_DISTANCE.value, dark=20 / 320)
"""C2, WCAG 2.2 (ISO 9241-391): R / (R + G + B) ≥ 0.8, and more than 0.2 in the CIE 1976 UCS diagram. Too dark for red
is what WCAG 2.0 and 2.1 let pass, (R − G − B) × 320 ≤ 20, by Harding and Binnie 2002."""
MOST_AREA = table.AREA_MOST.value
"""C3, WCAG 2.2: of any 10 degrees of the visual field; BT.1702: of the screen."""
FIELD_PARTS = 3
"""C3, WCAG 2.2: 341 × 256 of 1024 × 768 pixels stand for 10 degrees: a third of the width and of the height."""


SAMPLE_SIDE = 320
"""The long side of what is looked at, in samples: see above."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One picture of a loop from `frame` on (from 0, ascending): height × width × 3 RGB 0–255, gamma-coded as BT.709
    or sRGB, shrunk by area averaging until the long side is at most SAMPLE_SIDE, never enlarged."""

    frame: int
    pixels: NDArray[np.uint8]


@dataclass(frozen=True)
class Stretch:
    """What a loop is played as: frames a second (10 to 60), its length in frames, and the panel's white in cd/m²."""

    fps: int
    frames: int
    peak_nits: int


def find_flashes(samples: Iterable[Sample], stretch: Stretch) -> tuple[Finding, ...]:
    """C1, C2 and C4 on a loop whose end meets its beginning. A frame without a sample equals the one before it.

    Holds the first second's samples, no more: they are looked at once again behind the last."""
    watches = list_watches(stretch.fps, peak_nits=stretch.peak_nits)
    watch_samples(_go_round(samples, stretch), watches)
    return tuple(
        _explain(rule, burst, fps=stretch.fps)
        for rule, watch in watches.items()
        for burst in join_bursts(watch.bursts, period=stretch.frames, second=stretch.fps)
    )


def list_watches(fps: int, *, peak_nits: int) -> dict[str, Watch]:
    """What is watched for each rule, C3 with each of them."""
    count = Count(second=fps, flashes=MOST_FLASHES, area=MOST_AREA)
    general = LuminanceSwings(
        change=ceil(table.CHANGE_LEAST.value * WHITE), dark=round(table.DARKER_BELOW.value * WHITE)
    )
    nits = LuminanceSwings(
        change=ceil(table.NITS_LEAST.value / peak_nits * WHITE),
        dark=min(floor(table.DARKER_BELOW_NITS.value / peak_nits * WHITE), WHITE) + 1,
    )
    return {
        "C1": Watch(general, count, parts=FIELD_PARTS),
        "C2": Watch(RedSwings(RED), count, parts=FIELD_PARTS),
        "C4": Watch(nits, count, parts=1),
    }


def watch_samples(samples: Iterable[Sample], watches: dict[str, Watch]) -> None:
    """Show them to every watch. A sample that equals the one before costs nothing."""
    before: NDArray[np.uint8] | None = None
    for sample in samples:
        if before is not None and np.array_equal(before, sample.pixels):
            continue
        before = sample.pixels
        light = measure_light(sample.pixels)
        for watch in watches.values():
            watch.step(sample.frame, light)


def _go_round(samples: Iterable[Sample], stretch: Stretch) -> Iterator[Sample]:
    """The loop, and on over its beginning for one second."""
    head: list[Sample] = []
    for sample in samples:
        if sample.frame < stretch.fps:
            head.append(sample)
        yield sample
    rounds = range(1, ceil(stretch.fps / stretch.frames) + 1)
    again = ([replace(sample, frame=sample.frame + lap * stretch.frames) for sample in head] for lap in rounds)
    yield from chain.from_iterable(again)


def _explain(rule: str, burst: Burst, *, fps: int) -> Finding:
    words = WORDS[rule]
    return Finding(
        rule,
        Severity.ERROR,
        words.message,
        words.hint,
        Place(second=round(burst.start / fps, 2)),
        measured=describe_burst(burst),
        allowed=ALLOWED,
    )


def describe_burst(burst: Burst) -> str:
    share = f"{burst.share * 100:.0f} %" if burst.share > MOST_AREA else f"> {MOST_AREA * 100:.0f} %"
    return f"{burst.flashes} flashes in 1 s over {share}"


ALLOWED = f"≤ {MOST_FLASHES} flashes in 1 s, or over ≤ {MOST_AREA * 100:.0f} %"


@dataclass(frozen=True)
class Words:
    """What a rule's findings say."""

    message: Message
    hint: Message


WORDS = {
    "C1": Words(
        say("The picture flashes too fast and too large: this can cause seizures."),
        say("Let it change at most three times a second and back, with less contrast, or in a smaller part."),
    ),
    "C2": Words(
        say("The picture flashes in saturated red: this can cause seizures."),
        say("Take another colour, or let it change at most three times a second and back."),
    ),
    "C4": Words(
        say("On a screen this bright the picture flashes too strongly: this can cause seizures."),
        say("Let it change at most three times a second and back, or bring its dark and light tones closer together."),
    ),
}
RULES = tuple(WORDS)
"""What is looked for in every loop; nobody should be shown what breaks one without having asked for it."""
