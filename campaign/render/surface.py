"""Sizes on a screen. In: its format. Out: the strip, the emblem and the smallest text, in CSS pixels."""

import math

from campaign.render.context import Surface
from campaign.render.fonts import read_cap_height
from campaign.spec.formats import Format, Shape
from campaign.spec.rules.legibility import SAFE_LEAST

STRIP_SHARE = {Shape.LANDSCAPE: 0.11, Shape.SQUARE: 0.13, Shape.RIBBON: 0.17, Shape.PORTRAIT: 0.17}
"""Height of the funding strip in parts of the short side."""
STRIP_MOST = 0.26
"""Never more than this, however far people stand."""
BAND_STRIP = 0.26
"""On a band the strip stands at the end of the line and takes this part of its width …"""
BAND_STRIP_MM = 240
"""… or as many millimetres, which emblem, statement, source and QR code need."""
BAND_EMBLEM = 0.3
"""Height of the emblem there, in parts of the band's height."""
EMBLEM_SHARE = 0.62
"""Height of the emblem in parts of the strip: room to breathe above and below."""


def measure_surface(screen: Format) -> Surface:
    """Sizes that obey the panel's millimetres before taste."""
    short = min(screen.width, screen.height)
    least_text = math.ceil(screen.least_cap_px / read_cap_height() * 10) / 10
    strip, emblem = _measure_strip(screen, short=short, least_text=least_text)
    return Surface(
        width=screen.width,
        height=screen.height,
        shape=screen.shape.value,
        unit=_measure_unit(screen) / 100,
        mm=screen.px_per_mm,
        least_text=least_text,
        strip=strip,
        emblem=_round_up(max(emblem, screen.least_emblem_px)),
        safe=round(short * SAFE_LEAST.value, 1),
    )


def _measure_unit(screen: Format) -> float:
    """The short side a design counts with: layouts are drawn for 16 : 9, so on a stubbier surface, such as paper, all
    of one still fits the long side."""
    short, long = sorted((screen.width, screen.height))
    return min(short, long * 9 / 16) if screen.shape in (Shape.LANDSCAPE, Shape.PORTRAIT) else short


def _measure_strip(screen: Format, *, short: int, least_text: float) -> tuple[float, float]:
    """The strip, high enough for its share of the screen, for 10 mm of emblem, and for two legible lines of statement;
    on a band, how wide. And the emblem in it."""
    if screen.shape is Shape.BAND:
        wide = max(screen.width * BAND_STRIP, min(BAND_STRIP_MM * screen.px_per_mm, screen.width * 0.4))
        return _round_up(wide), short * BAND_EMBLEM
    wanted = max(short * STRIP_SHARE[screen.shape], 2 * 1.15 * least_text + 0.02 * short)
    strip = _round_up(max(min(wanted, short * STRIP_MOST), screen.least_emblem_px / EMBLEM_SHARE))
    return strip, strip * EMBLEM_SHARE


def _round_up(pixels: float) -> float:
    """To whole pixels, so that edges stay sharp; never below a legal minimum."""
    return float(math.ceil(pixels - 1e-6))
