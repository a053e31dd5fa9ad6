"""Changes that make half a flash. In: pictures' light, one after the other. Out: which pixels just went up, and down.

WCAG 2.2: a transition is the change between adjacent peaks and valleys of a pixel's luminance over time. So a change is
gathered over as many frames as it takes, and counts once, at the frame at which it has become large enough; what wavers
by less counts for nothing, wherever it wavers.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from campaign.checks.luminance import WHITE, Light, find_chromaticity

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Change:
    """The pixels that completed a change: brighter or to red, darker or from red."""

    up: Mask
    down: Mask


class Swings(Protocol):
    """Follows every pixel from the first picture on."""

    def step(self, light: Light) -> Change | None:
        """What the next picture completes; None when that is nothing."""


class Band:
    """Changes of at least `change` in whole numbers, at each place of its own.

    A band as high as the largest change that does not count is dragged along by the values; when it starts to move the
    other way, a change is complete. Until the first change it is not known whether the first values were valleys or
    peaks, so two bands are dragged along; the first change joins them.
    """

    def __init__(self, change: int) -> None:
        self._slack = change - 1
        self._valley: NDArray[np.signedinteger] | None = None

    def step(self, now: NDArray[np.signedinteger]) -> Change | None:
        """What the next values complete; None when that is nothing."""
        lifted = now - now.dtype.type(self._slack)
        if self._valley is None:
            self._valley, self._peak = now.copy(), lifted
            self._is_up, self._is_down = np.zeros(now.shape, np.bool_), np.zeros(now.shape, np.bool_)
            return None
        rises, falls = lifted > self._valley, now < self._peak
        for band in (self._valley, self._peak):
            np.minimum(np.maximum(band, lifted, out=band), now, out=band)
        up, down = rises & ~self._is_up, falls & ~self._is_down
        if not (up.any() or down.any()):
            return None
        self._is_up = (self._is_up | up) & ~down
        self._is_down = (self._is_down | down) & ~up
        return Change(up, down)


class LuminanceSwings:
    """Changes of at least `change` whose darker state is below `dark`, both in steps of luminance.

    Above `dark` + `change` light is cut off: two states there differ by less than `change` then, and what starts lower
    is judged as it would be without.
    """

    def __init__(self, *, change: int, dark: int) -> None:
        self._band = Band(min(change, WHITE + 1))
        self._top = np.int16(min(dark + change - 1, WHITE))

    def step(self, light: Light) -> Change | None:
        return self._band.step(np.minimum(light.luminance, self._top))


@dataclass(frozen=True)
class Red:
    """A state is saturated red when R / (R + G + B) ≥ `share`; it is left when u′v′ moves by more than `distance`; what
    has R + G + B below `dark` has no colour (linear light)."""

    share: float
    distance: float
    dark: float


class RedSwings:
    """Changes to and from saturated red, by the reddest state of each stay.

    The way back counts as soon as the pixel is saturated red again: it was further away than `distance`, and of two
    reds the rule may only count too much, never too little.
    """

    def __init__(self, red: Red) -> None:
        self._red = red
        self._stays: _Stays | None = None

    def step(self, light: Light) -> Change | None:
        linear, shape = light.linear.reshape(-1, 3), light.luminance.shape
        total = linear @ np.ones(3, np.float32)
        saturated = (linear[:, 0] >= np.float32(self._red.share) * total) & (total >= np.float32(self._red.dark))
        if self._stays is None:
            self._stays = _Stays(total.size)
            self._stays.renew(linear, saturated, total, red=self._red)
            return None
        came = saturated & ~self._stays.is_red
        gone = self._stays.find_gone(linear, saturated, red=self._red)
        self._stays.end(gone)
        self._stays.renew(linear, saturated, total, red=self._red)
        if not (gone.size or came.any()):
            return None
        down = np.zeros(total.shape, np.bool_)
        down[gone] = True
        return Change(came.reshape(shape), down.reshape(shape))


class _Stays:
    """Which pixels are in red, and the reddest state of each stay: its share of red, and its u′v′."""

    def __init__(self, size: int) -> None:
        self.is_red = np.zeros(size, np.bool_)
        self._share = np.zeros(size, np.float32)
        self._at = np.zeros((2, size), np.float32)

    def find_gone(self, linear: NDArray[np.float32], saturated: Mask, *, red: Red) -> NDArray[np.intp]:
        """The pixels that were red and are now too far from it."""
        left: NDArray[np.intp] = np.flatnonzero(self.is_red & ~saturated)
        if not left.size:
            return left
        u, v = find_chromaticity(linear[left], dark=red.dark)
        away = np.hypot(u - self._at[0, left], v - self._at[1, left])
        gone: NDArray[np.intp] = left[away > np.float32(red.distance)]
        return gone

    def end(self, gone: NDArray[np.intp]) -> None:
        self.is_red[gone] = False
        self._share[gone] = 0

    def renew(self, linear: NDArray[np.float32], saturated: Mask, total: NDArray[np.float32], *, red: Red) -> None:
        """Begin stays, and keep the reddest state of those that last."""
        here = np.flatnonzero(saturated)
        share = linear[here, 0] / total[here]
        redder = share > self._share[here]
        here = here[redder]
        if here.size:
            self._share[here] = share[redder]
            self._at[:, here] = find_chromaticity(linear[here], dark=red.dark)
            self.is_red[here] = True
