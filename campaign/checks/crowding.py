"""Whether every text has its room (checks.md B1). In: a scene. Out: findings.

Judged by ink: boxes of texts may lie over each other where no letter does, and letters may leave their boxes.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from campaign.checks.words import shorten
from campaign.render.fit import STRIP
from campaign.render.scene import Ink, Scene, Wording
from campaign.render.spread import spread
from campaign.spec.boxes import Box, lies_inside, overlaps
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from campaign.spec.rules.legibility import APART_TEXTS, SAFE_LEAST, SAFE_STRIP

CUT = 0.01
"""Of a text's ink: the tail of one letter in a line; less is rounding."""
BEYOND = 0.3
"""Of the capital's height: tails, accents and slants reach so far beyond a box that is as large as the line."""
TOUCHED = 0.03
"""Of the square of the capital's height: fewer pixels are the tip of a tail that grazes another text."""
SOLID = 128
"""Cover, of 255: paler pixels are edges."""


def check_crowding(scene: Scene) -> Iterator[Finding]:
    """B1 of every text, and of every two."""
    for wording in scene.wordings:
        yield from _check_cut(wording)
        yield from _check_room(wording)
        yield from _check_edge(wording, scene=scene)
    for one, other in combinations(scene.wordings, 2):
        if one.ink and other.ink and overlaps(one.box, other.box):
            yield from _check_pair(one, other, one.ink, other.ink)


def _check_cut(wording: Wording) -> Iterator[Finding]:
    if wording.cut > CUT:
        share = max(1, round(wording.cut * 100))
        yield _find(
            wording,
            say("“%(text)s” is cut off.", text=shorten(wording.text)),
            say("Shorten it, or give its box more room: what reaches over the box is not drawn."),
            measured=f"{share} %",
            allowed="0 %",
        )


def _check_room(wording: Wording) -> Iterator[Finding]:
    """By size, not by place: engines tell boxes before they are moved or turned."""
    room, box = wording.room, wording.box
    if room is None or wording.ink is None:
        return
    over = max(box.width - room.width, box.height - room.height - wording.cap * BEYOND)
    if over > BEYOND * wording.cap + 1:
        yield _find(
            wording,
            say("“%(text)s” reaches over its box.", text=shorten(wording.text)),
            say("Let its lines wrap, shorten it, or make the box larger."),
            measured=f"{over:.0f} px",
            allowed="0 px",
        )


def _check_edge(wording: Wording, *, scene: Scene) -> Iterator[Finding]:
    """The message keeps the whole margin; of the strip, no taller than the law's sizes ask, a part may be hidden."""
    screen, box = scene.format, wording.box
    share = SAFE_LEAST.value * (SAFE_STRIP.value if _stands_on(scene.parts.get(STRIP), box) else 1)
    margin = round(share * min(screen.width, screen.height))
    gap = min(box.left, box.top, screen.width - box.left - box.width, screen.height - box.top - box.height)
    if gap >= margin - 1:
        return
    yield _find(
        wording,
        say("“%(text)s” reaches over the picture's edge.", text=shorten(wording.text))
        if gap <= 0
        else say("“%(text)s” stands where the frame of a panel may hide it.", text=shorten(wording.text)),
        say("Move it in from the edge: var(--safe) is the margin to keep."),
        measured=f"{gap:.0f} px",
        allowed=f"≥ {margin} px",
    )


def _stands_on(strip: Box | None, box: Box) -> bool:
    return strip is not None and lies_inside(box, strip)


def _check_pair(one: Wording, other: Wording, ink: Ink, over: Ink) -> Iterator[Finding]:
    cap = min(one.cap, other.cap) or 8.0
    reach = max(1, round(APART_TEXTS.value * cap))
    shared = _count_shared(ink, over, reach=reach)
    if shared > max(4.0, TOUCHED * cap * cap):
        yield _find(
            one,
            say("“%(one)s” and “%(other)s” lie over each other.", one=shorten(one.text), other=shorten(other.text)),
            say("Give each a room of its own."),
            measured=f"{shared} px",
            allowed="0 px",
        )


def _count_shared(one: Ink, other: Ink, *, reach: int) -> int:
    """Pixels in which both texts are, or nearly: of two that lie over each other only the upper one is seen there."""
    left, top = max(one.left, other.left) - reach, max(one.top, other.top) - reach
    right = min(one.left + one.cover.shape[1], other.left + other.cover.shape[1]) + reach
    bottom = min(one.top + one.cover.shape[0], other.top + other.cover.shape[0]) + reach
    if left >= right or top >= bottom:
        return 0
    first, second = (_cut(ink, left, top, right, bottom) >= SOLID for ink in (one, other))
    return int(np.count_nonzero(spread(first, reach) & second))


def _cut(ink: Ink, left: int, top: int, right: int, bottom: int) -> NDArray[np.uint8]:
    """The ink in a part of the picture."""
    plane = np.zeros((bottom - top, right - left), np.uint8)
    x, y = ink.left - left, ink.top - top
    part = ink.cover[max(0, -y) : max(0, bottom - top - y), max(0, -x) : max(0, right - left - x)]
    plane[max(0, y) : max(0, y) + part.shape[0], max(0, x) : max(0, x) + part.shape[1]] = part
    return plane


def _find(wording: Wording, message: Message, hint: Message, *, measured: str, allowed: str) -> Finding:
    place = Place(field=wording.field, box=wording.box)
    return Finding("B1", Severity.ERROR, message, hint, place, measured, allowed)
