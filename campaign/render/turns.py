"""When each photo of an essay is on show. In: motion limits, what there is to read, the slot grid. Out: frames.

Photos take turns in one place. Each is on show for three seconds or as long as its caption takes to read; what the
slot grid leaves over is shared out so that the last photo comes to rest before the last third of the loop, which holds
still (checks.md B7): who looks up late still finds a picture and a sentence that wait. Only where there is too little
time for that does the last glide reach into it, and ends as soon as it can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from campaign.render.context import Record, Shown
from campaign.render.manifest import Motion
from campaign.render.motion import CLOSING_SECONDS, count_words, fill_slots, measure_reading
from campaign.spec.errors import InvalidValue, Place
from campaign.spec.message import say

LEAST_SECONDS = 3.0
"""Of each photo: less is a flicker."""
FADE_SECONDS = 0.5
HASTE = 1.5
"""How many times quicker than their photos captions make way for each other."""
LAST_GLIDE = 2.6
"""Seconds the last photo moves before it rests, its dissolve among them."""


@dataclass(frozen=True)
class Turns:
    """Photo k begins to dissolve in at frame `firsts[k]`, the first one stands there from frame 0; each dissolve takes
    `fade` frames. From frame `rests` on nothing moves; the last `closing` frames dissolve back into the first photo."""

    fps: int
    frames: int
    firsts: tuple[int, ...]
    rests: int
    fade: int
    closing: int

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    @property
    def resumes(self) -> int:
        """The frame the way back begins at."""
        return self.frames - self.closing

    def fades_in(self, turn: int) -> range:
        """The frames over which a photo, counted from 1, dissolves in."""
        first = self.firsts[turn - 1]
        return range(first, first + (self.fade if turn > 1 else 0))


@dataclass(frozen=True)
class Mix:
    """What lies over the photos from a frame on: that of turn `one`, and so much (0 to 1) of turn `other`'s, counted
    from 1."""

    frame: int
    one: int
    other: int
    share: float = 0.0


def plan_turns(motion: Motion, values: Mapping[str, Shown], *, slot_seconds: int, fps: int) -> Turns:
    """`values` are an item's; the field that the motion names holds the photos and their captions."""
    needs = [max(LEAST_SECONDS, measure_reading(count_words(row))) for row in list_rows(values[motion.essay])]
    if sum(needs) > motion.most:
        raise InvalidValue(
            say("The photos and their captions take %(needed)g seconds.", needed=round(sum(needs), 1)),
            place=Place(field=motion.essay),
            hint=say(
                "Shorten the captions, or show fewer photos: a loop has %(most)g seconds for them.", most=motion.most
            ),
        )
    reading = min(motion.most, measure_reading(count_words(values)))
    least = max(motion.least, sum(needs) + CLOSING_SECONDS, reading)
    seconds = fill_slots(least, slot_seconds=slot_seconds)
    firsts = tuple(int(round(start * fps, 6)) for start in _share_out(needs, seconds=seconds))
    closing = round(CLOSING_SECONDS * fps)
    frames = seconds * fps
    glide = round(LAST_GLIDE * fps)
    rests = min(frames - closing - 1, max(frames * 2 // 3, firsts[-1] + glide))
    return Turns(fps, frames, firsts, rests, round(FADE_SECONDS * fps), closing)


def list_mixes(turns: Turns) -> tuple[Mix, ...]:
    """How what lies over the photos changes, from frame 0 on; at the end back to the first turn's."""
    count = len(turns.firsts)
    mixes = [Mix(0, 1, 1)]
    for turn in range(2, count + 1):
        fade = turns.fades_in(turn)
        shares = [(frame, _hurry((frame - fade.start) / turns.fade)) for frame in fade]
        mixes.extend(Mix(frame, turn - 1, turn, share) for frame, share in shares if 0 < share < 1)
        mixes.append(Mix(next(frame for frame, share in (*shares, (fade.stop, 1)) if share == 1), turn, turn))
    steps = ((step, _hurry(step / turns.closing)) for step in range(turns.closing))
    mixes.extend(Mix(turns.resumes + step, count, 1, share) for step, share in steps)
    return tuple(mixes)


def _hurry(share: float) -> float:
    """Captions change in the middle of their photos' dissolve."""
    return round(min(1.0, max(0.0, 0.5 + (share - 0.5) * HASTE)), 6)


def list_rows(value: Shown) -> tuple[Record, ...]:
    """The photos of an essay with their words."""
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, tuple) else ()


def _share_out(needs: Sequence[float], *, seconds: float) -> tuple[float, ...]:
    """The second at which each photo begins; all but the last share alike in what is left over."""
    others = needs[:-1]
    spare = seconds - sum(needs) - CLOSING_SECONDS
    even = sum(others) + spare * len(others) / len(needs)
    last = max(sum(others), min(even, seconds * 2 / 3 - LAST_GLIDE))
    more = (last - sum(others)) / len(others) if others else 0.0
    return tuple(accumulate((need + more for need in others), initial=0.0))
