"""Texts that come and go on plain grounds, photos and gradients. In: who says what, when, how strongly. Out: a Scene
with its moments, as render.survey makes it, with the ink of its texts known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from campaign.render.scene import Ink, Moment, Pixels, Scene, Wording
from campaign.spec.formats import Format

SCREEN = Format(640, 360, 22, 1.8)
INK, PAPER = (20, 33, 61), (255, 248, 236)
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Phrase:
    """A text in a line of its own, `size` its capitals' height in pixels; it is there from `start` to `end`, of all
    its colour so much as `strength`."""

    text: str
    field: str = "values.headline"
    start: float = 0.0
    end: float = 1000.0
    size: int = 12
    strength: float = 1.0
    colour: Colour = INK


def say_words(count: int, *, word: str = "дума") -> str:
    """So many words."""
    return " ".join(f"{word}{number}" for number in range(count))


@lru_cache(maxsize=32)
def _load(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(files("fontpkg_sofia_sans") / "files" / "SofiaSans[wght].ttf"), round(size / 0.7))
    face.set_variation_by_axes([700])
    return face


@lru_cache(maxsize=256)
def set_phrase(phrase: Phrase, *, number: int) -> Wording:
    """The text where the line with this number stands; of long ones what has room."""
    sheet = Image.new("L", (SCREEN.width - 20, 2 * phrase.size + 8))
    ImageDraw.Draw(sheet).text((0, 0), phrase.text, fill=255, font=_load(phrase.size))
    cover = np.asarray(sheet)
    rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    ink = Ink(10, 8 + 26 * number, cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return Wording(f"text-{number}", phrase.field, phrase.text, ink.box, float(phrase.size), ink)


def lay(ground: Pixels, wording: Wording, phrase: Phrase) -> Pixels:
    """The picture with the text on it."""
    ink = wording.ink
    if ink is None:
        return ground
    picture, (height, width) = ground.copy(), ink.cover.shape
    part = picture[ink.top : ink.top + height, ink.left : ink.left + width]
    share = (ink.cover / 255 * phrase.strength)[: part.shape[0], : part.shape[1], None]
    part[:] = np.rint(part * (1 - share) + np.array(phrase.colour) * share).astype(np.uint8)
    return picture


def fill_ground(colour: Colour = PAPER) -> Pixels:
    return np.full((SCREEN.height, SCREEN.width, 3), colour, np.uint8)


def play_phrases(
    phrases: Sequence[Phrase],
    *,
    seconds: float = 10.0,
    step: float = 0.5,
    language: str = "bg",
    ground: Pixels | None = None,
    screen: Format = SCREEN,
) -> Scene:
    """A loop in which each is there in its time; a still where it lasts 0 seconds."""
    behind = fill_ground() if ground is None else ground
    pairs = [(phrase, set_phrase(phrase, number=number)) for number, phrase in enumerate(phrases)]

    @cache
    def draw(shown: frozenset[int]) -> Pixels:
        picture = behind
        for number in sorted(shown):
            picture = lay(picture, pairs[number][1], pairs[number][0])
        return picture

    def show(second: float, *, lasts: float) -> Moment:
        there = [number for number, (phrase, _) in enumerate(pairs) if phrase.start <= second + 1e-6 < phrase.end]
        return Moment(second, lasts, draw(frozenset(there)), behind)

    wordings = tuple(wording for _, wording in pairs)
    starts = np.arange(0, seconds, step) if seconds else ()
    moments: Iterable[Moment] = (show(float(start), lasts=min(step, seconds - float(start))) for start in starts)
    rest = Moment(0.0, 0.0, draw(frozenset(range(len(pairs)))), behind)
    return Scene(screen, language, wordings, {}, rest, seconds, moments)
