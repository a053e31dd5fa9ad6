"""What is around a European emblem, and over it. In: a picture, where the field lies. Out: its border, what touches it.

The law wants the emblem distinct and separate, merged with nothing, and on any ground but white a white border of a
25th of its height (Reg. (EU) 2021/1060 Annex IX 1.4, 1.7, 2.3). Neither it nor the Commission's guidance for recipients
puts a number on the free zone beyond, so the border's width is what is held on white ground too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaign.checks.emblem_stars import WEIGHTS, Spot, Stars, rasterise
from campaign.render.scene import Pixels
from campaign.render.spread import spread
from campaign.spec.rules.funding import BORDER_LEAST

BORDER = BORDER_LEAST.value
WHITE = np.full(3, 255, np.float32)
NEAR_WHITE = 45.0
"""How far in RGB a ground may be from white and still be taken for it: paper, and what compression makes of white."""


@dataclass(frozen=True)
class Ground:
    """`border`: how wide the least white border is, in pixels, or None on white ground; `touched`: whether something
    comes nearer than a border's width to a part of a side."""

    border: float | None
    touched: bool


@dataclass(frozen=True, eq=False)
class _Side:
    """What lies outwards of one side: positions along it × pixels away from it × RGB; `part` of a pixel that the first
    one begins after the edge."""

    strip: NDArray[np.float32]
    part: float


def look_around(picture: Pixels, spot: Spot) -> Ground:
    """Look at the four sides, as far as the picture goes."""
    wanted = BORDER * spot.height
    borders: list[float] = []
    touched = False
    for side in _cut_sides(picture, spot, deep=int(wanted) + 6):
        beyond = side.strip[:, int(wanted + 1.5) :].reshape(-1, 3)
        if not beyond.size:
            continue
        ground = np.median(beyond, axis=0)
        if float(np.linalg.norm(WHITE - ground)) >= NEAR_WHITE:
            borders.append(_measure_border(side, ground, wanted=wanted))
        else:
            touched = touched or _is_touched(side, wanted=wanted)
    return Ground(min(borders, default=None), touched)


def _cut_sides(picture: Pixels, spot: Spot, *, deep: int) -> list[_Side]:
    right, bottom = spot.left + spot.width, spot.top + spot.height
    sides = []
    for turned, low, high, start, end in (
        (picture, spot.top, bottom, spot.left, right),
        (picture.transpose(1, 0, 2), spot.left, right, spot.top, bottom),
    ):
        along = turned[max(0, round(low)) : round(high)]
        first = int(np.floor(start + 0.15))
        before = along[:, max(0, first - deep) : first][:, ::-1]
        last = int(np.ceil(end - 0.15))
        after = along[:, last : last + deep]
        sides.append(_Side(before.astype(np.float32), max(0.0, start - first)))
        sides.append(_Side(after.astype(np.float32), max(0.0, last - end)))
    return [side for side in sides if side.strip.shape[1]]


def _measure_border(side: _Side, ground: NDArray[np.float32], *, wanted: float) -> float:
    """How much white lies between the field and that ground, in pixels: what most of the side has. The share of white
    in each pixel counts, for a border may be thinner than one."""
    way = WHITE - ground
    shares = np.clip((side.strip[:, : int(wanted) + 3] - ground) @ way / float(way @ way), 0, 1)
    # the first pixel may still hold some of the field
    unbroken = np.minimum.accumulate(np.where(shares[:, 1:] > 0.3, 1.0, 0.0), axis=1)
    width = shares[:, 0] + (shares[:, 1:] * unbroken).sum(axis=1)
    return float(np.median(width)) + side.part


def _is_touched(side: _Side, *, wanted: float) -> bool:
    """Whether something dark or coloured lies in the border's width for two pixels along, or a fiftieth of the side."""
    zone = side.strip[:, 1 : max(2, round(wanted))]
    strange = (zone @ WEIGHTS < 190) | (zone.max(axis=2) - zone.min(axis=2) > 80)
    if not zone.shape[1]:
        return False
    return int(strange.any(axis=1).sum()) >= max(2, len(zone) / 50)


def is_covered(crop: NDArray[np.float32], spot: Spot, *, colour: NDArray[np.float32], stars: Stars) -> bool:
    """Whether more than some pixels of the field, away from stars and edges, are not of its colour."""
    drawn = rasterise(spot, crop.shape[:2], stars)
    grown = spread(drawn > 0.01, max(1, round(spot.height / 40)) + 1)
    margin = 2
    left, top = int(np.ceil(spot.left)) + margin, int(np.ceil(spot.top)) + margin
    right, bottom = int(spot.left + spot.width) - margin, int(spot.top + spot.height) - margin
    strange = (np.abs(crop - colour).max(axis=2) > 70) & ~grown
    part = strange[top:bottom, left:right]
    return bool(part.sum() > max(5, 0.004 * part.size))
