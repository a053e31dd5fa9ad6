"""Patches of marked pixels that hang together. In: a mask. Out: their boxes and sizes, by whole-array steps only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Patches:
    """`boxes`: n × 4, left, top, right, bottom in pixels, right and bottom just outside; `sizes`: n, pixels marked;
    `centres`: n × 2, x and y of the mean of the marked pixels' middles."""

    boxes: NDArray[np.int64]
    sizes: NDArray[np.int64]
    centres: NDArray[np.float64]

    def pick(self, wanted: NDArray[np.bool_]) -> "Patches":
        return Patches(self.boxes[wanted], self.sizes[wanted], self.centres[wanted])


def find_patches(mask: NDArray[np.bool_]) -> Patches:
    """Patches of pixels that touch by their sides, in no order."""
    width = mask.shape[1] + 1
    rows, starts, ends = _find_runs(mask, width)
    labels = _join_runs(rows, starts, ends, width=width)
    _, owners = np.unique(labels, return_inverse=True)
    count = int(owners.max()) + 1 if owners.size else 0
    boxes = np.empty((count, 4), np.int64)
    for column, values, reduce, first in (
        (0, starts, np.minimum, 1 << 40),
        (1, rows, np.minimum, 1 << 40),
        (2, ends, np.maximum, -1),
        (3, rows + 1, np.maximum, -1),
    ):
        edge = np.full(count, first, np.int64)
        reduce.at(edge, owners, values)
        boxes[:, column] = edge
    lengths = ends - starts
    sizes = np.bincount(owners, lengths, count)
    across = np.bincount(owners, lengths * (starts + ends) / 2, count)
    down = np.bincount(owners, lengths * (rows + 0.5), count)
    centres = np.stack((across, down), axis=1) / np.maximum(sizes, 1)[:, None]
    return Patches(boxes, sizes.astype(np.int64), centres)


def _find_runs(mask: NDArray[np.bool_], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, first column and the column after the last one of each unbroken row of marked pixels."""
    padded = np.zeros((mask.shape[0], width), np.int8)
    padded[:, :-1] = mask
    steps = np.diff(padded.ravel(), prepend=np.int8(0))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return starts // width, starts % width, ends - starts + starts % width


def _join_runs(
    rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], *, width: int
) -> NDArray[np.int64]:
    """The number of the first run of each run's patch."""
    below = (rows + 1) * width
    first = np.searchsorted(rows * width + ends, below + starts, side="right")
    last = np.searchsorted(rows * width + starts, below + ends, side="left")
    counts = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(rows.size), counts)
    lower = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    parents = np.arange(rows.size)
    while True:
        one, other = parents[upper], parents[lower]
        if np.array_equal(one, other):
            return parents
        np.minimum.at(parents, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(parents, shorter := parents[parents]):
            parents = shorter
