"""The emblem through a film (checks.md A10). In: its pictures, one after the other. Out: where it is missing.

Scenes of ours and films from elsewhere are watched alike.
"""

from collections.abc import Iterator

import numpy as np

from campaign.checks.emblem import Fault, Sighting, find_emblem_again, find_emblems
from campaign.render.scene import Pixels
from campaign.spec.boxes import Box
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

FIELD = "funder.emblem"
FAINT = 60.0
"""Codes of 255 by which a field may be off its colour and still be taken for all there."""


class EmblemWatch:
    """A known emblem is looked for at its place, and anywhere only where it is not there; what did not change is
    not looked at again."""

    def __init__(self, emblem: Sighting | None = None):
        self.emblem = emblem
        self.missed: list[tuple[float, float]] = []
        self._part: Pixels | None = None
        self._is_there = False

    def see(self, picture: Pixels, *, second: float, lasts: float) -> bool:
        """Whether it is there."""
        is_seen = self._is_seen(picture)
        if not is_seen:
            self.missed.append((second, lasts))
        return is_seen

    def forgive(self) -> None:
        """The last miss was a single frame that a coder spoilt."""
        self.missed.pop()

    def _is_seen(self, picture: Pixels) -> bool:
        if self.emblem:
            part = _cut(picture, self.emblem.box)
            if self._part is not None and np.array_equal(part, self._part):
                return self._is_there
            self._part = part
        sighting = find_emblem_again(picture, self.emblem) if self.emblem else None
        if sighting is None or not is_there(sighting):
            sighting = next(iter(find_emblems(picture)), sighting)
        if sighting and (self.emblem is None or len(sighting.flaws) < len(self.emblem.flaws)):
            self.emblem, self._part = sighting, _cut(picture, sighting.box)
        self._is_there = sighting is not None and is_there(sighting)
        return self._is_there

    def tell(self) -> Iterator[Finding]:
        """A10. What is wrong with it throughout is for other rules to tell."""
        if self.missed and self.emblem and is_there(self.emblem):
            message = say("The EU emblem is not on every frame of the loop.")
            yield tell_missed(message, self.missed, field=FIELD, box=self.emblem.box)


def is_there(sighting: Sighting) -> bool:
    """Whole, and not faint. A poor frame of a film may blur a star or a hue: how it is drawn is told of its best."""
    return not sighting.has(Fault.COVERED, Fault.RATIO) and sighting.fades <= FAINT


def tell_missed(message: Message, missed: list[tuple[float, float]], *, field: str, box: Box | None) -> Finding:
    """A10, of the moments (second, how long) without it: where the first is, and how long all last."""
    hint = say("Let the strip stand from the first frame to the last: people come in the middle.")
    place = Place(field=field, second=round(missed[0][0], 2), box=box)
    seconds = sum(lasts for _, lasts in missed)
    return Finding("A10", Severity.ERROR, message, hint, place, f"{seconds:.2f} s", "0 s")


def _cut(picture: Pixels, box: Box) -> Pixels:
    margin = max(4, round(box.height / 10))
    top, left = max(0, int(box.top) - margin), max(0, int(box.left) - margin)
    return picture[top : int(box.bottom) + margin, left : int(box.right) + margin].copy()
