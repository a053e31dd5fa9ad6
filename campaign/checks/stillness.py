"""Whether a loop comes to rest (checks.md B7). In: its pictures, shrunk, and whether it shows film. Out: a warning.

Who looks up late reads what stands still, so the last third of a loop holds, but for the dissolve that closes it. Film
and photos under a moving camera are meant to move to their end; they are left out, as what must be read in them (the
strip, the title, subtitles, the partners' card) stands still by how templates are drawn.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from campaign.checks.flashing import Sample, Stretch
from campaign.render.motion import CLOSING_SECONDS
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from campaign.spec.rules.legibility import HELD_SHARE, MOVING_MOST

NOISE = 12
"""[C] What an encoder adds to a sample of a picture that stands still, of 255."""


class LastThird:
    """Looks on while samples go by; ask when they have."""

    def __init__(self, stretch: Stretch, *, film: bool) -> None:
        self._stretch, self._film = stretch, film
        self._start = round(stretch.frames * (1 - HELD_SHARE.value))
        self._end = stretch.frames - round(CLOSING_SECONDS * stretch.fps)
        self._held: NDArray[np.int16] | None = None
        self._moved = 0.0
        self._last = 0

    def watch(self, samples: Iterable[Sample]) -> Iterator[Sample]:
        for sample in samples:
            if not self._film and sample.frame < self._end:
                self._look(sample)
            yield sample

    def _look(self, sample: Sample) -> None:
        if self._held is None or sample.frame <= self._start:
            self._held = sample.pixels.astype(np.int16)
            return
        changed = np.abs(sample.pixels - self._held).max(axis=2) > NOISE
        share = float(np.count_nonzero(changed)) / changed.size
        if share > MOVING_MOST.value:
            self._moved, self._last = max(self._moved, share), sample.frame

    @property
    def findings(self) -> tuple[Finding, ...]:
        if not self._moved:
            return ()
        return (
            Finding(
                "B7",
                Severity.WARNING,
                say("The last third of the loop does not hold still, so who looks up late cannot read it."),
                say("Let everything arrive sooner, or make the loop longer."),
                Place(second=round(self._last / self._stretch.fps, 2)),
                measured=f"{self._moved * 100:.1f} %",
                allowed=f"≤ {MOVING_MOST.value * 100:g} %",
            ),
        )
