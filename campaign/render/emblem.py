"""The European emblem, drawn from the law's own geometry. In: a form. Out: SVG text.

Reg. (EU) 2021/1060 Annex IX 2: a field of 3:2 with twelve five-pointed stars on an unseen circle of a third
of the height; each star stands upright in a circle of an eighteenth of the height.
"""

import math
from enum import StrEnum

HEIGHT = 360.0
WIDTH = HEIGHT * 3 / 2
BORDER = HEIGHT / 25
BLUE = "#003399"
YELLOW = "#ffcc00"


class Form(StrEnum):
    """Full colour; in blue alone; in black alone (Annex IX 2.3)."""

    COLOUR = "colour"
    BLUE = "blue"
    BLACK = "black"


def draw_emblem(*, form: Form = Form.COLOUR, is_bordered: bool = False) -> str:
    """The emblem as SVG; a white border of H/25 for any ground but white."""
    margin = BORDER if is_bordered else 0.0
    box = f"{-margin:g} {-margin:g} {WIDTH + 2 * margin:g} {HEIGHT + 2 * margin:g}"
    parts = [f'<rect x="{-margin:g}" y="{-margin:g}" width="100%" height="100%" fill="#fff"/>'] if is_bordered else []
    parts.append(_draw_field(form))
    stars = "".join(_draw_star(number) for number in range(12))
    star_colour = {Form.COLOUR: YELLOW, Form.BLUE: "#ffffff", Form.BLACK: "#000000"}[form]
    parts.append(f'<path fill="{star_colour}" d="{stars}"/>')
    size = f'width="{WIDTH + 2 * margin:g}" height="{HEIGHT + 2 * margin:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}">{"".join(parts)}</svg>'


def _draw_field(form: Form) -> str:
    if form is not Form.BLACK:
        return f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{BLUE}"/>'
    line = HEIGHT / 90
    return (
        f'<rect x="{line / 2:g}" y="{line / 2:g}" width="{WIDTH - line:g}" height="{HEIGHT - line:g}"'
        f' fill="#ffffff" stroke="#000000" stroke-width="{line:g}"/>'
    )


def _draw_star(number: int) -> str:
    """The star at the hour `number` of the clock face as an SVG path."""
    return f"M{'L'.join(f'{across:.3f} {down:.3f}' for across, down in place_star(30.0 * number))}Z"


def place_star(
    angle: float, *, turn: float = 0.0, ring: float = 1 / 3, size: float = 1 / 18
) -> tuple[tuple[float, float], ...]:
    """The ten corners of a star at `angle` degrees of the clock face, one point up unless it has a `turn` (degrees,
    clockwise); the radii of the ring and of the star in heights of the emblem, the corners in its own units."""
    across = WIDTH / 2 + HEIGHT * ring * math.sin(math.radians(angle))
    down = HEIGHT / 2 - HEIGHT * ring * math.cos(math.radians(angle))
    outer = HEIGHT * size
    inner = outer * math.sin(math.radians(18)) / math.sin(math.radians(54))
    corners = ((inner if corner % 2 else outer, math.radians(36 * corner + turn)) for corner in range(10))
    return tuple((across + radius * math.sin(way), down - radius * math.cos(way)) for radius, way in corners)
