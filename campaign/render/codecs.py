"""What a channel's codec asks of ffmpeg. In: a plan's size, length and profile. Out: the encoder's words.

Every spot of a channel gets the same stream parameters, so that players and operators may join them without encoding
again; threads are fixed and nothing of the day or the machine is written, so that the same frames give the same bytes.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.render.ports import VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

THREADS = 2
"""x264's bytes depend on the number of its threads, so it is never the machine's."""

QUALITY = ("-preset", "veryfast", "-crf", "19")
"""Flat shapes and large type gain nothing visible from slower presets, which cost two to three times the time."""

KEY_SECONDS = 5
"""A key frame this often: players that start mid-loop wait less, a still picture breathes seldom."""

BUFFER_SECONDS = 1.0
MARGIN = 0.97
"""Room for the container beside the pictures: some bytes a frame and its header."""


@dataclass(frozen=True)
class Level:
    """What a decoder of an H.264 level must master: macroblocks a second, a frame; kbit/s in High profile."""

    blocks_a_second: int
    blocks: int
    kbps: int


# ITU-T H.264 table A-1, bit rates × 1.25 for High
LEVELS: Mapping[str, Level] = {
    "3.0": Level(40_500, 1_620, 12_500),
    "3.1": Level(108_000, 3_600, 17_500),
    "3.2": Level(216_000, 5_120, 25_000),
    "4.0": Level(245_760, 8_192, 25_000),
    "4.1": Level(245_760, 8_192, 62_500),
    "4.2": Level(522_240, 8_704, 62_500),
    "5.0": Level(589_824, 22_080, 168_750),
    "5.1": Level(983_040, 36_864, 300_000),
    "5.2": Level(2_073_600, 36_864, 300_000),
}


def find_level(width: int, height: int, *, fps: int) -> str:
    """The lowest level whose decoders master these pixels, or "" when none does."""
    blocks = math.ceil(width / 16) * math.ceil(height / 16)
    for name, level in LEVELS.items():
        widest = math.sqrt(8 * level.blocks) * 16  # A.3.1 (f), (g)
        if blocks <= level.blocks and blocks * fps <= level.blocks_a_second and max(width, height) <= widest:
            return name
    return ""


def check_plan(plan: VideoPlan) -> None:
    """Refuse what the profile's players could not show. Raises RenderFailed."""
    profile = plan.profile
    if plan.width % 2 or plan.height % 2:
        raise RenderFailed(
            say("A video of %(width)s × %(height)s cannot be made.", width=plan.width, height=plan.height),
            hint=say("H.264 needs even sizes: correct the channel's width and height."),
        )
    needed = find_level(plan.width, plan.height, fps=profile.fps)
    if profile.level not in LEVELS or not needed or float(needed) > float(profile.level):
        raise RenderFailed(
            say(
                "%(width)s × %(height)s at %(fps)s frames a second is more than H.264 level %(level)s allows.",
                width=plan.width,
                height=plan.height,
                fps=profile.fps,
                level=profile.level,
            ),
            hint=say("Set the level of the channel's profile to %(needed)s.", needed=needed or "—"),
        )


def limit_rate(profile: Profile, *, seconds: float) -> int:
    """kbit/s for the encoder's buffer model, so that the whole file stays below both the channel's mean rate and its
    size, even though the buffer may start full."""
    by_size = profile.max_bytes * 8 / 1000 / seconds
    cap = min(profile.max_kbps, by_size, LEVELS[profile.level].kbps)
    return max(1, math.floor(cap * MARGIN * seconds / (seconds + BUFFER_SECONDS)))


def write_video(plan: VideoPlan) -> tuple[str, ...]:
    """Codec, quality, ceilings and container: all that stands after the pictures."""
    profile = plan.profile
    kbps = limit_rate(profile, seconds=plan.seconds)
    return (
        *("-frames:v", str(plan.frames), "-r", str(profile.fps), "-fps_mode", "cfr", "-an", "-sn", "-dn"),
        *("-c:v", "libx264", "-profile:v", "high", "-level:v", profile.level, "-pix_fmt", "yuv420p", *QUALITY),
        *("-maxrate", f"{kbps}k", "-bufsize", f"{max(1, round(kbps * BUFFER_SECONDS))}k"),
        *("-g", str(profile.fps * KEY_SECONDS), "-bf", "2", "-flags:v", "+cgop+bitexact", "-threads", str(THREADS)),
        *("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        # the encoder's own note of its settings is left out: they differ between spots only in the rate cap
        *("-bsf:v", "filter_units=remove_types=6"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *("-video_track_timescale", str(profile.fps * 512), "-movflags", "+faststart", "-f", "mp4"),
    )
