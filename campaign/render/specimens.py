"""A word as a packaged face draws it, to hold pictures against. In: family and weight. Out: how much ink is where."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from campaign.render.fonts import list_fonts

SIZE = 96
"""Pixels of the font size that specimens are drawn at, to be shrunk."""


@lru_cache(maxsize=32)
def _load(family: str, weight: int) -> ImageFont.FreeTypeFont:
    path = next(font.path for font in list_fonts() if font.family == family)
    face = ImageFont.truetype(str(path), SIZE)
    face.set_variation_by_axes([weight])
    return face


@lru_cache(maxsize=512)
def draw_word(word: str, *, family: str, weight: int) -> NDArray[np.uint8]:
    """How much of each pixel the upright word covers, 0–255, cut to its ink; empty for a word without any."""
    face = _load(family, weight)
    left, top, right, bottom = (round(edge) for edge in face.getbbox(word))
    sheet = Image.new("L", (max(1, right - left + 8), max(1, bottom - top + 8)))
    ImageDraw.Draw(sheet).text((4 - left, 4 - top), word, fill=255, font=face)
    box = sheet.getbbox()
    return np.asarray(sheet.crop(box)) if box else np.zeros((0, 0), np.uint8)
