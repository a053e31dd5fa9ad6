"""European emblems in a picture (checks.md A). In: RGB. Out: where each is, in which form, and what is wrong with it.

Blue fields are found by their colour, then the law's own stars are laid over them at that size and place: only what
they explain is an emblem. Photos have blue rectangles, and flags of others have stars.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from campaign.checks.emblem_fields import Field, find_fields, find_step
from campaign.checks.emblem_ground import BORDER, is_covered, look_around
from campaign.checks.emblem_rings import find_outlined, find_rings
from campaign.checks.emblem_stars import (
    RING,
    UPRIGHT,
    WEIGHTS,
    Spot,
    Stars,
    correlate,
    find_gaps,
    measure_radii,
    rasterise,
    tell_stars,
)
from campaign.render.colours import write_hex
from campaign.render.emblem import Form
from campaign.render.scene import Pixels
from campaign.spec.boxes import Box, holds_middle

INKS = {
    Form.COLOUR: ((0x00, 0x33, 0x99), (0xFF, 0xCC, 0x00)),
    Form.BLUE: ((0x00, 0x33, 0x99), (0xFF, 0xFF, 0xFF)),
    Form.BLACK: ((0xFF, 0xFF, 0xFF), (0x00, 0x00, 0x00)),
}
"""Field and stars (Annex IX 2.2, 2.3)."""
COUNTED = 15.0
"""Pixels of height from which the stars can be counted."""
TURNED = 34.0
"""Pixels of height from which it shows how a single star stands: its radius is two pixels then."""
COLOURED = 30.0
"""Pixels of height from which the stars' own colour can be told."""
FINE = 160.0
"""Pixels of height that the stars are looked at in, at most: more tells nothing more."""


class Fault(StrEnum):
    """What is wrong with an emblem: with its drawing, then with what is done to it."""

    RATIO = "ratio"
    COUNT = "count"
    TURNED = "turned"
    PLACED = "placed"
    COLOUR = "colour"
    COVERED = "covered"
    BORDER = "border"
    TOUCHED = "touched"


DRAWN_WRONG = frozenset((Fault.RATIO, Fault.COUNT, Fault.TURNED, Fault.PLACED, Fault.COLOUR))


@dataclass(frozen=True)
class Flaw:
    """A fault, with what was measured and what is allowed."""

    fault: Fault
    measured: str = ""
    allowed: str = ""


@dataclass(frozen=True)
class Sighting:
    """An emblem: its field's box in pixels, without a border; `score` is how much of the light on the stars' circle
    the law's stars, or such as were found, explain, 0 to 1; `fades` how far the field is from its own colour, in codes
    of 255."""

    box: Box
    form: Form
    score: float
    flaws: tuple[Flaw, ...] = ()
    fades: float = 0.0

    def has(self, *faults: Fault) -> bool:
        return any(flaw.fault in faults for flaw in self.flaws)

    @property
    def is_drawn_right(self) -> bool:
        return not self.has(*DRAWN_WRONG)


def find_emblems(picture: Pixels, *, step: int | None = None) -> tuple[Sighting, ...]:
    """All of a picture, those with the fewest faults first; none twice. Every `step`-th pixel is searched for them, as
    many as its size asks for unless it is a part of another."""
    fields = find_fields(picture, step=step or find_step(picture))
    seen = [sighting for field in fields if (sighting := _examine(picture, field))]
    if not any(sighting.is_drawn_right for sighting in seen):
        for find in (find_rings, find_outlined):
            seen += [sighting for field in find(picture) if (sighting := _examine(picture, field))]
    return tuple(_drop_doubles(sorted(seen, key=lambda each: (len(each.flaws), -each.score))))


def find_emblem_again(picture: Pixels, before: Sighting) -> Sighting | None:
    """The emblem of an earlier picture of the same film, looked for at its place only."""
    return next(_search_around(picture, before.box), None)


def find_emblem_at(picture: Pixels, place: Box) -> Sighting | None:
    """The emblem at the place meant for it, if it is drawn right there: who finds none must search everywhere."""
    for sighting in _search_around(picture, place, step=find_step(picture)):
        if sighting.is_drawn_right and holds_middle(place, sighting.box):
            return sighting
    return None


def _search_around(picture: Pixels, box: Box, *, step: int | None = None) -> Iterator[Sighting]:
    """Emblems at a place and near it; with a `step`, by the same pixels as in the whole picture."""
    margin = max(12, round(0.3 * box.height))
    left, top = (max(0, int(edge) - margin) // (step or 1) * (step or 1) for edge in (box.left, box.top))
    part = picture[top : int(box.bottom) + margin, left : int(box.right) + margin]
    for sighting in find_emblems(part, step=step) if part.size else ():
        yield replace(sighting, box=replace(sighting.box, left=sighting.box.left + left, top=sighting.box.top + top))


def _drop_doubles(sightings: list[Sighting]) -> Iterator[Sighting]:
    kept: list[Box] = []
    for sighting in sightings:
        if not any(holds_middle(other, sighting.box) for other in kept):
            kept.append(sighting.box)
            yield sighting


@dataclass(frozen=True, eq=False)
class _Crop:
    """A field cut out, perhaps shrunk: RGB, its spot there, the field's own colour, and its light above the field's."""

    pixels: NDArray[np.float32]
    spot: Spot
    colour: NDArray[np.float32]
    light: NDArray[np.float32]


def _cut(picture: Pixels, field: Field) -> _Crop:
    spot = field.spot
    step = max(1, int(spot.height / FINE))
    left, top = max(0, int(spot.left) - 3), max(0, int(spot.top) - 3)
    part = picture[top : int(spot.top + spot.height) + 4, left : int(spot.left + spot.width) + 4].astype(np.float32)
    if step > 1:
        high, wide = part.shape[0] // step * step, part.shape[1] // step * step
        part = part[:high, :wide].reshape(high // step, step, wide // step, step, 3).mean(axis=(1, 3))
    place = Spot((spot.left - left) / step, (spot.top - top) / step, spot.width / step, spot.height / step)
    light = np.asarray((part - field.colour) @ WEIGHTS, np.float32)
    return _Crop(part, place, field.colour, light)


def _examine(picture: Pixels, field: Field) -> Sighting | None:
    """The emblem that fills this field, or None when its stars are not there."""
    crop = _cut(picture, field)
    ratio = field.spot.width / field.spot.height
    is_stretched = abs(ratio - 1.5) > 0.02 + 0.9 / field.spot.height
    spots = (crop.spot, crop.spot.inscribe()) if is_stretched else (crop.spot,)
    best: tuple[float, Spot, Stars] | None = None
    for spot in spots:
        for stars in _guess_stars(crop, spot):
            score = abs(correlate(crop.light, spot, stars=stars))
            if best is None or score > best[0] + (0.02 if best[2] == UPRIGHT else 0):
                best = (score, spot, stars)
    if best is None or best[0] < _need_score(field.spot.height):
        return None
    score, spot, stars = best
    form, inks = _tell_form(crop, spot, stars)
    flaws = [Flaw(Fault.RATIO, f"{ratio:.2f} : 1", "1.5 : 1")] if is_stretched else []
    flaws += _compare_stars(crop, spot, stars)
    flaws += _compare_inks(form, inks, height=field.spot.height)
    flaws += _look_over(picture, field, crop, stars)
    place = field.spot
    box = Box(place.left, place.top, place.width, place.height)
    return Sighting(box, form, round(score, 2), tuple(flaws), fades=_differ(crop.colour, INKS[form][0]))


def _need_score(height: float) -> float:
    """What stars must explain: little of an emblem of ten pixels is left in a poor JPEG."""
    return float(np.interp(height, (8, 24), (0.38, 0.6)))


def _guess_stars(crop: _Crop, spot: Spot) -> Iterator[Stars]:
    yield UPRIGHT
    if spot.height < COUNTED:
        return
    sign = 1 if float(crop.light[measure_radii(spot, crop.light.shape) < 0.45].mean()) >= 0 else -1
    told = tell_stars(sign * crop.light, spot)
    first = told.first if told.count != 12 or abs(told.first) > 4 else 0.0
    ring = told.ring if abs(told.ring / RING - 1) > 0.05 + 0.5 / spot.height else RING
    told = Stars(told.count, first, ring=ring)
    turns = (0.0, 36.0, 18.0) if spot.height >= TURNED else (0.0,)
    for turn in turns:
        for is_radial in (False, True) if spot.height >= TURNED else (False,):
            if (stars := replace(told, turn=turn, is_radial=is_radial)) != UPRIGHT:
                yield stars


def _tell_form(crop: _Crop, spot: Spot, stars: Stars) -> tuple[Form, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """The form, and the colours of field and stars. Compression spreads colour over its neighbours but keeps its sum:
    what the stars' circle has more than the field, over the area of the stars, is their colour."""
    away = measure_radii(spot, crop.light.shape)
    near = np.abs(away - stars.ring) < 0.14
    drawn = rasterise(spot, crop.light.shape, stars)
    middle = crop.pixels[away < 0.16]
    colour = np.median(middle, axis=0) if len(middle) > 20 else crop.colour
    star = colour + (crop.pixels[near] - colour).sum(axis=0) / max(1e-6, float(drawn[near].sum()))
    inks = (crop.colour, np.asarray(star, np.float32))
    if float(crop.colour @ WEIGHTS) > 150:
        return Form.BLACK, inks
    # of stars of a pixel, colour's sum tells little: they are taken for yellow unless they are surely white
    white = float(np.interp(spot.height, (16, 30), (230, 128)))
    return (Form.BLUE if star[2] > white else Form.COLOUR), inks


def _compare_stars(crop: _Crop, spot: Spot, stars: Stars) -> Iterator[Flaw]:
    if stars.count != 12:
        yield Flaw(Fault.COUNT, str(stars.count), "12")
        return
    sign = 1 if float(crop.light[measure_radii(spot, crop.light.shape) < 0.45].mean()) >= 0 else -1
    if spot.height >= COUNTED and (gaps := find_gaps(sign * crop.light, spot)) and stars == UPRIGHT:
        yield Flaw(Fault.COUNT, str(12 - gaps), "12")
    if stars.first or stars.turn or stars.is_radial:
        yield Flaw(Fault.TURNED)
    if stars.ring != RING:
        yield Flaw(Fault.PLACED, f"{stars.ring:.2f}", f"{RING:.2f}")


def _compare_inks(
    form: Form, inks: tuple[NDArray[np.float32], NDArray[np.float32]], *, height: float
) -> Iterator[Flaw]:
    """The smaller, the more of a colour is its neighbours'. Of stars their hue against the field is held: poor
    compression takes light from them, and all of it alike."""
    field, star = INKS[form]
    is_other = height >= COLOURED and _turn(inks[1] - inks[0], np.subtract(star, field)) > 8 + 100 / height
    if is_other or _differ(inks[0], field) > 8 + 200 / height:
        yield Flaw(
            Fault.COLOUR, f"{write_hex(inks[0])}, {write_hex(inks[1])}", f"{write_hex(field)}, {write_hex(star)}"
        )


def _turn(one: NDArray[np.float32], other: NDArray[np.int64]) -> float:
    """The angle between two differences of colours, in degrees."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(np.clip(float(one @ other) / lengths, -1, 1)))) if lengths else 90.0


def _differ(one: NDArray[np.float32], other: tuple[int, int, int]) -> float:
    return float(np.abs(one - np.array(other)).max())


def _look_over(picture: Pixels, field: Field, crop: _Crop, stars: Stars) -> Iterator[Flaw]:
    if is_covered(crop.pixels, crop.spot, colour=crop.colour, stars=stars):
        yield Flaw(Fault.COVERED)
    ground = look_around(picture, field.spot)
    wanted = BORDER * field.spot.height
    # a border thinner than a pixel is told by half of it, a wider one to half a pixel
    if ground.border is not None and ground.border < wanted - min(0.6, wanted / 2) - 0.05 * wanted:
        yield Flaw(Fault.BORDER, f"{ground.border:.1f} px", f"{wanted:.1f} px")
    if ground.touched:
        yield Flaw(Fault.TOUCHED)
