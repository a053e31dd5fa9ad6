"""Two pictures held against each other. In: two arrays of RGB of one size. Out: how much they differ, and where.

Of one engine's pictures small blocks are compared, not single pixels: an edge drawn a hair otherwise on another
processor, or the palette a picture is kept in, changes single pixels; what moved or was painted anew changes whole
blocks. Of two engines' pictures the structure is compared: each smooths the edges of letters in its own way.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

BLOCK = 8
"""Pixels of a block's side."""
WINDOW = 7
"""Pixels of the side of the square in which structure is compared."""
PLACE = 24
"""Pixels of the side of a place: a line of text at a sixth of its size, or a drawing's part."""
STEADY = ((0.01 * 255) ** 2, (0.03 * 255) ** 2)
"""C1 and C2 of the formula, with its K1 and K2."""


@dataclass(frozen=True)
class Difference:
    """The block that differs most, by its top left corner; `worst` is its mean difference in levels of 256."""

    worst: float
    left: int
    top: int


def read_pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def find_difference(one: Pixels, other: Pixels) -> Difference:
    """Raises ValueError for pictures of two sizes."""
    if one.shape != other.shape:
        raise ValueError(f"{one.shape[1]}x{one.shape[0]} and {other.shape[1]}x{other.shape[0]} pixels")
    gap = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2).astype(np.float64)
    means = _average_blocks(gap)
    row, column = np.unravel_index(int(means.argmax()), means.shape)
    return Difference(float(means[row, column]), int(column) * BLOCK, int(row) * BLOCK)


def _average_blocks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of BLOCK × BLOCK; edges are filled up with what stands there."""
    height, width = values.shape
    padded = np.pad(values, ((0, -height % BLOCK), (0, -width % BLOCK)), mode="edge")
    rows, columns = padded.shape[0] // BLOCK, padded.shape[1] // BLOCK
    means: NDArray[np.float64] = padded.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    return means


def show_difference(one: Pixels, other: Pixels) -> Image.Image:
    """The first picture pale, with red where the other differs, the redder the more."""
    if one.shape != other.shape:
        return Image.fromarray(one)
    gap = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2, keepdims=True)
    share = np.minimum(gap * 4, 255) / 255
    pale = 160 + one.mean(axis=2, keepdims=True) * 0.37
    return Image.fromarray((pale * (1 - share) + np.array([220.0, 0.0, 30.0]) * share).astype(np.uint8))


@dataclass(frozen=True)
class Similarity:
    """`mean` of the whole and of the `worst` place, 1 for equal pictures; `tint` is how many levels of 256 the colours
    of the place that is painted most unlike lie apart."""

    mean: float
    worst: float
    tint: float


def measure_similarity(one: Pixels, other: Pixels) -> Similarity:
    """Structural similarity of the brightness (Wang, Bovik, Sheikh, Simoncelli: Image Quality Assessment: From Error
    Visibility to Structural Similarity, IEEE Transactions on Image Processing 13 (4), 2004, equation 13), in square
    windows without the Gaussian. It sees what stands where and is blind to flat colours, so these are told apart."""
    index = _compare_structure(_measure_light(one), _measure_light(other))
    tints = [_average_places(one[..., at].astype(np.float64) - other[..., at]) for at in range(3)]
    return Similarity(
        mean=float(index.mean()),
        worst=float(_average_places(index).min()),
        tint=float(np.abs(tints).max()),
    )


def _measure_light(pixels: Pixels) -> NDArray[np.float64]:
    """ITU-R BT.601 luma."""
    light: NDArray[np.float64] = pixels.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    return light


def _compare_structure(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """The index of every window."""
    means = _average_windows(one, WINDOW), _average_windows(other, WINDOW)
    product = means[0] * means[1]
    squares = means[0] ** 2 + means[1] ** 2
    spread = _average_windows(one**2 + other**2, WINDOW) - squares
    together = _average_windows(one * other, WINDOW) - product
    light, form = STEADY
    index: NDArray[np.float64] = (2 * product + light) * (2 * together + form) / ((squares + light) * (spread + form))
    return index


def _average_places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return _average_windows(values, min(PLACE, *values.shape))


def _average_windows(values: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Means of every square of that side, by sums of sums."""
    sums = np.pad(values, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    whole: NDArray[np.float64] = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return whole / side**2
