"""Emblems painted on pictures, right and wrong ones, at any place and size; and what screens and files do to them."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from campaign.render.emblem import HEIGHT, WIDTH, place_star
from campaign.render.scene import Pixels

FINE = 8
"""Parts of a pixel that are painted."""
BLUE, YELLOW, WHITE, BLACK = (0, 51, 153), (255, 204, 0), (255, 255, 255), (0, 0, 0)
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Painting:
    """An emblem, as the law draws it unless told otherwise: `height` in pixels, `border` in heights, `ratio` of the
    field, `stretch` whether the stars are stretched with it, `stars` how many, `first` and `turn` in degrees."""

    height: float
    ratio: float = 1.5
    stretch: bool = True
    field: Colour = BLUE
    star: Colour = YELLOW
    outline: Colour | None = None
    border: float = 0.0
    stars: int = 12
    missing: tuple[int, ...] = ()
    first: float = 0.0
    turn: float = 0.0
    is_radial: bool = False
    ring: float = 1 / 3
    size: float = 1 / 18


def paint(ground: Pixels, painting: Painting, *, left: float, top: float) -> Pixels:
    """The picture with the emblem's field from `left` and `top` on, in pixels, not whole ones."""
    height, width = painting.height, painting.height * painting.ratio
    margin = int(painting.border * height) + 3
    x0, y0 = int(left) - margin, int(top) - margin
    x1, y1 = int(left + width) + margin + 1, int(top + height) + margin + 1
    sheet = Image.new("RGBA", ((x1 - x0) * FINE, (y1 - y0) * FINE))
    pen = ImageDraw.Draw(sheet)
    shift_x, shift_y = (left - x0) * FINE, (top - y0) * FINE

    def box(out: float, colour: Colour) -> None:
        grown = out * FINE
        pen.rectangle(
            (
                round(shift_x - grown), round(shift_y - grown),
                round(shift_x + width * FINE + grown) - 1, round(shift_y + height * FINE + grown) - 1,
            ),
            (*colour, 255),
        )  # fmt: skip

    if painting.border:
        box(painting.border * height, WHITE)
    if painting.outline:
        box(0, painting.outline)
        box(-max(height / 90, 0.5), painting.field)
    else:
        box(0, painting.field)
    down = height / HEIGHT * FINE
    across = width / WIDTH * FINE if painting.stretch else down
    indent = 0.0 if painting.stretch else (width * FINE - WIDTH * down) / 2
    for number in range(painting.stars):
        if number in painting.missing:
            continue
        angle = painting.first + 360 * number / painting.stars
        turn = painting.turn + (angle if painting.is_radial else 0)
        corners = place_star(angle, turn=turn, ring=painting.ring, size=painting.size)
        pen.polygon([(shift_x + indent + x * across, shift_y + y * down) for x, y in corners], (*painting.star, 255))
    emblem = sheet.reduce(FINE) if FINE > 1 else sheet
    picture = Image.fromarray(ground)
    picture.paste(emblem.convert("RGB"), (x0, y0), emblem.getchannel("A"))
    return np.asarray(picture)


def plain(colour: Colour = WHITE, *, width: int = 320, height: int = 180) -> Pixels:
    return np.full((height, width, 3), colour, np.uint8)


def photo(*, width: int = 320, height: int = 180, seed: int = 1, sky: bool = False) -> Pixels:
    """Something like a photo: soft lights, hard edges and grain."""
    random = np.random.default_rng(seed)
    small = random.integers(20, 236, (5, 8, 3)).astype(np.uint8)
    if sky:
        small[:3] = (90, 140, 205)
    soft = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(soft)
    for _ in range(14):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        reach = int(random.integers(4, max(5, height // 6)))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), colour)
    grain = random.normal(0, 6, (height, width, 1))
    return np.clip(np.asarray(soft.filter(ImageFilter.GaussianBlur(0.8)), np.float32) + grain, 0, 255).astype(np.uint8)


def compress(picture: Pixels, *, quality: int, kind: str = "JPEG") -> Pixels:
    """As a file of that quality shows it; JPEG keeps colour at every fourth pixel."""
    buffer = io.BytesIO()
    options = {"subsampling": 2} if kind == "JPEG" else {}
    Image.fromarray(picture).save(buffer, kind, quality=quality, **options)
    with Image.open(buffer) as image:
        return np.asarray(image.convert("RGB"))


def scale(picture: Pixels, factor: float) -> Pixels:
    """As a browser or a slide program shrinks or enlarges it."""
    size = round(picture.shape[1] * factor), round(picture.shape[0] * factor)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
