"""What readers of subtitles need: the limits of spec.rules.subtitles by language and shape (checks.md D1–D3). The
reader of files, the check and the mending all look here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.spec.formats import Shape
from campaign.spec.rules import subtitles as table

MOST_LINES = int(table.LINES_MOST.value)

LEAST_SECONDS = table.CUE_LEAST.value
MOST_SECONDS = table.CUE_MOST.value
LEAST_GAP = int(table.GAP_LEAST.value)
"""Frames between two cues that do not touch: a single empty one flickers."""
LONGEST_CLOSED_GAP = table.GAP_CLOSED.value
"""Seconds; a shorter pause reads as a stumble, so it is closed to LEAST_GAP."""


@dataclass(frozen=True)
class Pace:
    """Characters a second, spaces counted: above `most` an error, above `comfortable` a warning."""

    most: float
    comfortable: float


PACES: Mapping[str, Pace] = {
    "bg": Pace(table.PACE_BG_MOST.value, table.PACE_BG_GOOD.value),
    "en": Pace(table.PACE_EN_MOST.value, table.PACE_EN_MOST.value),
}
OTHER_PACE = Pace(table.PACE_BG_MOST.value, table.PACE_BG_MOST.value)
"""A language without a guide of its own gets the slower one."""


def find_pace(language: str) -> Pace:
    """The pace of readers of a language, by its ISO 639-1 code."""
    return PACES.get(language, OTHER_PACE)


def count_room(shape: Shape) -> int:
    """How many characters a line has on screens of a shape."""
    return int((table.LINE_MOST_PORTRAIT if shape is Shape.PORTRAIT else table.LINE_MOST).value)
