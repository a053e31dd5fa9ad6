"""Values that spread over their neighbours. In: a mask or codes, and how far. Out: the greatest around each."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Values = TypeVar("Values", np.bool_, np.uint8)


def spread(values: NDArray[Values], by: int) -> NDArray[Values]:
    """The greatest value within `by` pixels, up, down and aside. Row by row and then column by column, whole slices at
    a time: a rank filter would sort every square."""
    for axis in (0, 1):
        values = _spread_along(values, by, axis)
    return values


def _spread_along(values: NDArray[Values], by: int, axis: int) -> NDArray[Values]:
    wide = values.copy()
    for far in range(1, min(by, values.shape[axis] - 1) + 1):
        near, away = [slice(None)] * 2, [slice(None)] * 2
        near[axis], away[axis] = slice(far, None), slice(None, -far)
        np.maximum(wide[tuple(near)], values[tuple(away)], out=wide[tuple(near)])
        np.maximum(wide[tuple(away)], values[tuple(near)], out=wide[tuple(away)])
    return wide
