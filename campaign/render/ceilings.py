"""A channel's ceilings kept. In: a plan, how large its file became. Out: how to encode it next, or why it cannot be.

The first effort gives every picture the same quality, and most files stay far below their ceilings. A file that does
not is made again at a rate, from lossless pictures: what would be lost twice is lost once, and a page that takes long
to draw is drawn twice at most.
"""

import math
from dataclasses import dataclass

from campaign.render.ports import VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import RenderFailed
from campaign.spec.levels import LEVELS
from campaign.spec.message import say

BUFFER_SECONDS = 1.0
MARGIN = 0.97
"""Room for the container beside the pictures: some bytes a frame and its header."""

MOST_EFFORTS = 5
"""The first included. Noise that misses its rate comes within it in two more; below its least size it never does."""

LEAST_KBPS = 8
"""Encoders refuse to plan with less."""


@dataclass(frozen=True)
class Effort:
    """One try at a file: `number` 0 is quality under a cap of `kbps`, later ones aim at a mean of `kbps`."""

    number: int
    kbps: int


def limit_rate(profile: Profile, *, seconds: float) -> int:
    """kbit/s for the encoder's buffer model, so that the whole file stays below both the channel's mean rate and its
    size, even though the buffer may start full."""
    by_size = profile.max_bytes * 8 / 1000 / seconds
    cap = min(by_size, limit_peak(profile))
    return max(1, math.floor(cap * MARGIN * seconds / (seconds + BUFFER_SECONDS)))


def limit_peak(profile: Profile) -> int:
    """kbit/s that no second should need more than."""
    return min(profile.max_kbps, LEVELS[profile.codec][profile.level].kbps)


def find_ceiling(plan: VideoPlan) -> int:
    """Bytes that the whole file must not exceed (checks.md G2)."""
    milliseconds = math.floor(plan.seconds * 1000)  # in which WebM counts, and who measures its rate
    return min(plan.profile.max_bytes, math.floor(limit_peak(plan.profile) * milliseconds / 8))


def start_effort(plan: VideoPlan) -> Effort:
    """Quality first."""
    return Effort(0, limit_rate(plan.profile, seconds=plan.seconds))


def next_effort(plan: VideoPlan, effort: Effort, *, size: int) -> Effort:
    """What to try when `effort` gave a file of `size` bytes, above the ceiling. Raises RenderFailed after the last."""
    ceiling = find_ceiling(plan)
    aim = ceiling * 8 / 1000 / plan.seconds if effort.number == 0 else effort.kbps * ceiling / size
    if effort.number + 1 == MOST_EFFORTS or aim * MARGIN < LEAST_KBPS:
        raise _refuse(plan, size, ceiling)
    return Effort(effort.number + 1, math.floor(aim * MARGIN))


def _refuse(plan: VideoPlan, size: int, ceiling: int) -> RenderFailed:
    return RenderFailed(
        say(
            "The loop needs %(size)s bytes (%(rate)s kbit/s), the channel allows %(ceiling)s bytes (%(most)s kbit/s).",
            size=size,
            rate=math.ceil(size * 8 / 1000 / plan.seconds),
            ceiling=ceiling,
            most=math.floor(ceiling * 8 / 1000 / plan.seconds),
        ),
        hint=say("Use a calmer or shorter clip, or raise max_kbps or max_bytes in the channel's profile."),
    )
