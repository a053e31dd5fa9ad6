"""A loop on one sheet. In: some of its pictures. Out: a JPEG of the moments that differ, each with its second below.

The sheet tells what it shows: its JPEG comment holds each moment's second and place, so that a page can lay links over
the pictures without another file beside it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from campaign.render.fonts import BODY, list_fonts
from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

Pixels: TypeAlias = NDArray[np.uint8]

COLUMNS = 4
MOST_WIDTH = 1600
MOMENTS = 8
GAP = 16
FOOT = 44
"""Pixels under a picture, for its second."""
TYPE_SIZE = 26
PAPER, INK, EDGE = "#ffffff", "#1d2433", "#d6d2c8"
QUALITY = 84
DIFFERS = 0.004
"""Mean difference, 0 to 1, from which on two pictures are worth showing both: a word that comes or goes."""
EMPTY = 0.5
"""A picture with less than this share of the details that the others have."""
THUMB = 32
HEAD_BYTES = 4096
"""So much of a sheet's file is enough to read what it shows."""


@dataclass(frozen=True)
class Picture:
    """What a loop shows at a frame: height × width × 3, RGB."""

    frame: int
    pixels: Pixels


@dataclass(frozen=True)
class Moment:
    """A picture on the sheet: its second in the loop, and where it stands in pixels."""

    second: float
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows, and its size in pixels."""

    width: int
    height: int
    moments: tuple[Moment, ...]


def choose_moments(
    pictures: Sequence[Picture], *, wanted: Iterable[int] = (), most: int = MOMENTS
) -> tuple[Picture, ...]:
    """At most `most` pictures that tell the loop, in order: the first, what it ends on, those nearest to the frames
    `wanted`, then always the one least like all that are there, as long as it differs and is no empty ground between
    two scenes."""
    thumbs = [_shrink(picture.pixels) for picture in pictures]
    details = np.array([_count_details(thumb) for thumb in thumbs])
    full = details >= np.median(details) * EMPTY
    chosen = [0]
    for frame in wanted:
        nearest = min(range(len(pictures)), key=lambda at: abs(pictures[at].frame - frame))
        chosen += [nearest] if nearest not in chosen and len(chosen) < most - 1 else []
    distances = np.min([_measure(thumbs, at) for at in chosen], axis=0)
    if distances[-1] > DIFFERS and len(pictures) - 1 not in chosen:
        chosen.append(len(pictures) - 1)
        distances = np.minimum(distances, _measure(thumbs, chosen[-1]))
    while len(chosen) < min(most, len(pictures)) and (distances * full).max() > DIFFERS:
        chosen.append(int((distances * full).argmax()))
        distances = np.minimum(distances, _measure(thumbs, chosen[-1]))
    return tuple(pictures[at] for at in sorted(chosen))


def draw_sheet(pictures: Sequence[Picture], *, fps: int) -> bytes:
    """The pictures in rows of four as they are, or smaller when the sheet would be wider than it may."""
    height, width = pictures[0].pixels.shape[:2]
    columns = min(COLUMNS, len(pictures))
    scale = min(1.0, (MOST_WIDTH - GAP * (COLUMNS + 1)) / COLUMNS / width)
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    moments = tuple(
        Moment(
            round(picture.frame / fps, 3),
            GAP + at % columns * (width + GAP),
            GAP + at // columns * (height + FOOT),
            width,
            height,
        )
        for at, picture in enumerate(pictures)
    )
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (GAP + columns * (width + GAP), GAP + rows * (height + FOOT)), PAPER)
    draw = ImageDraw.Draw(sheet)
    for picture, moment in zip(pictures, moments, strict=True):
        image = Image.fromarray(picture.pixels).resize((width, height), Image.Resampling.BOX)
        sheet.paste(image, (moment.left, moment.top))
        draw.rectangle((moment.left - 1, moment.top - 1, moment.left + width, moment.top + height), outline=EDGE)
        place = (moment.left, moment.top + height + 6)
        draw.text(place, print_second(moment.second), fill=INK, font=_load_type())
    file = BytesIO()
    comment = json.dumps([astuple(moment) for moment in moments]).encode()
    sheet.save(file, "JPEG", quality=QUALITY, comment=comment)
    return file.getvalue()


def read_sheet(head: bytes) -> Sheet:
    """What a sheet shows, from its first HEAD_BYTES. Raises BrokenMedia."""
    try:
        with Image.open(BytesIO(head), formats=("JPEG",)) as image:
            rows = json.loads(image.info["comment"])
            moments = tuple(Moment(float(second), *map(int, box)) for second, *box in rows)
            return Sheet(image.width, image.height, moments)
    except (OSError, KeyError, ValueError, TypeError):
        raise BrokenMedia(say("This is no contact sheet."), hint=say("Render the material again.")) from None


def print_second(second: float) -> str:
    """Minutes, seconds and hundredths, in figures every language reads alike: 0:01.24."""
    minutes, rest = divmod(round(second * 100), 6000)
    return f"{minutes}:{rest // 100:02d}.{rest % 100:02d}"


def _shrink(pixels: Pixels) -> NDArray[np.float64]:
    image = Image.fromarray(pixels)
    image.thumbnail((THUMB, THUMB), Image.Resampling.BOX)
    return np.asarray(image) / 255.0


def _count_details(thumb: NDArray[np.float64]) -> float:
    """How much neighbouring pixels differ."""
    return float(np.abs(np.diff(thumb, axis=1)).mean() + np.abs(np.diff(thumb, axis=0)).mean())


def _measure(thumbs: Sequence[NDArray[np.float64]], at: int) -> NDArray[np.float64]:
    """How much each differs from one of them, 0 to 1."""
    return np.array([float(np.abs(thumb - thumbs[at]).mean()) for thumb in thumbs])


@cache
def _load_type() -> ImageFont.FreeTypeFont:
    """The kit's own typeface."""
    path = next(font.path for font in list_fonts() if font.family == BODY)
    return ImageFont.truetype(str(path), TYPE_SIZE)
