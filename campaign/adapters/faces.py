"""Fonts to print with. In: a page, a folder for files. Out: static cuts of the variable fonts, as font faces.

A PDF can embed a variable font only as drawings of its letters (Type 3); a cut of one weight is embedded as a font.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from campaign.render.fonts import Font, list_fonts, read_characters
from campaign.render.ports import Page

POSTSCRIPT_NAME = 6
"""Of the name table: what a PDF calls the font."""
_MARKUP = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


FIGURES = ["tnum", "pnum", "lnum", "onum", "zero", "ordn", "case"]
"""Features that styles ask for, besides those that are always on."""


@dataclass(frozen=True)
class Face:
    """A font file for a family's `weights`, as CSS writes them: one, or the least and the most."""

    family: str
    path: Path
    weights: str


def cut_faces(page: Page, *, weights: Mapping[str, Collection[int]], folder: Path) -> tuple[Face, ...]:
    """Cut the fonts that the page needs, and write them into the folder; `weights` are those used of each family that
    a style names first. A family that none does stands in for letters that the first ones lack."""
    letters = frozenset(unescape(_MARKUP.sub(" ", page.html)))
    every = frozenset(weight for used in weights.values() for weight in used)
    fonts = [font for font in list_fonts() if font.path in page.fonts]
    known = {chr(code) for font in fonts if font.family in weights for code in read_characters(font.path)}
    return tuple(
        face
        for font in fonts
        for face in _cut_font(
            font,
            letters if font.family in weights else letters - known,
            weights=weights.get(font.family, every),
            folder=folder,
        )
    )


@cache
def cut_plain(path: Path, weight: int) -> bytes:
    """One weight of a variable font, all its letters, without kerning and other rules of layout: for who sets letter by
    letter. To merge those rules takes seconds."""
    out = BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:
        for table in {"GPOS", "GSUB", "GDEF"} & set(font.keys()):
            del font[table]
        _fix_weight(font, weight)
        font.save(out)
    return out.getvalue()


def _cut_font(font: Font, letters: Collection[str], *, weights: Collection[int], folder: Path) -> Iterator[Face]:
    own = [letter for letter in sorted(letters) if ord(letter) in read_characters(font.path)]
    if not own:
        return
    reduced = folder / font.path.name
    _reduce(font.path, "".join(own), out=reduced)
    for weight in sorted(weights):
        path = folder / f"{font.path.stem.partition('[')[0]}-{weight}.ttf"
        _cut_weight(reduced, weight, name=path.stem, out=path)
        yield Face(font.family, path, str(weight))


def _reduce(path: Path, letters: str, *, out: Path) -> None:
    """The font with these letters alone, and all that its layout rules may put in their place."""
    options = subset.Options(notdef_outline=True, name_IDs=["*"], hinting=False)
    options.layout_features += FIGURES
    reducer = subset.Subsetter(options)
    reducer.populate(text=letters)
    with TTFont(path, recalcTimestamp=False) as font:
        reducer.subset(font)
        font.save(out)


def _cut_weight(path: Path, weight: int, *, name: str, out: Path) -> None:
    with TTFont(path, recalcTimestamp=False) as font:
        _fix_weight(font, weight)
        font["name"].setName(name, POSTSCRIPT_NAME, 3, 1, 0x409)
        font.save(out)


def _fix_weight(font: TTFont, weight: int) -> None:
    axes = {axis.axisTag: axis for axis in font["fvar"].axes}
    places = {tag: axis.defaultValue for tag, axis in axes.items()}
    places["wght"] = min(max(weight, axes["wght"].minValue), axes["wght"].maxValue)
    instancer.instantiateVariableFont(font, places, inplace=True)
