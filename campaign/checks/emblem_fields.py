"""Where a European emblem may lie. In: a picture. Out: blue fields, to a part of a pixel, for a closer look."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaign.checks.emblem_stars import WEIGHTS, Spot
from campaign.checks.patches import Patches, find_patches
from campaign.render.scene import Pixels

BLUE = np.array((0x00, 0x33, 0x99), np.float32)
LEAST = 8
"""Pixels of height below which twelve stars are nothing but noise."""
LARGE = 700
"""Pictures at least so high are searched in every second pixel: an emblem of ten pixels still shows five rows."""
MOST = 40
"""Fields looked at closely, the largest first."""


@dataclass(frozen=True, eq=False)
class Field:
    """A field's edges in pixels of the picture, and its own colour."""

    spot: Spot
    colour: NDArray[np.float32]


def find_step(picture: Pixels) -> int:
    """Every how many-th pixel of a picture is searched."""
    return 2 if min(picture.shape[:2]) >= LARGE else 1


def find_fields(picture: Pixels, *, step: int) -> Iterator[Field]:
    """Full rectangles, more or less, of blue: near the emblem's own blue, and of any blue, which may be a wrong one."""
    small = picture[::step, ::step].astype(np.int16)
    seen: list[tuple[int, ...]] = []
    for mask in (_is_near(small), _is_blue(small)):
        patches = _choose_full(find_patches(mask), least=LEAST / step)
        for box in patches.boxes[np.argsort(-patches.sizes)][:MOST]:
            rough = tuple(int(edge) for edge in box * step)
            if not any(max(abs(a - b) for a, b in zip(rough, other, strict=True)) <= step for other in seen):
                seen.append(rough)
                if field := settle(picture, rough):
                    yield field


def _is_near(small: NDArray[np.int16]) -> NDArray[np.bool_]:
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    return (red < 50) & (abs(green - 51) < 40) & (abs(blue - 153) < 45)


def _is_blue(small: NDArray[np.int16]) -> NDArray[np.bool_]:
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    return (blue > 70) & (blue - red > 45) & (blue - green > 30)


def _choose_full(patches: Patches, *, least: float) -> Patches:
    """Those of an emblem's size and shape, stretched and covered ones too, that fill their box but for the stars."""
    wide, high = (patches.boxes[:, 2:] - patches.boxes[:, :2]).T
    shaped = (np.minimum(wide, high) >= least) & (wide < 2.6 * high) & (high < 2.0 * wide)
    return patches.pick(shaped & (patches.sizes > 0.62 * wide * high))


def settle(picture: Pixels, rough: tuple[int, ...]) -> Field | None:
    """The field's colour, and its edges as far as the light tells them."""
    left, top, right, bottom = rough
    inside = picture[top:bottom, left:right].reshape(-1, 3)
    if len(inside) > 20_000:
        inside = inside[:: len(inside) // 20_000]
    colour = np.median(inside, axis=0).astype(np.float32)
    edges = tuple(_find_edge(picture, rough, side, colour) for side in range(4))
    spot = Spot(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])
    return Field(spot, colour) if min(spot.width, spot.height) >= LEAST else None


def _find_edge(picture: Pixels, rough: tuple[int, ...], side: int, colour: NDArray[np.float32]) -> float:
    """Where the field ends at the left (0), top (1), right (2) or bottom (3): from inside outwards, by how much of each
    pixel's mean, along the middle of that side, is still the field's colour. Stars stand further in."""
    left, top, right, bottom = rough
    axis = side % 2
    low, high = (top, bottom) if axis == 0 else (left, right)
    along = slice(low + (high - low) // 5, max(high - (high - low) // 5, low + (high - low) // 5 + 1))
    turned = picture if axis == 0 else picture.transpose(1, 0, 2)
    length = turned.shape[1]
    deep = max(2, min(12, (right - left if axis == 0 else bottom - top) // 12))
    edge = rough[side]
    first, last = (edge - 5, edge + deep) if side < 2 else (edge - deep, edge + 5)
    first, last = max(0, first), min(length, last)
    strip = turned[along, first:last].astype(np.float32)
    line = np.median(strip, axis=0) if strip.shape[0] > 24 else strip.mean(axis=0)
    line = line if side >= 2 else line[::-1]
    # luma, where it tells them apart: compression blurs colour more
    away = np.abs((line - colour) @ WEIGHTS)
    if float(away[deep:].max(initial=0)) < 60:
        away = np.abs(line - colour).sum(axis=1)
    beyond = float(away[deep:].max(initial=0))
    if beyond < 40:
        return float(edge)
    still = np.minimum.accumulate(np.clip(1 - away / beyond, 0, 1))
    still = np.where(still < 0.12, 0, still)
    reach = float(still.sum())
    return last - reach if side < 2 else first + reach
