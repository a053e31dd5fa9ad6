"""The emblem's stars in a picture's light. In: luma and where the field lies. Out: how well which stars explain it.

Luma, because video and JPEG keep it at every pixel and colour only at every fourth; and because the stars, yellow or
white on blue or black on white, differ from their field in it.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from campaign.render.emblem import HEIGHT, WIDTH, place_star

Luma = NDArray[np.float32]

WEIGHTS = np.array((0.299, 0.587, 0.114), np.float32)
"""Of luma, as JPEG and PAL have it."""
RING = 1 / 3
"""Radius of the stars' circle in heights (Annex IX 2)."""
STAR = 1 / 18
"""Radius of a star in heights."""
FINE = 640
"""Parts of a field's height, at least, that stars are drawn in."""


@dataclass(frozen=True)
class Spot:
    """Where a field lies in a crop, in its pixels, not whole ones."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def inscribe(self) -> "Spot":
        """The 3:2 field of the same middle whose stars stand on a true circle, as high as the shorter side."""
        height = min(self.width, self.height)
        across, down = self.middle
        return Spot(across - 0.75 * height, down - height / 2, 1.5 * height, height)


@dataclass(frozen=True)
class Stars:
    """How many, where the first stands (degrees from noon), how each is turned, with the circle or not, and how far
    from the middle."""

    count: int = 12
    first: float = 0.0
    turn: float = 0.0
    is_radial: bool = False
    ring: float = RING


UPRIGHT = Stars()


@lru_cache(maxsize=256)
def rasterise(spot: Spot, shape: tuple[int, int], stars: Stars = UPRIGHT) -> Luma:
    """How much of each pixel of a crop is covered by stars, 0 to 1."""
    fine = math.ceil(FINE / spot.height)
    sheet = Image.new("L", (shape[1] * fine, shape[0] * fine))
    pen = ImageDraw.Draw(sheet)
    across, down = spot.width / WIDTH * fine, spot.height / HEIGHT * fine
    # Pillow also fills the pixels that an edge runs through, half a pixel too many on all five sides of a star, which
    # are cos 72° of its radius from its middle
    size = STAR - 0.5 / (fine * spot.height * math.cos(math.radians(72)))
    for number in range(stars.count):
        angle = stars.first + 360 * number / stars.count
        turn = stars.turn + (angle if stars.is_radial else 0)
        corners = place_star(angle, turn=turn, ring=stars.ring, size=size)
        pen.polygon([(spot.left * fine + x * across - 0.5, spot.top * fine + y * down - 0.5) for x, y in corners], 255)
    return np.asarray(sheet.reduce(fine), np.float32) / np.float32(255)


def correlate(luma: Luma, spot: Spot, *, stars: Stars = UPRIGHT) -> float:
    """How much of what is to be seen on the stars' circle these stars explain: the correlation there, −1 to 1."""
    drawn = rasterise(_round(spot), luma.shape, stars)
    away = measure_radii(spot, luma.shape)
    near = np.abs(away - stars.ring) < 1.8 * STAR + 0.5 / spot.height
    seen, meant = luma[near], drawn[near]
    seen, meant = seen - seen.mean(), meant - meant.mean()
    power = float(np.sqrt((seen**2).sum() * (meant**2).sum()))
    return float((seen * meant).sum()) / power if power > 1e-6 else 0.0


def measure_radii(spot: Spot, shape: tuple[int, ...]) -> Luma:
    """How far each pixel is from the field's middle, in heights; in a stretched field stretched as well."""
    across, down = spot.middle
    x = (np.arange(shape[1], dtype=np.float32) + 0.5 - across) / (spot.width / 1.5)
    y = (np.arange(shape[0], dtype=np.float32) + 0.5 - down) / spot.height
    return np.asarray(np.hypot(x[None, :], y[:, None]), np.float32)


def tell_stars(light: Luma, spot: Spot) -> Stars:
    """How many stars stand on which circle, by the waves of the light along it. `light` is 0 on the field."""
    ring = _find_ring(light, spot)
    degrees = np.arange(720) / 2
    waves = np.fft.rfft(_walk(light, spot, degrees, ring=ring))
    strengths = np.abs(waves[:21])
    strengths[:5] = 0
    count = int(strengths.argmax())
    if count != 12 and strengths[count] <= 1.2 * strengths[12]:
        count = 12
    first = -math.degrees(float(np.angle(waves[count]))) / count
    return Stars(count, round(first, 1), ring=ring)


def find_gaps(light: Luma, spot: Spot) -> int:
    """How many of the twelve places hold much less light than the others."""
    shares = []
    for number in range(12):
        one = rasterise(_round(spot), light.shape, _one_star(number))
        shares.append(float((light * one).sum() / max(1e-6, (one * one).sum())))
    usual = float(np.median(shares))
    return sum(share < 0.45 * usual for share in shares)


def _one_star(number: int) -> Stars:
    return replace(UPRIGHT, count=1, first=30.0 * number)


def _find_ring(light: Luma, spot: Spot) -> float:
    """The mean distance of light from the middle, in heights, between a fifth and the edge."""
    away = measure_radii(spot, light.shape)
    near = (away > 0.2) & (away < 0.47)
    # light spreads over a ring that grows with its radius, and noise with it: only what stands out counts
    bright = np.where(near, np.clip(light - 0.15 * float(light[near].max(initial=0)), 0, None), 0)
    total = float(bright.sum())
    return round(float((bright * away).sum()) / total, 3) if total else RING


def _walk(light: Luma, spot: Spot, degrees: NDArray[np.float64], *, ring: float) -> NDArray[np.float64]:
    """The light along the circle, over the width of a star."""
    across, down = spot.middle
    radii = (ring + STAR * np.linspace(-0.8, 0.8, 5))[:, None]
    x = across + radii * spot.width / 1.5 * np.sin(np.radians(degrees)) - 0.5
    y = down - radii * spot.height * np.cos(np.radians(degrees)) - 0.5
    left = np.clip(x.astype(int), 0, light.shape[1] - 2)
    top = np.clip(y.astype(int), 0, light.shape[0] - 2)
    right, low = x - left, y - top
    seen = (
        light[top, left] * (1 - right) * (1 - low)
        + light[top, left + 1] * right * (1 - low)
        + light[top + 1, left] * (1 - right) * low
        + light[top + 1, left + 1] * right * low
    )
    return np.asarray(seen.mean(axis=0), np.float64)


def _round(spot: Spot) -> Spot:
    """To a sixteenth of a pixel, so that the next frame finds the stars drawn."""
    return Spot(*(round(16 * value) / 16 for value in (spot.left, spot.top, spot.width, spot.height)))
