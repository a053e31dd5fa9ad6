"""The packaged fonts. In: nothing. Out: their files, families and versions, the same on every machine.

Every font comes with a font package, so pixels never depend on what a machine has installed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

BODY = "Sofia Sans"
"""The City of Sofia's typeface, with Bulgarian letterforms by default."""
LEGAL = "EB Garamond"
"""For the funding statement: a Garamond, as the law lists (Reg. (EU) 2021/1060 Annex IX 1.3)."""

PACKAGES: Mapping[str, str] = {
    "fontpkg-sofia-sans": BODY,
    "fontpkg-eb-garamond": LEGAL,
    "fontpkg-noto-sans-arabic": "Noto Sans Arabic",
    "fontpkg-noto-sans-devanagari": "Noto Sans Devanagari",
}


@dataclass(frozen=True)
class Font:
    """One upright variable font file, all weights in it."""

    family: str
    path: Path
    version: str


@cache
def list_fonts() -> tuple[Font, ...]:
    """The upright fonts: an italic is never asked for, and a funding statement may not have one."""
    return tuple(
        Font(family, Path(str(entry)), version(package))
        for package, family in PACKAGES.items()
        for entry in sorted((files(package.replace("-", "_")) / "files").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".ttf") and "Italic" not in entry.name
    )


def list_font_files() -> tuple[Path, ...]:
    return tuple(font.path for font in list_fonts())


def describe_fonts() -> str:
    """Families with versions, for the name of an engine."""
    return ", ".join(f"{font.family} {font.version}" for font in list_fonts())


@cache
def read_characters(path: Path) -> frozenset[int]:
    """The code points a font file can draw."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def read_cap_height(family: str = BODY) -> float:
    """Height of a capital letter in parts of the font size."""
    path = next(font.path for font in list_fonts() if font.family == family)
    with TTFont(path, lazy=True) as font:
        return float(font["OS/2"].sCapHeight / font["head"].unitsPerEm)
