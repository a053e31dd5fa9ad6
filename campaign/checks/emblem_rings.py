"""Emblems whose field is no patch of blue of its own. In: a picture. Out: boxes that rings of stars tell.

Two such: a field that merges with a blue ground, and the form in black on white, whose field is the page.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from campaign.checks.emblem_fields import Field
from campaign.checks.emblem_stars import RING, STAR, WEIGHTS, Spot
from campaign.checks.patches import Patches, find_patches
from campaign.render.scene import Pixels

LEAST, MOST = 3, 90
"""Pixels across of a star that can be told from a dot, and of the largest."""
CROWD = 1500
"""Of star-like patches looked at: a page of text has more letters than that, and no ring of them."""


def find_rings(picture: Pixels) -> Iterator[Field]:
    """Rings of yellow or white stars on blue; half-way in luma between them a star is as large as it was drawn."""
    for spot in _find(picture @ WEIGHTS > 120):
        if field := _read_field(picture, spot, dark=True):
            yield field


def find_outlined(picture: Pixels) -> Iterator[Field]:
    """Rings of black stars on white, in a black outline."""
    for spot in _find(picture @ WEIGHTS < 128):
        field = _read_field(picture, spot, dark=False)
        if field and _has_outline(picture, spot):
            yield field


def _read_field(picture: Pixels, spot: Spot, *, dark: bool) -> Field | None:
    """The middle of the ring is empty: its colour is the field's."""
    across, down = spot.middle
    reach = 0.2 * spot.height
    part = picture[round(down - reach) : round(down + reach), round(across - reach) : round(across + reach)]
    if not part.size:
        return None
    colour = np.median(part.reshape(-1, 3), axis=0).astype(np.float32)
    fits = colour[2] > colour[0] + 20 and colour[0] < 120 if dark else colour.min() > 215
    return Field(spot, colour) if fits else None


def _has_outline(picture: Pixels, spot: Spot) -> bool:
    """A dark line where the field must end, on three sides at least: one may be covered."""
    slack = max(2, round(0.03 * spot.height))
    found = 0
    for side in range(4):
        axis = side % 2
        turned = picture if axis == 0 else picture.transpose(1, 0, 2)
        low, long = (spot.top, spot.height) if axis == 0 else (spot.left, spot.width)
        start, wide = (spot.left, spot.width) if axis == 0 else (spot.top, spot.height)
        edge = round(start if side < 2 else start + wide)
        strip = turned[round(low + 0.2 * long) : round(low + 0.8 * long), max(0, edge - slack) : edge + slack + 1]
        if strip.size:
            line = np.median(strip.mean(axis=2), axis=0)
            found += float(line.max() - line.min()) > 30
    return found >= 3


def _find(mask: NDArray[np.bool_]) -> Iterator[Spot]:
    patches = _choose_stars(find_patches(mask))
    wide = (patches.boxes[:, 2:] - patches.boxes[:, :2]).mean(axis=1)
    away = np.linalg.norm(patches.centres[:, None] - patches.centres[None], axis=2)
    # neighbours on the circle stand 1.55 stars apart; with one missing between them 3.1
    like = (away < 3.6 * wide[:, None]) & (abs(np.log(wide[:, None] / wide[None])) < 0.4)
    left = np.ones(len(wide), bool)
    for seed in range(len(wide)):
        if not left[seed]:
            continue
        group = _spread(like, seed)
        left &= ~group
        if 7 <= int(group.sum()) <= 18 and (spot := _fit(patches.centres[group], wide[group])):
            yield spot


def _choose_stars(patches: Patches) -> Patches:
    """As wide as high, and filled as stars are: a square or a disc fills more of its box, a letter's line less."""
    wide, high = (patches.boxes[:, 2:] - patches.boxes[:, :2]).T
    filled = patches.sizes / np.maximum(1, wide * high)
    fits = (np.minimum(wide, high) >= LEAST) & (np.maximum(wide, high) <= MOST) & (wide < 1.5 * high)
    chosen = patches.pick(fits & (high < 1.5 * wide) & (filled > 0.25) & (filled < 0.8))
    if len(chosen.sizes) <= CROWD:
        return chosen
    largest = np.zeros(len(chosen.sizes), bool)
    largest[np.argsort(-chosen.sizes)[:CROWD]] = True
    return chosen.pick(largest)


def _spread(like: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    group = np.array(like[seed], np.bool_)
    while True:
        wider = np.asarray(like[group].any(axis=0) | group, np.bool_)
        if np.array_equal(wider, group):
            return group
        group = wider


def _fit(centres: NDArray[np.float64], wide: NDArray[np.float64]) -> Spot | None:
    """The field around the circle through the stars, when there is one and it is as large as their size tells."""
    system = np.column_stack((2 * centres, np.ones(len(centres))))
    (across, down, rest), *_ = np.linalg.lstsq(system, (centres**2).sum(axis=1), rcond=None)
    radius = float(np.sqrt(max(0.0, rest + across**2 + down**2)))
    if not radius:
        return None
    off = np.abs(np.hypot(centres[:, 0] - across, centres[:, 1] - down) - radius)
    size = float(np.median(wide)) / (2 * STAR / RING * radius)
    if float(off.mean()) > 0.05 * radius or not 0.55 < size < 1.5:
        return None
    height = radius / RING
    return Spot(float(across) - 0.75 * height, float(down) - height / 2, 1.5 * height, height)
