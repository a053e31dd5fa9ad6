"""Colours that can be read and told apart. In: #rrggbb. Out: contrasts, shades, ramps, and what others see of them.

Contrast after WCAG 2.2 (relative luminance), shades in OKLab (B. Ottosson, 2020), colour-vision deficiencies after
G. Machado, M. Oliveira and L. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE TVCG 2009 (severity 1.0).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import atan2, cos, dist, hypot, sin
from typing import Literal, TypeAlias

from campaign.spec.rules.legibility import APART_LEAST, CONTRAST_LEAST, SHAPE_LEAST

Deficiency: TypeAlias = Literal["protan", "deutan", "tritan"]
Triple: TypeAlias = tuple[float, float, float]

INK = "#14213d"
PAPER = "#fff8ec"
TEAL = "#00605c"
GROUNDS: Mapping[str, str] = {"paper": PAPER, "ink": INK, "teal": TEAL}
"""What pictures stand on, by the class of the page's body."""
SHAPE_RATIO = SHAPE_LEAST.value
"""WCAG 2.2 1.4.11: shapes that mean something, against what is beside them (checks.md B4)."""
PALEST = 0.055
"""OKLab lightness between the ground and the palest step of a ramp, which an outline sets off as well."""
LEAST_APART = APART_LEAST.value
"""OKLab distance of two colours side by side, in every common kind of colour vision: four times what CSS Color 4
(section 13.2) takes for the just noticeable difference, as screens are read at a glance and in daylight. [C]"""
BROWN_HUES = (0.95, 2.0)
"""OKLab hues, in radians, from orange to yellow: darkened they are no darker yellow, they are brown …"""
BROWN_LIGHTNESS = 0.6
"""… below this lightness."""
STRONGEST_RATIO = CONTRAST_LEAST.value
"""Contrast of the strongest step of a ramp with its ground: text could be read in it."""

SEEN: Mapping[Deficiency, tuple[Triple, Triple, Triple]] = {
    "protan": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


def measure_luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = _read_linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def measure_contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((measure_luminance(one), measure_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def measure_lightness(colour: str) -> float:
    """How light a colour looks, 0 to 1 (OKLab)."""
    return _read_lab(colour)[0]


def ink_on(colour: str) -> str:
    """The kit's ink or paper, whichever reads better on a colour."""
    return max((INK, PAPER), key=lambda text: measure_contrast(text, colour))


@lru_cache(maxsize=1024)
def shade_colour(colour: str, ground: str, ratio: float = SHAPE_RATIO) -> str:
    """The nearest colour of the same hue that keeps a contrast against its ground: lighter or darker, whichever is
    the smaller change. Where no colour can, black or white, whichever comes nearer."""
    if measure_contrast(colour, ground) >= ratio:
        return colour
    lightness, _, _ = _read_lch(colour)
    ends = [end for end in (0.0, 1.0) if measure_contrast(_shift(colour, end), ground) >= ratio]
    if not ends:
        return max(("#000000", "#ffffff"), key=lambda end: measure_contrast(end, ground))
    found = [_search_shade(colour, end, holds=lambda shade: measure_contrast(shade, ground) >= ratio) for end in ends]
    return min(found, key=lambda shade: abs(_read_lch(shade)[0] - lightness))


@lru_cache(maxsize=256)
def pair_colours(one: str, other: str, ground: str) -> tuple[str, str]:
    """Shades of two colours that stand out from their ground and from each other; the second gives way, and a yellow
    that would have to turn brown gives way to the ink."""
    first, second = shade_colour(one, ground), _part_shade(one, other, ground)
    if _turns_brown(other, second) and measure_contrast(INK, ground) >= SHAPE_RATIO:
        return first, INK if tell_apart((first, INK)) >= LEAST_APART else second
    return first, second


def _part_shade(one: str, other: str, ground: str) -> str:
    """The shade of the other colour nearest to its own that stands out from the ground and from the first."""
    first, second = shade_colour(one, ground), shade_colour(other, ground)
    lightness = measure_lightness(second)
    steps = sorted((index / 50 for index in range(51)), key=lambda step: abs(step - lightness))
    shades = (second, *(_shift(other, step) for step in steps))
    good = (shade for shade in shades if measure_contrast(shade, ground) >= SHAPE_RATIO)
    return next((shade for shade in good if tell_apart((first, shade)) >= LEAST_APART), second)


def _turns_brown(colour: str, shade: str) -> bool:
    lightness, _, hue = _read_lch(shade)
    return BROWN_HUES[0] < hue < BROWN_HUES[1] and lightness < BROWN_LIGHTNESS <= measure_lightness(colour)


@lru_cache(maxsize=256)
def ramp_colours(colour: str, ground: str, steps: int) -> tuple[str, ...]:
    """One hue from pale to strong in even steps of lightness. Pale is near the ground, so the drawing outlines it."""
    strong = shade_colour(colour, ground, STRONGEST_RATIO)
    lightness, chroma, hue = _read_lch(strong)
    start = _read_lch(ground)[0]
    palest = start + (PALEST if lightness > start else -PALEST)
    if steps < 2:
        return (strong,) * max(steps, 0)
    shares = [index / (steps - 1) for index in range(steps)]
    return tuple(
        _write_lch(palest + share * (lightness - palest), chroma * (0.25 + 0.75 * share), hue) for share in shares
    )


def simulate_deficiency(colour: str, kind: Deficiency) -> str:
    """What somebody without one kind of cones sees of a colour."""
    linear = _read_linear(colour)
    return _write_linear(_multiply(SEEN[kind], linear))


def tell_apart(colours: Sequence[str]) -> float:
    """The least distance in OKLab of any two colours in the eye that sees them most alike; black to white is 1."""
    eyes: tuple[Callable[[str], str], ...] = (
        str,
        *(lambda colour, kind=kind: simulate_deficiency(colour, kind) for kind in SEEN),
    )
    pairs = combinations(colours, 2)
    return min((dist(_read_lab(see(one)), _read_lab(see(other))) for one, other in pairs for see in eyes), default=1.0)


def _search_shade(colour: str, end: float, *, holds: Callable[[str], bool]) -> str:
    """The lightness nearest to the colour's own, on the way to `end`, that holds after rounding to bytes."""
    near, far = _read_lch(colour)[0], end
    for _ in range(12):
        middle = (near + far) / 2
        near, far = (near, middle) if holds(_shift(colour, middle)) else (middle, far)
    return _shift(colour, far)


def _shift(colour: str, lightness: float) -> str:
    _, chroma, hue = _read_lch(colour)
    return _write_lch(lightness, chroma, hue)


def _read_linear(colour: str) -> Triple:
    red, green, blue = (_to_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _write_linear(linear: Sequence[float]) -> str:
    return write_hex(255 * _from_linear(max(0.0, min(1.0, part))) for part in linear)


def write_hex(codes: Iterable[float]) -> str:
    """#rrggbb of three codes, the nearest from 0 to 255."""
    return "#" + "".join(f"{round(min(255.0, max(0.0, float(code)))):02x}" for code in codes)


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _from_linear(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def _multiply(matrix: tuple[Triple, Triple, Triple], vector: Sequence[float]) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _read_lab(colour: str) -> Triple:
    return _multiply(_TO_LAB, [cone ** (1 / 3) for cone in _multiply(_TO_CONES, _read_linear(colour))])


def _read_lch(colour: str) -> Triple:
    lightness, green_red, blue_yellow = _read_lab(colour)
    return lightness, hypot(green_red, blue_yellow), atan2(blue_yellow, green_red)


def _write_lch(lightness: float, chroma: float, hue: float) -> str:
    """The colour of that lightness and hue, with as much of the chroma as a screen can show."""
    low, high = 0.0, chroma
    if not _shows(_to_screen(lightness, chroma, hue)):
        for _ in range(12):
            middle = (low + high) / 2
            low, high = (middle, high) if _shows(_to_screen(lightness, middle, hue)) else (low, middle)
        chroma = low
    return _write_linear(_to_screen(lightness, chroma, hue))


def _to_screen(lightness: float, chroma: float, hue: float) -> Triple:
    cones = _multiply(_FROM_LAB, (lightness, chroma * cos(hue), chroma * sin(hue)))
    return _multiply(_FROM_CONES, [cone**3 for cone in cones])


def _shows(linear: Triple) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in linear)
