"""How a text stands out from its ground. In: its ink, a picture and the same without texts. Out: its worst contrast.

The core of the strokes, which smoothing has not paled, is held against what stands at the same place and just around it
in the other picture; letter by letter, since a text is no more legible than its worst letter.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from campaign.checks.luminance import WHITE, measure_contrast, measure_light
from campaign.render.scene import Ink, Moment, Pixels, Wording
from campaign.render.spread import spread

Places = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Rows and columns of pixels."""

FULL = 250
"""Cover, of 255: from here on a pixel shows nothing but the text."""
FULL_SHARE = 0.1
"""Of a text's solid pixels: where fewer are full its strokes are finer than a pixel, and CORE counts …"""
CORE = 0.8
"""… of the strongest cover there is: paler ones are edges that smoothing has mixed with the ground."""
SOLID = 128
"""Cover from which on a pixel is more stroke than ground."""
LOST = 0.1
"""The worst of a letter is what a tenth of its strokes stand on: a speck of a photo hides no letter, a patch does."""
SPARSE = 0.06
"""Of a letter's square: with fewer pixels in it the end of a stroke would speak for a letter."""
AROUND = 0.05
"""Of the capital's height: so far around the strokes the ground counts as well …"""
AROUND_MOST = 3
"""… but no further than so many pixels."""
MANY = 60_000
"""Pixels of a text that are looked at; of more every second, third …, spread evenly."""
ROUNDED = 8
"""Codes of 255 by which one colour comes out differently where a pixel is covered in part …"""
PLAIN = 0.95
"""… in so much of a text: then it has one colour, and what differs was rounding."""
DIFFERS = 12
"""Codes of 255 between picture and ground: more is ink, where nothing else tells."""


@dataclass(frozen=True, eq=False)
class Strokes:
    """Where to look: the core of a text's strokes, the ground around them, how much of each core pixel is covered (0 to
    1), and the square of a letter's size that each pixel of both, one after the other, belongs to; `side` is a
    square's, in pixels."""

    core: Places
    around: Places
    cover: NDArray[np.float32]
    squares: NDArray[np.intp]
    side: int


_Key = tuple[int, int, int]
_LAID: WeakKeyDictionary[Ink, dict[_Key, Strokes | None]] = WeakKeyDictionary()
"""Two checks ask for the strokes of the same ink."""


def find_strokes(wording: Wording, moment: Moment) -> Strokes | None:
    """None for a text without ink: where the survey did not tell, where picture and ground are the same."""
    ink = wording.ink or find_ink(wording, moment)
    if ink is None or not ink.cover.any():
        return None
    height, width = moment.picture.shape[:2]
    key = height, width, max(8, round(wording.cap or ink.cover.shape[0] / 2))
    laid = _LAID.setdefault(ink, {})
    if key not in laid:
        laid[key] = _lay(ink, key)
    return laid[key]


def _lay(ink: Ink, key: _Key) -> Strokes | None:
    height, width, side = key
    reach = min(AROUND_MOST, max(1, round(AROUND * side)))
    cover = np.pad(ink.cover, reach)
    full = cover >= FULL
    is_fine = np.count_nonzero(full) < FULL_SHARE * np.count_nonzero(cover >= SOLID)
    core = cover >= CORE * cover.max() if is_fine else full
    around = spread(cover > 0, reach) & (cover == 0)
    step = max(1, round(np.sqrt(np.count_nonzero(core | around) / MANY)))
    places = tuple(_list_places(mask, ink, reach=reach, step=step, size=(height, width)) for mask in (core, around))
    rows, columns = (np.concatenate([place[axis] for place in places]) for axis in (0, 1))
    squares = (rows // side) * (width // side + 1) + columns // side
    if not len(places[0][0]):
        return None
    lie = (places[0][0] - ink.top + reach, places[0][1] - ink.left + reach)
    return Strokes(places[0], places[1], (cover[lie] / np.float32(255)).astype(np.float32), squares, side // step)


def _list_places(mask: NDArray[np.bool_], ink: Ink, *, reach: int, step: int, size: tuple[int, int]) -> Places:
    rows, columns = np.nonzero(mask[::step, ::step])
    rows, columns = rows * step + ink.top - reach, columns * step + ink.left - reach
    inside = (rows >= 0) & (columns >= 0) & (rows < size[0]) & (columns < size[1])
    return rows[inside], columns[inside]


def find_ink(wording: Wording, moment: Moment) -> Ink | None:
    """Where picture and ground differ in the text's box."""
    box = wording.box
    top, left = max(0, int(box.top)), max(0, int(box.left))
    rows, columns = slice(top, int(box.top + box.height) + 1), slice(left, int(box.left + box.width) + 1)
    shown, behind = (pixels[rows, columns].astype(np.int16) for pixels in (moment.picture, moment.ground))
    if not shown.size:
        return None
    apart = np.abs(shown - behind).max(axis=2)
    most = int(apart.max())
    return Ink(left, top, (apart * 255 // most).astype(np.uint8)) if most > DIFFERS else None


def measure_worst(strokes: Strokes, *, picture: Pixels, ground: Pixels) -> float:
    """The contrast of the letter that stands out least, as a ratio to 1: each core pixel against what is behind it, and
    the text's own colour against what is around it."""
    under, beside = ground[strokes.core], ground[strokes.around]
    own = _measure_luminance(read_colours(strokes, shown=picture[strokes.core], behind=under))
    behind, around = _measure_luminance(under), _measure_luminance(beside)
    if all(map(_is_constant, (own, behind, around))) and (not len(around) or around[0] == behind[0]):
        return float(measure_contrast(own[:1], behind[:1])[0])
    ratios = np.concatenate((measure_contrast(own, behind), measure_contrast(np.float32(np.median(own)), around)))
    squares, ratios = _sort(strokes.squares, ratios)
    starts = np.flatnonzero(np.diff(squares, prepend=-1))
    counts = np.diff(starts, append=len(squares))
    full = counts >= SPARSE * strokes.side**2
    if not full.any():
        return float(np.quantile(ratios, LOST))
    return float(ratios[starts[full] + (LOST * counts[full]).astype(np.intp)].min())


def _sort(squares: NDArray[np.intp], ratios: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """By square and then by ratio, as one number each: the bits of a positive float rise with it."""
    keys = np.sort((squares.astype(np.int64) << 32) | ratios.view(np.uint32))
    return keys >> 32, keys.astype(np.uint32).view(np.float32)


def _is_constant(lights: NDArray[np.float32]) -> bool:
    """Whether one pixel spoke for all."""
    return lights.strides == (0,) or len(lights) < 2


def read_colours(strokes: Strokes, *, shown: NDArray[np.uint8], behind: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The text's own colour at each pixel of its core, by what is seen there and behind it: what shows through is
    reckoned out."""
    under, cover = behind.astype(np.float32), strokes.cover[:, None]
    own = np.clip(under + (shown - under) / cover + np.float32(0.5), 0, 255).astype(np.uint8)
    middle = np.array([_find_median(channel) for channel in own.T])
    near = np.abs(np.arange(256)[:, None] - middle) <= ROUNDED
    is_plain = np.mean(near[own[:, 0], 0] & near[own[:, 1], 1] & near[own[:, 2], 2]) >= PLAIN
    return np.broadcast_to(middle.astype(np.uint8), own.shape) if is_plain else own


def _find_median(codes: NDArray[np.uint8]) -> float:
    """By counting: codes are few."""
    below = np.bincount(codes, minlength=256).cumsum()
    low, high = np.searchsorted(below, ((len(codes) - 1) // 2, len(codes) // 2), side="right")
    return float(low + high) / 2


def _measure_luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Of most texts, and of what is behind most of them, one pixel speaks for all."""
    plain = bool(len(pixels)) and (pixels.strides[0] == 0 or bool((pixels == pixels[0]).all()))
    light = measure_light(pixels[:1] if plain else pixels).luminance / np.float32(WHITE)
    return np.broadcast_to(light.astype(np.float32), len(pixels))
