"""A1: emblems drawn right at many sizes, on many grounds, through many files; and what is none, or not quite one."""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblems import (
    BLACK,
    BLUE,
    WHITE,
    YELLOW,
    Painting,
    compress,
    paint,
    photo,
    plain,
    scale,
)
from benchmarks.corpus.scenes import Lettering, make_scene
from campaign.checks.emblem import find_emblems
from campaign.checks.statement import check_statement
from campaign.checks.visibility import check_emblem, choose_emblem
from campaign.render.scene import Pixels, Scene
from campaign.spec.findings import Finding

DARK_BLUE = (20, 33, 61)
PAGE, DARK, CREAM = plain(), plain(DARK_BLUE), plain((255, 243, 214))
BORDERED = 1 / 25


def look(draw: Callable[[], Pixels]) -> Callable[[], Iterator[Finding]]:
    return lambda: check_emblem(choose_emblem(find_emblems(draw()), None), screen=None)


def good(name: str, painting: Painting, *, ground: Pixels = PAGE, quality: int = 0, kind: str = "JPEG") -> Case:
    return Case("A1", name, False, look(lambda: _draw(painting, ground, quality, kind)))


def bad(name: str, painting: Painting, *, ground: Pixels = PAGE, quality: int = 0) -> Case:
    return Case("A1", name, True, look(lambda: _draw(painting, ground, quality, "JPEG")))


def _draw(painting: Painting, ground: Pixels, quality: int, kind: str) -> Pixels:
    picture = paint(ground, painting, left=60.3, top=40.7)
    return compress(picture, quality=quality, kind=kind) if quality else picture


def _draw_council() -> Pixels:
    """The Council of Europe's: the same stars, with a spiral in them."""
    picture = Image.fromarray(paint(PAGE, Painting(80), left=60, top=40))
    pen = ImageDraw.Draw(picture)
    for turn in range(3):
        reach = 34 - 8 * turn
        pen.arc((120 - reach, 80 - reach, 120 + reach, 80 + reach), 30 + 40 * turn, 330, fill=(255, 204, 0), width=5)
    return np.asarray(picture)


def _draw_buttons() -> Pixels:
    """Blue fields of 3:2 with words, bars and dots on them."""
    picture = Image.fromarray(PAGE)
    pen = ImageDraw.Draw(picture)
    for number in range(4):
        left = 10 + 76 * number
        pen.rectangle((left, 60, left + 62, 101), BLUE)
    pen.text((16, 72), "Menu", fill=WHITE, font_size=18)
    pen.rectangle((100, 74, 134, 88), YELLOW)
    for x in range(170, 222, 8):
        pen.ellipse((x, 78, x + 3, 81), YELLOW)
    return np.asarray(picture)


def _draw_dots() -> Pixels:
    """Twelve dots in two rows, as a lottery has them."""
    picture = Image.fromarray(paint(PAGE, Painting(60, stars=0), left=60, top=40))
    pen = ImageDraw.Draw(picture)
    for number in range(12):
        x, y = 74 + 12 * (number % 6), 58 + 20 * (number // 6)
        pen.ellipse((x, y, x + 5, y + 5), YELLOW)
    return np.asarray(picture)


def _draw_stars_of_ten() -> Pixels:
    """Cape Verde's: ten stars on blue with stripes."""
    picture = paint(PAGE, Painting(72, stars=10, ring=0.25), left=60, top=40).copy()
    picture[76:82, 60:168] = 255
    picture[82:88, 60:168] = (207, 32, 39)
    picture[88:94, 60:168] = 255
    return picture


def _say(scene: Callable[[], Scene]) -> Callable[[], Iterator[Finding]]:
    return lambda: check_statement(scene(), emblem=None)


def _shrink(factor: float) -> Callable[[], Pixels]:
    return lambda: scale(paint(plain(width=960, height=540), Painting(96), left=300.5, top=200.2), factor)


GOOD = (
    *(good(f"{height} px high", Painting(height)) for height in (10, 14.4, 20, 25.7, 45, 100)),
    *(good(f"{height} px high, JPEG {quality}", Painting(height), quality=quality)
      for height, quality in ((12, 75), (16, 40), (24, 50), (36, 40), (36, 95), (60, 60), (110, 40))),
    good("WebP 50", Painting(48), quality=50, kind="WEBP"),
    good("on a photo, bordered, JPEG 70", Painting(40, border=BORDERED), ground=photo(), quality=70),
    good("on a sky, bordered", Painting(40, border=BORDERED), ground=photo(sky=True, seed=4)),
    good("on a sky without a border: A5's, not A1's", Painting(40), ground=photo(sky=True, seed=5)),
    good("on dark blue", Painting(50, border=BORDERED), ground=DARK, quality=80),
    good("on cream", Painting(30, border=BORDERED), ground=CREAM),
    good("on its own blue, merged with it", Painting(60), ground=plain(BLUE), quality=80),
    good("white stars on blue", Painting(50, star=WHITE), quality=80),
    good("black on white", Painting(70, field=WHITE, star=BLACK, outline=BLACK), quality=80),
    Case("A1", "shrunk by a third", False, look(_shrink(0.66))),
    Case("A1", "shrunk to an eighth", False, look(_shrink(0.13))),
    Case("A1", "the statement is there", False, _say(make_scene)),
    Case("A1", "a white statement on dark", False, _say(lambda: make_scene(
        emblem=Painting(44, border=BORDERED), ground=plain(DARK_BLUE, width=640), lettering=Lettering(colour=WHITE)))),
)  # fmt: skip

BAD = (
    *(bad(f"11 stars, {height} px high", Painting(height, stars=11), quality=85) for height in (18, 30, 80)),
    bad("13 stars", Painting(60, stars=13), quality=70),
    bad("one star is missing", Painting(50, missing=(4,)), quality=75),
    bad("no stars", Painting(60, stars=0)),
    bad("stars upside down", Painting(50, turn=36), quality=75),
    bad("stars point outwards", Painting(64, is_radial=True), quality=75),
    bad("the circle is turned", Painting(40, first=15), quality=75),
    bad("stretched to 4:3", Painting(40, ratio=4 / 3), quality=75),
    bad("cut to 4:3", Painting(24, ratio=4 / 3, stretch=False), quality=75),
    bad("cut to 16:9", Painting(40, ratio=16 / 9, stretch=False)),
    bad("stretched to 5:3", Painting(16, ratio=5 / 3)),
    bad("upright, turned by a quarter", Painting(60, ratio=2 / 3, stretch=False)),
    bad("the circle is too small", Painting(48, ring=0.27), quality=80),
    bad("the blue of an institution's logo", Painting(48, field=(0, 68, 148)), quality=80),
    bad("a light blue", Painting(36, field=(0x1D, 0x4E, 0xD8)), quality=80),
    bad("purple", Painting(60, field=(70, 30, 140))),
    bad("orange stars", Painting(80, star=(255, 140, 0)), quality=85),
    bad("faded to half", Painting(60, field=(128, 153, 204), star=(255, 230, 128))),
    Case("A1", "a page without one", True, look(lambda: PAGE)),
    Case("A1", "a photo without one", True, look(lambda: photo(seed=9))),
    Case("A1", "blue sky", True, look(lambda: photo(sky=True, seed=3))),
    Case("A1", "blue buttons", True, look(_draw_buttons)),
    Case("A1", "the Council of Europe's spiral", True, look(_draw_council)),
    Case("A1", "twelve dots in rows", True, look(_draw_dots)),
    Case("A1", "ten stars and stripes", True, look(_draw_stars_of_ten)),
    Case("A1", "no statement", True, _say(lambda: make_scene(lettering=None))),
    Case("A1", "a statement that something covers", True,
         _say(lambda: make_scene(over=((90, 100, 300, 70, (90, 40, 40)),)))),
    Case("A1", "a white statement on white", True, _say(lambda: make_scene(lettering=Lettering(colour=WHITE)))),
)  # fmt: skip
CASES = (*GOOD, *BAD)
