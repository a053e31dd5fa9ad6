"""How much of a part of the picture is marked. In: masks. Out: sums over a window in its every position.

A window is rounded up to whole samples and limits are taken of its true size, so a share is never too small, wherever
the window lies between the samples; it is too large by at most a sample's width and height (0.3 % of a window on a
tram's screen).
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Window:
    """A part of a picture in samples; its sides are not whole numbers."""

    width: float
    height: float

    @property
    def size(self) -> float:
        return self.width * self.height


def find_window(shape: tuple[int, ...], *, parts: int) -> Window:
    """The window that is one of `parts` in width and in height of a picture of height × width."""
    return Window(shape[1] / parts, shape[0] / parts)


def sum_windows(marks: NDArray[np.bool_], *, window: Window) -> NDArray[np.int32]:
    """How many samples are marked in the window in every position. Running sums wrap at 16 bits, which their
    differences do not mind: no part of a picture has so many samples, the whole of it is counted."""
    height, width = ceil(window.height - 1e-9), ceil(window.width - 1e-9)
    if (height, width) == marks.shape:
        return np.array([[np.count_nonzero(marks)]], np.int32)
    down = np.zeros((marks.shape[0] + 1, marks.shape[1]), np.uint16)
    np.cumsum(marks, axis=0, dtype=np.uint16, out=down[1:])
    across = np.zeros((marks.shape[0] - height + 1, marks.shape[1] + 1), np.uint16)
    np.cumsum(down[height:] - down[:-height], axis=1, dtype=np.uint16, out=across[:, 1:])
    return (across[:, width:] - across[:, :-width]).astype(np.int32)
