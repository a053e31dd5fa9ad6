"""Sheets of paper. In: a size by name. Out: its millimetres, its boxes, and the surface a page is drawn on."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.spec.errors import UnknownName
from campaign.spec.formats import MM_PER_INCH, Format
from campaign.spec.message import say

PAPERS: Mapping[str, tuple[int, int]] = {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594)}
"""Width and height in millimetres, upright (ISO 216)."""
POINTS_PER_MM = 72 / MM_PER_INCH
READING_DISTANCE_M = 0.7
"""From where a notice on a wall is read."""
BLEED_MM = 3.0
"""How far the ground runs over the cut, so that a knife a little off leaves no white edge."""
MARGIN_MM = 10.0
"""Around the trimmed sheet with bleed: room for the marks outside it."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a PDF page, in points from the lower left."""

    left: float
    bottom: float
    right: float
    top: float

    def grow(self, points: float) -> "Box":
        return Box(self.left - points, self.bottom - points, self.right + points, self.top + points)


@dataclass(frozen=True)
class Sheet:
    """A poster's paper once it is cut, in millimetres; `bleed` adds three of them around it, and crop marks."""

    width: float
    height: float
    bleed: bool = False

    @property
    def trim(self) -> Box:
        """Where it is cut."""
        margin = MARGIN_MM * POINTS_PER_MM if self.bleed else 0.0
        return Box(margin, margin, margin + self.width * POINTS_PER_MM, margin + self.height * POINTS_PER_MM)

    @property
    def bled(self) -> Box:
        return self.trim.grow(BLEED_MM * POINTS_PER_MM) if self.bleed else self.trim

    @property
    def media(self) -> Box:
        return self.trim.grow(MARGIN_MM * POINTS_PER_MM) if self.bleed else self.trim


def find_sheet(paper: str, *, landscape: bool = False, bleed: bool = False) -> Sheet:
    """The sheet, upright or lying. Raises UnknownName."""
    if paper not in PAPERS:
        raise UnknownName(
            say("There is no paper size “%(paper)s”.", paper=paper),
            hint=say("Use one of: %(known)s.", known=", ".join(PAPERS)),
        )
    short, long = PAPERS[paper]
    return Sheet(long, short, bleed) if landscape else Sheet(short, long, bleed)


def measure_sheet(sheet: Sheet, *, dpi: int) -> Format:
    """The trimmed sheet as a surface: the page is the same with and without bleed."""
    width, height = (round(side / MM_PER_INCH * dpi) for side in (sheet.width, sheet.height))
    return Format(width, height, math.hypot(width, height) / dpi, READING_DISTANCE_M)
