"""Two pictures held against each other. In: two arrays of RGB of one size. Out: how much they differ, and where.

Small blocks are compared, not single pixels: an edge drawn a hair otherwise on another processor, or the palette a
picture is kept in, changes single pixels; a part that moved or was painted anew changes whole blocks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

BLOCK = 8
"""Pixels of a block's side."""


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
