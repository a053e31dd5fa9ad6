"""Where two pictures differ. In: both. Out: the newer one with what changed marked, and how much of it did.

What stayed fades to grey, so that a comma is found on a whole poster; a box stands around each changed place.
"""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

SEEN = 12
"""Levels of 255 by which a pixel must differ in any colour: less is the encoder's noise, which nobody sees."""
CELL = 16
"""Pixels a side: what changed within one cell, or within neighbours, is one place."""
MARK = (200, 0, 110)
"""Magenta: no palette of the templates has it."""
FADED = 0.72
"""How far what stayed goes towards white."""


@dataclass(frozen=True)
class Marked:
    """A WebP at the newer picture's size, and the share of its pixels that differ, 0 to 1."""

    picture: bytes
    share: float


def measure_change(before: Image.Image, after: Image.Image) -> float:
    """The share of pixels that differ, 0 to 1; a picture of another size is all new."""
    if before.size != after.size:
        return 1.0
    return float(_find_changed(before, after).mean())


def mark_changes(before: Image.Image, after: Image.Image) -> Marked:
    """Pictures of different sizes are compared at the newer one's."""
    new = after.convert("RGB")
    old = before.convert("RGB")
    if old.size != new.size:
        old = old.resize(new.size, Image.Resampling.LANCZOS)
    changed = _find_changed(old, new)
    marked = _fade(new, changed)
    draw = ImageDraw.Draw(marked)
    line = max(2, round(max(new.size) / 480))
    for left, top, right, bottom in _find_places(changed):
        air = line * 2
        box = (left - air, top - air, min(new.width - 1, right + air), min(new.height - 1, bottom + air))
        draw.rectangle((max(0, box[0]), max(0, box[1]), box[2], box[3]), outline=MARK, width=line)
    out = io.BytesIO()
    marked.save(out, "WEBP", quality=88, method=2)
    return Marked(out.getvalue(), float(changed.mean()))


def _find_changed(before: Image.Image, after: Image.Image) -> NDArray[np.bool_]:
    difference = ImageChops.difference(before.convert("RGB"), after.convert("RGB"))
    return np.asarray(np.asarray(difference).max(axis=2) > SEEN)


def _fade(picture: Image.Image, changed: NDArray[np.bool_]) -> Image.Image:
    grey = picture.convert("L").convert("RGB")
    pale = Image.blend(grey, Image.new("RGB", picture.size, "#ffffff"), FADED)
    mask = Image.fromarray((changed * np.uint8(255)).astype(np.uint8))
    return Image.composite(picture, pale, mask)


def _find_places(changed: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """A box for each group of neighbouring cells in which anything changed."""
    height, width = changed.shape
    rows, columns = -(-height // CELL), -(-width // CELL)
    padded = np.zeros((rows * CELL, columns * CELL), bool)
    padded[:height, :width] = changed
    cells: NDArray[np.bool_] = np.asarray(padded.reshape(rows, CELL, columns, CELL).any(axis=(1, 3)))
    boxes = []
    while cells.any():
        group = _take_group(cells)
        down, across = [row for row, _ in group], [column for _, column in group]
        left, top = min(across) * CELL, min(down) * CELL
        boxes.append((left, top, (max(across) + 1) * CELL - 1, (max(down) + 1) * CELL - 1))
    return boxes


def _take_group(cells: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The cells that hang together with the first that is set, at corners too; they are cleared."""
    row, column = (int(at) for at in np.argwhere(cells)[0])
    cells[row, column] = False
    group = [(row, column)]
    for down, across in group:  # grows while it is walked
        for near_row in range(max(0, down - 1), min(cells.shape[0], down + 2)):
            for near_column in range(max(0, across - 1), min(cells.shape[1], across + 2)):
                if cells[near_row, near_column]:
                    cells[near_row, near_column] = False
                    group.append((near_row, near_column))
    return group
