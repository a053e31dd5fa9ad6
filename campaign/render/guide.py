"""What readers of subtitles need: one table, each threshold with its source (checks.md D1–D3). The reader of files, the
check and the mending all look here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.spec.formats import Shape

MOST_LINES = 2  # D1: Netflix BG; BBC
LONGEST_LINE = 42
LONGEST_LINE_PORTRAIT = 25

LEAST_SECONDS = 5 / 6  # D3: Netflix
MOST_SECONDS = 7.0
LEAST_GAP = 2
"""Frames between two cues that do not touch: a single empty one flickers."""
LONGEST_CLOSED_GAP = 0.5
"""Seconds; a shorter pause reads as a stumble, so it is closed to LEAST_GAP."""


@dataclass(frozen=True)
class Pace:
    """Characters a second, spaces counted: above `most` an error, above `comfortable` a warning."""

    most: float
    comfortable: float


# D2: Netflix BG and EN; Pixelogic for comfort. A language without a guide of its own gets the slower one.
PACES: Mapping[str, Pace] = {"bg": Pace(17, 13), "en": Pace(20, 20)}
OTHER_PACE = Pace(17, 17)


def find_pace(language: str) -> Pace:
    """The pace of readers of a language, by its ISO 639-1 code."""
    return PACES.get(language, OTHER_PACE)


def count_room(shape: Shape) -> int:
    """How many characters a line has on screens of a shape."""
    return LONGEST_LINE_PORTRAIT if shape is Shape.PORTRAIT else LONGEST_LINE
