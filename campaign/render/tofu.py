"""Empty boxes where a letter should be. In: a page's texts. Out: the characters that its faces do not draw.

Fonts know which characters they have, but a style names the faces of a text, and a letter that only another face has
comes out as that face's box for “no glyph”. So one character a text and font is drawn beside a character that no font
has: where both look alike, the letter is lost.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from campaign.render.fonts import BODY, LEGAL, list_fonts, read_characters
from campaign.render.inks import draw_inks
from campaign.render.lettering import Lettering, set_letters
from campaign.render.ports import Page, PageEngine
from campaign.render.scene import Ink

NOBODY = "\uffff"
"""No character (Unicode 23.7): no font has it."""
ALIKE = 0.12
"""Of the strongest row: two boxes drawn at other shares of a pixel differ by less."""


def find_boxed(copy: Page, lettering: Lettering, *, engine: PageEngine) -> Mapping[str, str]:
    """By text, the characters that come out as a box; of those that one font has the first stands for all. A page in
    plain Latin or Cyrillic costs nothing."""
    probes = {text.id: signs for text in lettering.texts if (signs := "".join(_pick_doubtful(text.text)))}
    if not probes:
        return {}
    names = [_name(text, index) for text, signs in probes.items() for index in range(len(signs) + 1)]
    written = {text: _write_probes(text, signs + NOBODY) for text, signs in probes.items()}
    inks = draw_inks(replace(copy, html=set_letters(lettering, written)), names, engine=engine, clipped=False)
    found = {}
    for text, signs in probes.items():
        box = inks.get(_name(text, len(signs)))
        lost = "".join(sign for index, sign in enumerate(signs) if _looks_like(inks.get(_name(text, index)), box))
        if lost:
            found[text] = lost
    return found


def _pick_doubtful(text: str) -> Iterator[str]:
    """A character for each font that has what the two main faces have not both; marks of direction have no glyph."""
    plain, others = _list_plain()
    rare = [sign for sign in text if ord(sign) not in plain and unicodedata.category(sign) != "Cf"]
    for characters in others if rare else ():
        yield from [sign for sign in rare if ord(sign) in characters][:1]


@cache
def _list_plain() -> tuple[frozenset[int], tuple[frozenset[int], ...]]:
    fonts = {font.family: read_characters(font.path) for font in list_fonts()}
    return fonts[BODY] & fonts[LEGAL], tuple(fonts.values())


def _name(text: str, index: int) -> str:
    return f"probe-{text}-{index}"


def _write_probes(text: str, signs: str) -> str:
    return " ".join(f'<span id="{_name(text, index)}">{sign}</span>' for index, sign in enumerate(signs))


def _looks_like(ink: Ink | None, box: Ink | None) -> bool:
    """By what each row covers, which does not change where a box starts a share of a pixel further right."""
    if ink is None or box is None:
        return False
    if abs(ink.cover.shape[0] - box.cover.shape[0]) > 1 or abs(ink.cover.shape[1] - box.cover.shape[1]) > 1:
        return False
    one, other = (_add_rows(each) for each in (ink, box))
    length = min(len(one), len(other))
    return bool(np.abs(one[:length] - other[:length]).max() < ALIKE * other.max())


def _add_rows(ink: Ink) -> NDArray[np.float64]:
    return np.asarray(ink.cover.sum(axis=1, dtype=np.float64))
