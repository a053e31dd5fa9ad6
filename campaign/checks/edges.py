"""How a shape's edge stands out. In: a picture without texts, a box. Out: contrast ratios (WCAG 2.2) along its edge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaign.checks.luminance import measure_contrast, measure_luminance
from campaign.render.colours import write_hex
from campaign.render.scene import Pixels
from campaign.render.spread import spread
from campaign.spec.boxes import Box

Lights = NDArray[np.float32]

BESIDE = (2, 5)
"""Pixels from a shape's box to where what is beside it begins, and ends: nearer, smoothing mixes them."""
DEPTH = 6
"""Pixels from the box inwards that may hold its outline …"""
DEPTH_SHARE = 0.12
"""… or so much of the box's side: a disc curves away from it."""
MIDDLE = (0.3, 0.7)
"""Of a side: corners are round."""
LEAST_SEEN = 1 / 3
"""So much of an edge must stand out: a dashed one does in half of its places or fewer."""
MOST_DRAWN = 0.75
"""So much of the edges of a drawing: it is held against one ground, and smoothing blurs its finest parts."""
TURNS = 48
"""Places around a disc."""
SAME = 12
"""Codes of 255 by which a colour may differ and be the same."""


class Canvas:
    """A picture that is measured in many places."""

    def __init__(self, pixels: Pixels):
        self.pixels = pixels
        self.height, self.width = pixels.shape[:2]

    def light_at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Lights:
        """Luminances at the nearest pixels."""
        columns = np.rint(x).astype(np.intp).clip(0, self.width - 1)
        return measure_luminance(self.pixels[np.rint(y).astype(np.intp).clip(0, self.height - 1), columns])

    def read_colour(self, box: Box) -> tuple[str, bool]:
        """The colour of a shape, and whether it fills its middle: that of a ring is the colour of its edge."""
        left, top, right, bottom = self.clip(box)
        part = self.pixels[top:bottom, left:right].reshape(-1, 3)
        if not len(part):
            return "#000000", False
        own = _find_mode(part)
        middle = self.pixels[(top + bottom) // 2, (left + right) // 2].astype(np.int16)
        edge = self.pixels[(top + bottom) // 2, min(right - 1, left + max(1, (right - left) // 12))].astype(np.int16)
        filled = bool(np.abs(middle - edge).max() <= SAME)
        shown = own if filled else edge
        return write_hex(shown), filled

    def clip(self, box: Box, *, grow: int = 0) -> tuple[int, int, int, int]:
        """Whole pixels that lie inside, left, top, right, bottom."""
        left, top = round(box.left) - grow, round(box.top) - grow
        right, bottom = round(box.right) + grow, round(box.bottom) + grow
        return max(0, left), max(0, top), min(self.width, right), min(self.height, bottom)


def measure_sides(canvas: Canvas, box: Box, *, others: Sequence[Box]) -> float | None:
    """The contrast of the side of a bar or tile that stands out least; None where none is to be seen. A side at which
    another shape follows is left out: their colours are told apart elsewhere."""
    ratios = [ratio for way in _list_sides(canvas.clip(box)) if (ratio := _measure(canvas, way, others)) is not None]
    return min(ratios) if ratios else None


def measure_disc(canvas: Canvas, box: Box) -> float | None:
    """The contrast of a disc or ring all around."""
    angles = np.linspace(0, 2 * np.pi, TURNS, endpoint=False)
    steps = np.stack((np.cos(angles), np.sin(angles)))
    middle = np.array(box.middle)[:, None] - 0.5
    radius = min(box.width, box.height) / 2
    return _measure(canvas, _Way(middle + radius * steps, steps, max(2, min(DEPTH, round(radius)))), ())


@dataclass(frozen=True, eq=False)
class _Way:
    """Places on an edge, x and y, the way out from each, and how many pixels inwards belong to it."""

    places: NDArray[np.float64]
    out: NDArray[np.float64]
    deep: int


def _list_sides(bounds: tuple[int, int, int, int]) -> Iterator[_Way]:
    left, top, right, bottom = bounds
    across, down = _spread(left, right), _spread(top, bottom)
    for places, out in (
        ((across, np.full_like(across, top)), (0, -1)),
        ((across, np.full_like(across, bottom - 1)), (0, 1)),
        ((np.full_like(down, left), down), (-1, 0)),
        ((np.full_like(down, right - 1), down), (1, 0)),
    ):
        long = right - left if out[0] else bottom - top
        deep = max(1, min(max(DEPTH, round(DEPTH_SHARE * long)), long // 2))
        yield _Way(np.stack(places), np.array(out, np.float64)[:, None], deep)


def _measure(canvas: Canvas, way: _Way, others: Sequence[Box]) -> float | None:
    """The ratio that so much of the edge has as must stand out."""
    x, y = way.places + (BESIDE[0] + 1) * way.out
    inside = (x >= 0) & (y >= 0) & (x <= canvas.width - 1) & (y <= canvas.height - 1)
    for box in others:
        inside &= ~((x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom))
    if not inside.size or np.mean(inside) < LEAST_SEEN:
        return None
    beside = canvas.light_at(x[inside], y[inside])
    x, y = way.places[:, None] - np.arange(way.deep)[:, None] * way.out[:, None]
    best = measure_contrast(canvas.light_at(x[:, inside], y[:, inside]), beside).max(axis=0)
    return float(np.quantile(best, 1 - LEAST_SEEN))


def _spread(start: int, end: int) -> NDArray[np.float64]:
    """Every pixel of the middle of a side, at least one."""
    first, last = (round(start + share * (end - start)) for share in MIDDLE)
    return np.arange(first, max(first + 1, last)).clip(start, max(start, end - 1)).astype(np.float64)


def measure_line(canvas: Canvas, box: Box) -> float | None:
    """The contrast of the strongest line that runs through most of a box, across or down; None off the picture."""
    ratios = _hold_against_ground(canvas, box)
    if ratios is None:
        return None
    return float(max(np.quantile(ratios.max(axis=axis), 1 - LEAST_SEEN) for axis in (0, 1)))


def _hold_against_ground(canvas: Canvas, box: Box) -> Lights | None:
    left, top, right, bottom = canvas.clip(box)
    if right - left < 1 or bottom - top < 1:
        return None
    ground = _find_ground(canvas, box).astype(np.uint8)
    return measure_contrast(measure_luminance(canvas.pixels[top:bottom, left:right]), measure_luminance(ground))


def measure_drawing(canvas: Canvas, box: Box) -> float | None:
    """The contrast that most of the edges drawn in a box have with its ground; 1 where nothing is drawn, None where it
    lies off the picture."""
    left, top, right, bottom = canvas.clip(box)
    if right - left < 1 or bottom - top < 1:
        return None
    ground = _find_ground(canvas, box)
    part = canvas.pixels[top:bottom, left:right]
    apart = _differs(part, ground)
    edges = apart & spread(~apart, 1) if not apart.all() else apart
    near = spread(edges, 2)
    ratios = np.zeros(near.shape, np.float32)
    ratios[near] = measure_contrast(measure_luminance(part[near]), measure_luminance(ground.astype(np.uint8)))
    best = _find_most(ratios, 2)[edges]
    return float(np.quantile(best, 1 - MOST_DRAWN)) if best.size else 1.0


def _differs(part: Pixels, ground: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Where a colour is another, in one channel at least."""
    low, high = ((ground + by).clip(0, 255).astype(np.uint8) for by in (-SAME, SAME))
    away = [(part[..., at] < low[at]) | (part[..., at] > high[at]) for at in range(3)]
    return np.asarray(away[0] | away[1] | away[2], np.bool_)


def _find_ground(canvas: Canvas, box: Box) -> NDArray[np.int16]:
    """The colour that most of what lies around the box has, and of the box's own edge."""
    left, top, right, bottom = canvas.clip(box, grow=BESIDE[1])
    part, wide = canvas.pixels[top:bottom, left:right], 2 * BESIDE[1]
    low, far = max(wide, bottom - top - wide), max(wide, right - left - wide)
    sides = part[:wide], part[low:], part[wide:low, :wide], part[wide:low, far:]
    return _find_mode(np.concatenate([side.reshape(-1, 3) for side in sides]))


def _find_mode(pixels: NDArray[np.uint8]) -> NDArray[np.int16]:
    """The most frequent colour."""
    red, green, blue = pixels.T.astype(np.int32)
    codes = (red << 16) | (green << 8) | blue
    values, counts = np.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return np.array([code >> 16, code >> 8 & 255, code & 255], np.int16)


def _find_most(ratios: Lights, around: int) -> Lights:
    """The greatest ratio within so many pixels, to a hundredth up to 6."""
    coded = (np.minimum(ratios, 6.0) * 42).astype(np.uint8)
    return spread(coded, around).astype(np.float32) / np.float32(42)
