"""Whose ink is where. In: a page, and the ids of the elements whose texts are looked for. Out: the ink of each.

A copy of the page is drawn with nothing but letters on white, each text in a colour of its own: red is 0, so the red
that is left of the white tells how much of a pixel a stroke covers, and green and blue, that reckoned out, whose it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from campaign.render.lettering import CAPITAL
from campaign.render.ports import OpenPage, Page, PageEngine
from campaign.render.scene import Ink
from campaign.render.textless import add_style

STEP = 12
"""Between two greens or blues: what is reckoned out of a pixel half covered is wrong by four at most, seen."""
LEVELS = 255 // STEP + 1
MOST = LEVELS * LEVELS
"""As many texts can be told apart in one drawing."""
WHITE = np.uint32(0xFFFFFFFF)
"""Red, green, blue and alpha of a pixel without ink."""
SURE = 80
"""From this cover on, of 255, a pixel tells whose it is."""

LETTERS = (
    "*,*::before,*::after{color:transparent!important;background:none!important;border-color:transparent!important;"
    "box-shadow:none!important;outline-color:transparent!important;opacity:1!important;text-decoration:none!important}"
    "*::before,*::after{color:inherit!important}svg,img{visibility:hidden!important}html{background:#fff!important}"
)
"""Nothing is seen but letters. Important rules win over animations and inline styles (CSS Cascade 4, 6.1)."""
_FREE = "{overflow:visible!important;clip-path:none!important;mask:none!important}"
UNCLIPPED = f"*:not(.counter){_FREE}"
"""Nothing is cut but the stack of a counter, whose other values nobody is to see."""
ROOT, WHOLE = "root", "data-whole"
UNCLIPPED_LATER = f"#{ROOT}[{WHOLE}],#{ROOT}[{WHOLE}] *:not(.counter){_FREE}"
"""The same once the body says so."""


def draw_inks(page: Page, names: Sequence[str], *, engine: PageEngine, clipped: bool = True) -> Mapping[str, Ink]:
    """The ink of each element's own text when all has arrived; those that have none are left out, as are all after the
    first MOST. Raises RenderFailed."""
    with engine.open(_colour(page, names, style="" if clipped else UNCLIPPED)) as opened:
        return _read(opened, page, names)


def draw_inks_twice(
    page: Page, names: Sequence[str], *, engine: PageEngine
) -> tuple[Mapping[str, Ink], Mapping[str, Ink]]:
    """The ink as it stands, and with nothing clipped, for half the price. Raises RenderFailed."""
    with engine.open(_colour(page, names, style=UNCLIPPED_LATER)) as opened:
        seen = _read(opened, page, names)
        opened.set_attribute(ROOT, WHOLE, "")
        return seen, _read(opened, page, names)


def _colour(page: Page, names: Sequence[str], *, style: str) -> Page:
    colours = "".join(_write_colour(name, number) for number, name in enumerate(names[:MOST]))
    return replace(page, html=add_style(page.html, LETTERS + colours + style), transparent=False)


def _read(opened: OpenPage, page: Page, names: Sequence[str]) -> Mapping[str, Ink]:
    pixels = np.frombuffer(opened.draw(page.seconds), np.uint8).reshape(page.height, page.width, 4)
    return _tell_apart(pixels, names)


def _write_colour(name: str, number: int) -> str:
    """Words that must not part stand in spans that the engine adds (render.unbroken): they have no ids."""
    colour = f"rgb(0,{number // LEVELS * STEP},{number % LEVELS * STEP})"
    return f"#{name},#{name}>span:not([id]){{color:{colour}!important}}"


def _tell_apart(pixels: NDArray[np.uint8], names: Sequence[str]) -> Mapping[str, Ink]:
    codes = pixels.view("<u4").ravel()
    places = np.flatnonzero(codes != WHITE)
    codes = codes[places]
    sure = (codes & 255) <= 255 - SURE
    places, codes = places[sure], codes[sure]
    levels = _list_levels()
    owners = LEVELS * levels[codes & 0xFFFF] + levels[codes >> 8 & 0xFF00 | codes & 255]
    order = np.argsort(owners, kind="stable")
    owners = owners[order]
    rows, columns = np.divmod(places[order].astype(np.uint32), np.uint32(pixels.shape[1]))
    starts = np.searchsorted(owners, np.arange(min(len(names), MOST) + 1, dtype=np.uint16))
    return {
        name: _cut_out(rows[start:end], columns[start:end], pixels=pixels)
        for name, start, end in zip(names, starts, starts[1:], strict=False)
        if end > start
    }


@cache
def _list_levels() -> NDArray[np.uint16]:
    """The level of a green or blue, by 256 times what is left of it and what is left of the red."""
    missing = np.arange(255, -1, -1)[:, None]
    cover = np.arange(255, -1, -1)[None]
    levels = np.clip((255 - missing * 255 / np.maximum(cover, 1) + STEP / 2) // STEP, 0, LEVELS - 1)
    return np.asarray(levels.astype(np.uint16).ravel())


def _cut_out(rows: NDArray[np.uint32], columns: NDArray[np.uint32], *, pixels: NDArray[np.uint8]) -> Ink:
    """A text's own pixels, and the faint ones right beside them, which are too pale to tell whose they are."""
    height, width = pixels.shape[:2]
    top, left = max(0, int(rows.min()) - 1), max(0, int(columns.min()) - 1)
    bottom, right = min(height, int(rows.max()) + 2), min(width, int(columns.max()) + 2)
    own = np.zeros((bottom - top, right - left), bool)
    own[rows - top, columns - left] = True
    cover = 255 - pixels[top:bottom, left:right, 0]
    drawn = np.where(own | (_spread(own) & (cover < SURE)), cover, 0).astype(np.uint8)
    above, beside = np.argmax(drawn.any(axis=1)), np.argmax(drawn.any(axis=0))
    return Ink(left + int(beside), top + int(above), _trim(drawn))


def _trim(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without the empty rows and columns around it."""
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    return drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _spread(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask and the pixels that share an edge with it."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    return wide


def measure_height(ink: Ink) -> float:
    """How high a letter is, in pixels: its rows added up, one that its stem fills by half as a half."""
    rows = ink.cover.max(axis=1).astype(np.float64)
    return float(np.minimum(1.0, rows / max(1.0, float(np.median(rows)))).sum())


def measure_stem(ink: Ink, letter: str) -> float:
    """How thick the upright strokes of a letter are, in pixels: most of its rows cross nothing else. An H has two."""
    across = np.median(ink.cover.sum(axis=1, dtype=np.float64)) / max(1, int(ink.cover.max()))
    return float(across) / (2 if letter == CAPITAL else 1)


def measure_cut(seen: Ink | None, whole: Ink) -> float:
    """The share of the ink that is not seen. Where less is clipped the layout may move as well: then only as much
    counts as can be no rounding."""
    total = float(whole.cover.sum())
    if seen is None:
        return 1.0
    missing = 1 - float(seen.cover.sum()) / total
    return missing if _stands_within(seen, whole) else max(0.0, missing - MOVED)


MOVED = 0.03
"""A text drawn elsewhere covers its pixels otherwise; its sum differs by up to this."""


def _stands_within(seen: Ink, whole: Ink) -> bool:
    """Whether all ink that is seen stands where it does when nothing is clipped."""
    top, left = seen.top - whole.top, seen.left - whole.left
    height, width = seen.cover.shape
    if top < 0 or left < 0 or top + height > whole.cover.shape[0] or left + width > whole.cover.shape[1]:
        return False
    under = whole.cover[top : top + height, left : left + width]
    return bool(np.abs(under.astype(np.int16) - seen.cover)[seen.cover > 0].mean() < SURE / 2)
