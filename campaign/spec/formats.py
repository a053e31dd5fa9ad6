"""The screen as a surface. In: pixels and the panel's physics. Out: shape, millimetres, legible sizes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaign.spec.rules.funding import EMBLEM_LEAST_MM
from campaign.spec.rules.legibility import CAP_LEAST

MM_PER_INCH = 25.4


class Shape(StrEnum):
    """What a template lays out for; RIBBON is wider than 2.4 : 1, BAND wider than 6 : 1."""

    LANDSCAPE = "landscape"
    SQUARE = "square"
    PORTRAIT = "portrait"
    RIBBON = "ribbon"
    BAND = "band"


def classify_shape(width: int, height: int) -> Shape:
    """Name the shape of a surface by its aspect ratio."""
    ratio = width / height
    if ratio > 6:
        return Shape.BAND
    if ratio > 2.4:
        return Shape.RIBBON
    if ratio > 1.15:
        return Shape.LANDSCAPE
    return Shape.SQUARE if ratio > 0.87 else Shape.PORTRAIT


@dataclass(frozen=True)
class Format:
    """A surface in exact pixels, with the diagonal of its panel (inches), how far people stand (metres), its peak
    luminance (cd/m²), and whether people pass it rather than wait beside it."""

    width: int
    height: int
    diagonal_inches: float = 32.0
    viewing_distance_m: float = 2.5
    peak_nits: int = 400
    passed: bool = False

    @property
    def shape(self) -> Shape:
        return classify_shape(self.width, self.height)

    @property
    def px_per_mm(self) -> float:
        return math.hypot(self.width, self.height) / (self.diagonal_inches * MM_PER_INCH)

    @property
    def least_cap_px(self) -> float:
        """Least height of a capital: viewing distance / 250 (PRM TSI 1300/2014 table 5a; ISO 9241-303)."""
        return self.viewing_distance_m * 1000 * CAP_LEAST.value * self.px_per_mm

    @property
    def least_emblem_px(self) -> float:
        """The EU emblem is at least 10 mm high on the panel (Commission guidance)."""
        return EMBLEM_LEAST_MM.value * self.px_per_mm

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


PANELS: Mapping[Shape, Format] = {
    Shape.LANDSCAPE: Format(1920, 1080, 55, 4),
    Shape.PORTRAIT: Format(1080, 1920, 55, 3.5),
    Shape.SQUARE: Format(1080, 1080, 32, 2.5),
    Shape.RIBBON: Format(1920, 540, 28, 1.5),
    Shape.BAND: Format(1920, 198, 38, 1.5),
}
"""An ordinary panel of each shape, to try templates on."""
