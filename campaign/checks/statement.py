"""The funding statement on the pixels (checks.md A1, A3, A4, A8). In: a scene, its emblem. Out: findings.

Arabic is held by no face: the law's list has none with Arabic letters that may be given away, and Noto Sans Arabic
stands in for it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaign.checks.emblem import Sighting
from campaign.checks.faces import Likeness, compare_face
from campaign.render.colours import write_hex
from campaign.render.scene import Ink, Pixels, Scene, Wording
from campaign.render.spread import spread
from campaign.spec.boxes import Box, join_boxes, measure_gap
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from campaign.spec.rules.funding import STATEMENT_LEAST, STATEMENT_MOST

FIELD = "funder.statement"
INKS = {"#003399": (0x00, 0x33, 0x99), "#000000": (0, 0, 0), "#ffffff": (255, 255, 255)}
"""What a statement may be written in (Annex IX 1.6)."""
OFF = 12.0
"""Codes of 255 by which a channel may be off."""
LOST, WON = np.array((22.0, 22.0, 60.0)), 10.0
"""The same in a compressed picture: so much of red, green and blue may be lost, for what thin strokes spread into white
is cut off at white, and so much may be won."""
NOISE = 1.0
"""Codes of 255, on the mean, from which a picture was compressed: an engine leaves none."""
MARGIN = 3
"""Pixels around a text's own ink that are looked at too: for what an effect adds, and where compression spreads it."""
SEEN = 24
"""Codes of 255 from which on ink and ground are apart."""
THERE = 0.6
"""The share of a text's strokes that must be seen for it to be there."""
HELD = frozenset({"LATIN", "CYRILLIC", "GREEK"})
"""Scripts that the law's faces have."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A text's ink as it is on the picture: how much of its strokes is there, 0 to 1, their colour, and how much of
    each pixel around them is ink; `noise` is what compression left beside them, in codes of 255."""

    share: float
    colour: NDArray[np.float32]
    cover: NDArray[np.float32]
    noise: float


def list_statements(wordings: tuple[Wording, ...]) -> tuple[Wording, ...]:
    return tuple(wording for wording in wordings if wording.field == FIELD)


def look_at_ink(picture: Pixels, ground: Pixels, ink: Ink, *, others: tuple[Ink, ...] = ()) -> Seen:
    """What differs from the ground where the strokes belong, without what belongs to the `others`. The sum of it over
    the sum of the strokes is their colour, also where compression has spread it over its neighbours."""
    box = ink.box
    around = Box(box.left - MARGIN, box.top - MARGIN, box.width + 2 * MARGIN, box.height + 2 * MARGIN)
    top, left = max(0, int(around.top)), max(0, int(around.left))
    part = np.s_[top : int(around.bottom), left : int(around.right)]
    shown, behind = picture[part].astype(np.float32), ground[part].astype(np.float32)
    strokes = _lay(ink, left, top, shown.shape[:2])
    change = shown - behind
    if others:
        laid = np.logical_or.reduce([_lay(other, left, top, shown.shape[:2]) > 0 for other in others])
        change[spread(laid, MARGIN) & (strokes == 0)] = 0
    total = max(1e-6, float(strokes.sum()))
    usual = (strokes[..., None] * behind).sum(axis=(0, 1)) / total
    way = change.sum(axis=(0, 1)) / total
    length = float(way @ way)
    cover = np.clip(change @ way / length, 0, 1) if length > SEEN**2 else np.zeros_like(strokes)
    core = strokes >= 0.5
    share = float((np.abs(change).max(axis=2)[core] >= SEEN).mean()) if core.any() else 0.0
    beside = change[strokes == 0]
    noise = float(np.abs(beside).mean()) if beside.size else 0.0
    return Seen(share, np.asarray(usual + way, np.float32), np.asarray(cover, np.float32), noise)


def _lay(ink: Ink, left: int, top: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The ink's strokes, 0 to 1, on a part of the picture from `left` and `top` on."""
    laid = np.zeros(shape[:2], np.float32)
    x, y = ink.left - left, ink.top - top
    low, high = max(0, y), min(laid.shape[0], y + ink.cover.shape[0])
    near, far = max(0, x), min(laid.shape[1], x + ink.cover.shape[1])
    if low < high and near < far:
        laid[low:high, near:far] = ink.cover[low - y : high - y, near - x : far - x] / np.float32(255)
    return laid


def check_statement(scene: Scene, *, emblem: Sighting | None) -> Iterator[Finding]:
    """A1 for the statement, A3, A4, and A8 beside the emblem."""
    wordings = list_statements(scene.wordings)
    if not wordings:
        yield _find("A1", say("The funding statement is not there."), say("Let the strip show it whole."), box=None)
        return
    there = []
    for wording in wordings:
        seen = look_at_wording(scene, wording)
        if seen is None or seen.share < THERE:
            yield _tell_hidden(wording, seen)
            continue
        there.append(wording)
        yield from _check_colour(wording, seen)
        yield from _check_face(wording, seen)
    if emblem and len(there) == len(wordings):
        yield from check_block(wordings, emblem=emblem)


def look_at_wording(scene: Scene, wording: Wording) -> Seen | None:
    """Its ink at rest, or None where it has none."""
    if wording.ink is None:
        return None
    others = tuple(each.ink for each in scene.wordings if each.ink and each is not wording)
    near = tuple(other for other in others if measure_gap(other.box, wording.box) < 3 * MARGIN)
    return look_at_ink(scene.rest.picture, scene.rest.ground, wording.ink, others=near)


def _tell_hidden(wording: Wording, seen: Seen | None) -> Finding:
    return _find(
        "A1",
        say("The funding statement cannot be seen."),
        say("Let nothing cover it, and give it a colour that stands out."),
        box=wording.box,
        measured=f"{seen.share:.0%}" if seen else "0%",
        allowed=f"{THERE:.0%}",
    )


def _check_colour(wording: Wording, seen: Seen) -> Iterator[Finding]:
    if not any(_is_like(seen, ink) for ink in INKS.values()):
        yield _find(
            "A4",
            say("The funding statement is neither Reflex Blue nor black nor white."),
            say("Write it in one of the three: the strip's own colour is right."),
            box=wording.box,
            measured=write_hex(seen.colour),
            allowed=" / ".join(INKS),
        )


def _is_like(seen: Seen, ink: tuple[int, int, int]) -> bool:
    off = seen.colour - np.array(ink)
    if seen.noise <= NOISE:
        return bool(np.abs(off).max() <= OFF)
    return bool((off >= -LOST).all() and (off <= WON).all())


def _check_face(wording: Wording, seen: Seen) -> Iterator[Finding]:
    if not _is_held(wording.text):
        return
    likeness = compare_face(seen.cover, wording.text)
    if wrong := _tell_effect(likeness, cap=wording.cap):
        yield _find(
            "A3",
            wrong,
            say("Set it upright and plain in the strip's own face, a Garamond."),
            box=wording.box,
            measured=f"{likeness.score:.2f}",
            allowed=f"{_need(wording.cap):.2f}",
        )


def _is_held(text: str) -> bool:
    return all(unicodedata.name(sign, "").split(" ")[0] in HELD for sign in text if sign.isalpha())


def _need(cap: float) -> float:
    """The likeness of small letters is less: two engines do not smooth a stem of a pixel alike."""
    return float(np.interp(cap, (9, 18), (0.8, 0.88)))


def _tell_effect(likeness: Likeness, *, cap: float) -> Message | None:
    if likeness.found != likeness.wanted:
        return say("The funding statement has a line or another effect that joins its words.")
    if likeness.slanted > likeness.score + 0.02:
        return say("The funding statement leans.")
    if likeness.score < _need(cap):
        return say("The funding statement is not in the law's face, or not plain and upright.")
    if likeness.stray > 0.03:
        return say("The funding statement has a shadow or another effect.")
    return None


def check_block(wordings: tuple[Wording, ...], *, emblem: Sighting) -> Iterator[Finding]:
    """A8: the lines together against the emblem beside them."""
    block = join_boxes(wording.box for wording in wordings)
    share = block.height / emblem.box.height
    slack = 1.5 / emblem.box.height
    if not STATEMENT_LEAST.value - slack <= share <= STATEMENT_MOST.value + slack:
        yield _find(
            "A8",
            say("The funding statement is not in proportion to the emblem."),
            say("Set it so that its lines together are half as high as the emblem to as high."),
            box=block,
            measured=f"{share:.2f}",
            allowed=f"{STATEMENT_LEAST.value:g}–{STATEMENT_MOST.value:g}",
            severity=Severity.WARNING,
        )


def _find(
    rule: str,
    message: Message,
    hint: Message,
    *,
    box: Box | None,
    measured: str = "",
    allowed: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(rule, severity, message, hint, Place(field=FIELD, box=box), measured, allowed)
