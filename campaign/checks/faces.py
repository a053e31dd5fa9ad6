"""Which face a text is set in, told by its ink. In: how much of each pixel is ink, the words. Out: how like the face.

Each word is laid over the same word as the face draws it upright, scaled to the same height: another face, a slant, a
line under it, an outline or a shadow leave ink where the face has none. Word by word, because letters are all that two
engines draw alike; how wide spaces are, they do not agree on.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from campaign.render.fonts import LEGAL
from campaign.render.specimens import draw_word
from campaign.render.spread import spread

Cover = NDArray[np.float32]
"""Height × width, 0 for ground to 1 for ink."""

WEIGHTS = (400, 500, 600, 700, 800)
"""A face is the same in every weight."""
SLANT = 0.2
"""Of an oblique, in widths by height: 11 to 12 degrees is what programs lean letters by."""
SHIFT = 2
"""Pixels that a word is slid to and fro by."""
INKED = 0.25
"""Of a pixel that counts as ink where words and lines are told apart."""


@dataclass(frozen=True)
class Likeness:
    """`score`: the median over the words of how their ink and the face's agree, 0 to 1; `slanted`: of the same face
    leaning; `stray`: the share of ink away from every stroke of the face; `words` found and wanted: a line under all
    of them makes one of many."""

    score: float
    slanted: float
    stray: float
    found: int
    wanted: int


def compare_face(cover: Cover, text: str, *, family: str = LEGAL) -> Likeness:
    """Hold a text's ink against the face."""
    words = text.split()
    parts = split_words(cover, count=len(words))
    if len(parts) != len(words):
        return Likeness(0.0, 0.0, 0.0, len(parts), len(words))
    fits = [
        _compare_word(part.tobytes(), part.shape, word, family)
        for part, word in zip(parts, words, strict=True)
        if len(word) > 1
    ]
    score, slanted, stray = (
        (float(np.median(column)) for column in zip(*fits, strict=True)) if fits else (1.0, 0.0, 0.0)
    )
    return Likeness(score, slanted, stray, len(parts), len(words))


def split_words(cover: Cover, *, count: int) -> list[Cover]:
    """The pieces of ink that are words, in reading order of scripts from left to right: lines are told by empty rows,
    then the widest gaps are those between words."""
    inked = cover > INKED
    lines = _split(np.asarray(inked.any(axis=1)))
    gaps: list[tuple[int, int, int, int]] = []
    edges: list[list[tuple[int, int]]] = []
    for number, (top, bottom) in enumerate(lines):
        letters = _split(np.asarray(inked[top:bottom].any(axis=0)))
        edges.append(letters)
        gaps += [(after[0] - before[1], number, before[1], after[0]) for before, after in pairwise(letters)]
    wide = sorted(gaps, reverse=True)[: max(0, count - len(lines))]
    parts: list[Cover] = []
    for number, (top, bottom) in enumerate(lines):
        if not edges[number]:
            continue
        left = edges[number][0][0]
        for end, start in sorted(gap[2:] for gap in wide if gap[1] == number):
            parts.append(_trim(cover[top:bottom, left:end]))
            left = start
        parts.append(_trim(cover[top:bottom, left : edges[number][-1][1]]))
    return parts


def _split(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end of every unbroken stretch."""
    steps = np.diff(marked.astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def _trim(cover: Cover) -> Cover:
    rows = np.flatnonzero((cover > INKED).any(axis=1))
    return cover[rows[0] : rows[-1] + 1] if rows.size else cover


@lru_cache(maxsize=256)
def _compare_word(data: bytes, shape: tuple[int, int], word: str, family: str) -> tuple[float, float, float]:
    """How the best weight fits, how the same weight leaning, and what it leaves. All pictures of a size show the same
    statement at the same place, so its words come again to the byte."""
    part = np.frombuffer(data, np.float32).reshape(shape)
    fits = (_fit(part, draw_word(word, family=family, weight=weight)) for weight in WEIGHTS)
    best = max(fits, key=lambda fit: fit.score)
    slanted = _fit(part, _lean(best.specimen))
    return best.score, slanted.score, _measure_stray(best)


@dataclass(frozen=True, eq=False)
class _Fit:
    """A specimen on a word's ink, at its best place; `seen` and `laid` are the ink and the specimen there."""

    specimen: NDArray[np.uint8]
    score: float
    seen: Cover
    laid: Cover


def _measure_stray(fit: _Fit) -> float:
    """The share of the ink that is away from the specimen's strokes."""
    total = float(fit.seen.sum())
    return float(fit.seen[~spread(fit.laid > 0.05, 1)].sum()) / max(1e-6, total) if fit.score else 0.0


def _lean(specimen: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = specimen.shape
    size = (width + round(SLANT * height), height)
    image = Image.fromarray(specimen).transform(size, Image.Transform.AFFINE, (1, SLANT, -SLANT * height, 0, 1, 0))
    return np.asarray(image)


def _fit(part: Cover, specimen: NDArray[np.uint8]) -> _Fit:
    """The best agreement over small shifts; the specimen is scaled to the part's height, not to its width, so a word
    set in a wider face does not fit."""
    height = part.shape[0]
    best = _Fit(specimen, 0.0, part, part)
    if not specimen.size or height < 3:
        return best
    for high in (height - 0.6, height, height + 0.6):
        scale = high / specimen.shape[0]
        size = max(1, round(specimen.shape[1] * scale)), max(1, round(high))
        drawn = np.asarray(Image.fromarray(specimen).resize(size, Image.Resampling.BOX), np.float32) / np.float32(255)
        best = max(best, _slide(part, drawn, specimen), key=lambda fit: fit.score)
    return best


def _slide(part: Cover, drawn: Cover, specimen: NDArray[np.uint8]) -> _Fit:
    """The best of all places a pixel or two away."""
    tall, wide = max(part.shape[0], drawn.shape[0]) + 2 * SHIFT, max(part.shape[1], drawn.shape[1]) + 2 * SHIFT
    seen = np.zeros((tall, wide), np.float32)
    seen[SHIFT : SHIFT + part.shape[0], SHIFT : SHIFT + part.shape[1]] = part
    places = sliding_window_view(seen, drawn.shape)[: 2 * SHIFT + 1, : 2 * SHIFT + 1]
    agreed = np.einsum("ijkl,kl->ij", places, drawn)
    down, across = np.unravel_index(int(agreed.argmax()), agreed.shape)
    power = float(np.sqrt((part**2).sum() * (drawn**2).sum()))
    laid = np.zeros_like(seen)
    laid[down : down + drawn.shape[0], across : across + drawn.shape[1]] = drawn
    return _Fit(specimen, float(agreed.max()) / power if power else 0.0, seen, laid)
