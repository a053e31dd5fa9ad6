"""Sizes on a screen. In: its format. Out: the strip, the emblem and the smallest text, in CSS pixels."""

import math

from campaign.render.context import Surface
from campaign.render.fonts import read_cap_height
from campaign.spec.formats import Format, Shape

STRIP_SHARE = {Shape.LANDSCAPE: 0.11, Shape.SQUARE: 0.13, Shape.RIBBON: 0.17, Shape.PORTRAIT: 0.17}
"""Height of the funding strip in parts of the short side."""
STRIP_MOST = 0.26
"""Never more than this, however far people stand."""
EMBLEM_SHARE = 0.62
"""Height of the emblem in parts of the strip: room to breathe above and below."""
SAFE_SHARE = 0.035
"""Margin in parts of the short side that some panels hide behind their frame."""


def measure_surface(screen: Format) -> Surface:
    """Sizes that obey the panel's millimetres before taste."""
    short = min(screen.width, screen.height)
    least_text = math.ceil(screen.least_cap_px / read_cap_height() * 10) / 10
    strip = _measure_strip(screen, short=short, least_text=least_text)
    return Surface(
        width=screen.width,
        height=screen.height,
        shape=screen.shape.value,
        unit=short / 100,
        mm=screen.px_per_mm,
        least_text=least_text,
        strip=strip,
        emblem=_round_up(max(strip * EMBLEM_SHARE, screen.least_emblem_px)),
        safe=round(short * SAFE_SHARE, 1),
    )


def _measure_strip(screen: Format, *, short: int, least_text: float) -> float:
    """High enough for its share of the screen, for 10 mm of emblem, and for two legible lines of statement."""
    wanted = max(short * STRIP_SHARE[screen.shape], 2 * 1.15 * least_text + 0.02 * short)
    return _round_up(max(min(wanted, short * STRIP_MOST), screen.least_emblem_px / EMBLEM_SHARE))


def _round_up(pixels: float) -> float:
    """To whole pixels, so that edges stay sharp; never below a legal minimum."""
    return float(math.ceil(pixels - 1e-6))
