"""How long a loop lasts and which of its moments differ. In: motion limits, words, the slot grid. Out: a plan.

A loop arrives, holds, and leads back to its beginning: only its arrival is drawn. Its length follows from
what there is to read, not from taste, and is a whole number of slots, so that loops fill a channel without gaps.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.render.context import Shown, list_texts
from campaign.render.manifest import Motion
from campaign.spec.rules.legibility import PACE_GOOD, PACE_MOST
from campaign.spec.text import read_also

WORDS_A_SECOND = PACE_GOOD.value
"""Comfortable reading on a screen (checks.md B5); faster than FASTEST is an error there."""
FASTEST = PACE_MOST.value

CLOSING_SECONDS = 0.4
"""What arrived makes way for the loop's beginning: without this a spot that plays again and again jumps."""


@dataclass(frozen=True)
class MotionPlan:
    """`frames` of the rate make `seconds` exactly; the first `drawn` of them differ, the rest repeat the last, and the
    last `closing` dissolve into the first."""

    fps: int
    drawn: int
    frames: int
    closing: int = 0

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    @property
    def shares(self) -> tuple[float, ...]:
        """How much of the first frame each closing frame shows: gently out of stillness, and into motion again."""
        return tuple(ease(step / (self.closing + 1)) for step in range(1, self.closing + 1))

    def moments(self, *, rest: float) -> Iterator[float]:
        """The second of each frame to draw; the last one is at rest, so that it equals the still."""
        for frame in range(self.drawn - 1):
            yield frame / self.fps
        yield max(rest, (self.drawn - 1) / self.fps)


def ease(share: float) -> float:
    """A share of the way, 0 to 1, gently out of rest and gently into rest."""
    return share * share * (3 - 2 * share)


def count_words(values: Mapping[str, Shown]) -> int:
    """Words a passer-by reads: the fields' texts and figures, not the small print of the strip. Of two languages
    everybody reads one."""
    texts = [text for value in values.values() for text in list_texts(value)]
    both = [text for text in texts if read_also(text)]
    second = sum(len(read_also(text).split()) for text in both)
    first = sum(len(text.split()) for text in both)
    return sum(len(text.split()) for text in texts) - min(first, second)


def measure_reading(words: int) -> float:
    """Seconds to read so many words in comfort."""
    return words / WORDS_A_SECOND


def fill_slots(seconds: float, *, slot_seconds: int) -> int:
    """The least whole number of slots that holds these seconds, in seconds; at least one slot."""
    return max(1, math.ceil(round(seconds / slot_seconds, 6))) * slot_seconds


def plan_motion(motion: Motion, *, words: int, slot_seconds: int, fps: int) -> MotionPlan:
    """Plan a graphic loop: one slot, or as many as its words need up to the template's `most`."""
    needed = max(motion.least, min(motion.most, measure_reading(words)), motion.arrives)
    frames = fill_slots(needed, slot_seconds=slot_seconds) * fps
    drawn = math.ceil(round(motion.arrives * fps, 6)) + 1
    drawn = min(drawn, frames)
    closing = min(round(CLOSING_SECONDS * fps), frames - drawn) if drawn > 1 else 0
    return MotionPlan(fps=fps, drawn=drawn, frames=frames, closing=closing)
