"""Scenes made by hand for the marks of the funder: a strip with emblem, statement and logos. In: what is right or wrong
with each. Out: a Scene as render.survey makes it, with the ink of its texts known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.corpus.emblems import BLUE, WHITE, Colour, Painting, compress, paint, plain
from campaign.render.scene import Ink, Moment, Pixels, Scene, Wording
from campaign.spec.boxes import Box
from campaign.spec.content import Campaign
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules

SCREEN = Format(640, 180, 12.0, 1.0)
"""A small screen of 2.2 pixels a millimetre."""
FUNDER = FunderProfile(
    "corpus", {"en": "Corpus"}, FundingRules.EU_2021_2027, {"en": "Co-funded by the European Union"}
)  # fmt: skip
URL = "https://example.org/campaign"
CAMPAIGN = Campaign("corpus", {"en": "Corpus"}, FUNDER, URL)
LINES = ("Co-funded by", "the European Union")
BULGARIAN = ("Съфинансирано от", "Европейския съюз")
LEFT, TOP = 24.0, 110.0
"""Where the emblem stands."""
GARAMOND = ("fontpkg_eb_garamond", "EBGaramond[wght].ttf")
ITALIC = ("fontpkg_eb_garamond", "EBGaramond-Italic[wght].ttf")
SOFIA = ("fontpkg_sofia_sans", "SofiaSans[wght].ttf")


@dataclass(frozen=True)
class Lettering:
    """How a statement is written: font size in pixels, and what is done to it."""

    lines: tuple[str, ...] = LINES
    size: int = 22
    weight: int = 600
    font: tuple[str, str] = GARAMOND
    colour: Colour = BLUE
    is_underlined: bool = False
    lean: float = 0.0
    shadow: int = 0
    is_hollow: bool = False
    is_hidden: bool = False
    spread: float = 1.02


@lru_cache(maxsize=32)
def _load(font: tuple[str, str], size: int, weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(files(font[0]) / "files" / font[1]), size)
    face.set_variation_by_axes([weight])
    return face


def letter(line: str, lettering: Lettering) -> tuple[NDArray[np.uint8], tuple[int, int, int, int]]:
    """The line's coverage on a small sheet, and its box there."""
    face = _load(lettering.font, lettering.size, lettering.weight)
    sheet = Image.new("L", (round(face.getlength(line)) + 60, 2 * lettering.size + 12))
    pen = ImageDraw.Draw(sheet)
    at = (20, lettering.size // 2)
    if lettering.is_hollow:
        pen.text(at, line, fill=0, font=face, stroke_width=1, stroke_fill=255)
    else:
        pen.text(at, line, fill=255, font=face)
    if lettering.is_underlined:
        baseline = at[1] + face.getmetrics()[0] + 2
        pen.line(
            (at[0], baseline, at[0] + face.getlength(line), baseline), fill=255, width=max(1, lettering.size // 14)
        )
    if lettering.lean:
        way = (1, lettering.lean, -lettering.lean * sheet.height / 2, 0, 1, 0)
        sheet = sheet.transform(sheet.size, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)
    cover = np.asarray(sheet)
    if lettering.shadow:
        moved = np.roll(cover, (lettering.shadow, lettering.shadow), (0, 1))
        cover = np.maximum(cover, moved // 2)
    rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    return cover, (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def write(picture: Pixels, lettering: Lettering, *, left: int, top: int) -> tuple[Pixels, tuple[Wording, ...]]:
    """The picture with the lines on it, each a wording with its ink."""
    shown = picture.astype(np.float32)
    wordings = []
    face = _load(lettering.font, lettering.size, lettering.weight)
    for number, line in enumerate(lettering.lines):
        cover, box = letter(line, lettering)
        ink = cover[box[1] : box[3], box[0] : box[2]]
        x = left + box[0] - 20
        y = top + box[1] - lettering.size // 2 + round(number * lettering.size * lettering.spread)
        part = shown[y : y + ink.shape[0], x : x + ink.shape[1]]
        laid = ink[: part.shape[0], : part.shape[1], None] / np.float32(255)
        if not lettering.is_hidden:
            part += laid * (np.array(lettering.colour, np.float32) - part)
        _, high, _, low = face.getbbox("H")
        place = Box(x, y, ink.shape[1], ink.shape[0])
        wordings.append(
            Wording(f"line-{number}", "funder.statement", line, place, cap=low - high, ink=Ink(x, y, ink))
        )  # fmt: skip
    return np.round(shown).astype(np.uint8), tuple(wordings)


EMBLEM, STATEMENT = Painting(44), Lettering()


def make_scene(
    *,
    emblem: Painting | None = EMBLEM,
    lettering: Lettering | None = STATEMENT,
    ground: Pixels | None = None,
    logo: tuple[int, int, int, int] | None = None,
    over: Iterable[tuple[int, int, int, int, Colour]] = (),
    screen: Format = SCREEN,
) -> Scene:
    """An emblem with its statement beside it, perhaps a logo (left, top, width, height), and what lies over all."""
    behind = ground if ground is not None else plain(WHITE, width=SCREEN.width, height=SCREEN.height)
    height = emblem.height if emblem else 44.0
    width = emblem.height * emblem.ratio if emblem else 66.0
    if emblem:
        behind = paint(behind, emblem, left=LEFT, top=TOP)
    parts = {"emblem": Box(LEFT, TOP, width, height), "strip": Box(0, 90, SCREEN.width, 90)}
    if logo:
        behind = behind.copy()
        left, top, wide, high = logo
        behind[top : top + high, left : left + wide] = (200, 40, 60)
        parts["partner-1"] = Box(left - 3, top - 3, wide + 6, high + 6)
    picture = behind
    wordings: tuple[Wording, ...] = ()
    if lettering:
        picture, wordings = write(behind, lettering, left=round(LEFT + width + 14), top=round(TOP - 2))
    for left, top, wide, high, colour in over:
        picture, behind = picture.copy(), behind.copy()
        picture[top : top + high, left : left + wide] = colour
        behind[top : top + high, left : left + wide] = colour
    return Scene(screen, "en", wordings, parts, Moment(0.0, 0.0, picture, behind))


def press(scene: Scene, quality: int) -> Scene:
    """As a JPEG of that quality shows it; colour at every fourth pixel."""
    rest = scene.rest
    return replace(scene, rest=replace(rest, picture=compress(rest.picture, quality=quality)))
