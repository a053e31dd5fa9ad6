"""Light of a picture. In: gamma-coded RGB, 0–255. Out: linear light, relative luminance, contrast, chromaticity.

One curve serves both standards: sRGB's (IEC 61966-2-1), by which WCAG 2.2 defines relative luminance. A panel's cd/m²
are its white times that; BT.1886 with a black of 0 gives dark tones less light, so this never calls a panel darker.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WHITE = 20_000
"""Steps from black to white: 16 bits hold them, and the smallest step of an 8-bit grey is six of them."""

_CODES = np.arange(256) / 255
LINEAR: NDArray[np.float32] = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
"""Code → linear light, 0 to 1."""

_WEIGHTS = (np.array([0.2126, 0.7152, 0.0722]) * WHITE).astype(np.float32)
"""WCAG 2.2, relative luminance."""

_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], dtype=np.float32
)  # IEC 61966-2-1
FLARE = 0.05
"""WCAG 2.2, contrast ratio: (L1 + 0.05) / (L2 + 0.05)."""
NEUTRAL = (0.1978, 0.4683)
"""u′ and v′ of white (D65): what is too dark to have a colour is taken for it."""


@dataclass(frozen=True, eq=False)
class Light:
    """`luminance`: height × width, 0 to WHITE; `linear`: height × width × 3, 0 to 1."""

    luminance: NDArray[np.int16]
    linear: NDArray[np.float32]


def measure_light(pixels: NDArray[np.uint8]) -> Light:
    """The light of height × width × 3 RGB."""
    linear = LINEAR.take(pixels)
    return Light((linear @ _WEIGHTS + np.float32(0.5)).astype(np.int16), linear)


def measure_luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance of each colour, 0 to 1 (WCAG 2.2)."""
    return (measure_light(pixels).luminance / np.float32(WHITE)).astype(np.float32)


def measure_contrast(
    one: NDArray[np.float32] | np.float32, other: NDArray[np.float32] | np.float32
) -> NDArray[np.float32]:
    """Contrast ratios of luminances, 1 to 21 (WCAG 2.2), whichever of the two is the lighter."""
    ratios = (np.maximum(one, other) + FLARE) / (np.minimum(one, other) + FLARE)
    return np.asarray(ratios, np.float32)


def find_chromaticity(linear: NDArray[np.float32], *, dark: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """u′ and v′ (CIE 1976) of n × 3 linear colours; NEUTRAL where R + G + B is below `dark`."""
    x, y, z = (linear @ _TO_XYZ.T).T
    below = x + 15 * y + 3 * z
    coloured = linear.sum(axis=1) >= dark
    below = np.where(coloured, below, np.float32(1))
    return (
        np.where(coloured, 4 * x / below, np.float32(NEUTRAL[0])),
        np.where(coloured, 9 * y / below, np.float32(NEUTRAL[1])),
    )
