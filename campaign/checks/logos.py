"""Other logos beside the emblem (checks.md A6). In: a scene, its emblem. Out: findings."""

from collections.abc import Iterator

import numpy as np

from campaign.checks.emblem import Sighting
from campaign.render.scene import Pixels, Scene
from campaign.spec.boxes import Box, holds_middle
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

STRIP = "strip"
OWN = frozenset({"emblem", "qr"})
INKED = 24
"""Codes of 255 by which a logo's pixels differ from the ground it stands on."""


def check_logos(scene: Scene, *, emblem: Sighting) -> Iterator[Finding]:
    """A6: by what is to be seen of a logo; the box it is laid out in may have empty room around it."""
    for name, box in list_logos(scene).items():
        ink = measure_ink(scene.rest.picture, box)
        if ink and (ink.height > emblem.box.height + 1 or ink.width > emblem.box.width + 1):
            yield Finding(
                "A6",
                Severity.ERROR,
                say("A logo is larger than the EU emblem."),
                say("Make it no higher and no wider than the emblem."),
                Place(field="partners" if name.startswith("partner") else "", box=ink),
                f"{ink.width:.0f} × {ink.height:.0f} px",
                f"{emblem.box.width:.0f} × {emblem.box.height:.0f} px",
            )


def list_logos(scene: Scene) -> dict[str, Box]:
    """The pictures in the strip, which are partners' marks, and whatever else calls itself a logo."""
    strip = scene.parts.get(STRIP)
    found = {}
    for name, box in scene.parts.items():
        inside = strip is not None and holds_middle(strip, box)
        is_picture = name.startswith(("partner-", "image-"))
        if name not in OWN and ("logo" in name or (is_picture and inside)) and box.width and box.height:
            found[name] = box
    return found


def measure_ink(picture: Pixels, box: Box) -> Box | None:
    """Where a picture differs from the ground around its box, or None where it does not."""
    height, width = picture.shape[:2]
    left, top = max(0, int(box.left) - 2), max(0, int(box.top) - 2)
    right, bottom = min(width, int(np.ceil(box.right)) + 2), min(height, int(box.bottom) + 3)
    part = picture[top:bottom, left:right].astype(np.int16)
    if part.shape[0] < 5 or part.shape[1] < 5:
        return None
    rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    marked = np.abs(part - np.median(rim, axis=0)).max(axis=2) > INKED
    marked = marked[2:-2, 2:-2]
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not rows.size:
        return None
    return Box(
        float(left + 2 + columns[0]),
        float(top + 2 + rows[0]),
        float(columns[-1] - columns[0] + 1),
        float(rows[-1] - rows[0] + 1),
    )
