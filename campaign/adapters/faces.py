"""Fonts to print with. In: a page, a folder for files. Out: static cuts of the variable fonts, as font faces.

A PDF can embed a variable font only as drawings of its letters (Type 3); a cut of one weight is embedded as a font.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from campaign.render.fonts import Font, list_fonts, read_characters
from campaign.render.ports import Page

POSTSCRIPT_NAME = 6
"""Of the name table: what a PDF calls the font."""
_MARKUP = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Face:
    """A font file for a family's `weights`, as CSS writes them: one, or the least and the most."""

    family: str
    path: Path
    weights: str


def cut_faces(page: Page, *, weights: Collection[int], folder: Path) -> tuple[Face, ...]:
    """Cut those weights of every font that has a letter of the page, and write them into the folder."""
    letters = "".join(sorted(set(unescape(_MARKUP.sub(" ", page.html)))))
    fonts = [font for font in list_fonts() if font.path in page.fonts]
    return tuple(face for font in fonts for face in _cut_font(font, letters, weights=weights, folder=folder))


def _cut_font(font: Font, letters: str, *, weights: Collection[int], folder: Path) -> Iterator[Face]:
    if not any(ord(letter) in read_characters(font.path) for letter in letters if not letter.isspace()):
        return
    reduced = folder / font.path.name
    _reduce(font.path, letters, out=reduced)
    for weight in sorted(weights):
        path = folder / f"{font.path.stem.partition('[')[0]}-{weight}.ttf"
        _cut_weight(reduced, weight, name=path.stem, out=path)
        yield Face(font.family, path, str(weight))


def _reduce(path: Path, letters: str, *, out: Path) -> None:
    """The font with these letters alone, and all that its layout rules may put in their place."""
    options = subset.Options(layout_features=["*"], notdef_outline=True, name_IDs=["*"], hinting=False)
    reducer = subset.Subsetter(options)
    reducer.populate(text=letters)
    with TTFont(path) as font:
        reducer.subset(font)
        font.save(out)


def _cut_weight(path: Path, weight: int, *, name: str, out: Path) -> None:
    with TTFont(path) as font:
        axes = {axis.axisTag: axis for axis in font["fvar"].axes}
        places = {tag: axis.defaultValue for tag, axis in axes.items()}
        places["wght"] = min(max(weight, axes["wght"].minValue), axes["wght"].maxValue)
        instancer.instantiateVariableFont(font, places, inplace=True)
        font["name"].setName(name, POSTSCRIPT_NAME, 3, 1, 0x409)
        # The hour would make other bytes of the same font.
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(out)
