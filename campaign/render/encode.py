"""The encoder's arguments. In: a plan of a silent video. Out: ffmpeg's words, the same for the same plan.

Every spot of a channel gets the same stream parameters, so that players and operators may join them without encoding
again; threads are fixed and nothing of the day or the machine is written, so that the same frames give the same bytes.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.render.ports import Cut, VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

REVISION = 1
"""Raise when the arguments below change what comes out; part of the encoder's name."""

THREADS = 2
"""x264's bytes depend on the number of its threads, so it is never the machine's."""

QUALITY = ("-preset", "veryfast", "-crf", "19")
"""Flat shapes and large type gain nothing visible from slower presets, which cost two to three times the time."""

KEY_SECONDS = 5
"""A key frame this often: players that start mid-loop wait less, a still picture breathes seldom."""

BUFFER_SECONDS = 1.0
MARGIN = 0.97
"""Room for the container beside the pictures: some bytes a frame and its header."""

_RGB_FLAGS = "bitexact+accurate_rnd+full_chroma_inp"
_FILM_FLAGS = "bicubic+bitexact+accurate_rnd"
_TAGS = "setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709:chroma_location=left"
"""All that a stream says of its pixels, the same whether they were drawn or filmed."""


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


@dataclass(frozen=True)
class Source:
    """How to read a clip: the demuxer its bytes ask for, the colour matrix where the file names none, and the
    transfer function where its light goes beyond what ordinary screens show (phones film so unless told otherwise)."""

    demuxer: str
    matrix: str
    hdr: str = ""


def count_frames(plan: VideoPlan) -> int:
    """Frames of the whole video."""
    return round(plan.seconds * plan.profile.fps)


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


def build_arguments(plan: VideoPlan, *, out: str, source: Source | None = None) -> tuple[str, ...]:
    """The words after `ffmpeg`; frames arrive on its standard input, progress leaves on its standard error.
    `source` is needed with a clip. Raises RenderFailed when the profile cannot hold the plan."""
    check_plan(plan)
    inputs = _read_clip(plan.clip, source) if plan.clip and source else ()
    graph = _compose_clip(plan, plan.clip, source) if plan.clip and source else _hold_frames(plan)
    return (
        *("-hide_banner", "-nostats", "-loglevel", "error", "-progress", "pipe:2", "-y"),
        *("-filter_threads", str(THREADS), "-filter_complex_threads", str(THREADS)),
        *_read_frames(plan),
        *inputs,
        *("-filter_complex", f"{graph}[out]", "-map", "[out]"),
        *_write_video(plan),
        out,
    )


def _read_frames(plan: VideoPlan) -> tuple[str, ...]:
    size = f"{plan.width}x{plan.height}"
    rate = str(plan.profile.fps)
    return (
        *("-protocol_whitelist", "pipe", "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", size),
        *("-framerate", rate, "-i", "pipe:0"),
    )


def _read_clip(clip: Cut, source: Source) -> tuple[str, ...]:
    """One demuxer and the file protocol only: a playlist under a film's name reaches nothing."""
    return (
        *("-protocol_whitelist", "file", "-format_whitelist", source.demuxer, "-f", source.demuxer),
        *("-threads", str(THREADS), "-an", "-sn", "-dn"),
        *("-ss", f"{clip.start:.6f}", "-t", f"{clip.end - clip.start:.6f}", "-i", f"file:{clip.path}"),
    )


def _hold_frames(plan: VideoPlan) -> str:
    held = count_frames(plan) - plan.frames
    hold = f",tpad=stop_mode=clone:stop={held}" if held > 0 else ""
    return f"[0:v]{_to_video('yuv420p')}{hold},{_TAGS}"


def _to_video(pixels: str) -> str:
    return f"scale=out_color_matrix=bt709:out_range=tv:flags={_RGB_FLAGS},format={pixels}"


def _compose_clip(plan: VideoPlan, clip: Cut, source: Source) -> str:
    """The clip, at the channel's rate and held after its end, under pictures that change at their moments."""
    fps, size = plan.profile.fps, f"{clip.width}:{clip.height}"
    moving = max(1, round((clip.end - clip.start) * fps))
    tone = _map_tones(source.hdr) if source.hdr else ""
    film = (
        f"[1:v]fps={fps}:start_time=0,trim=end_frame={moving},{tone}"
        f"scale={size}:force_original_aspect_ratio=increase:reset_sar=1:in_color_matrix={source.matrix}"
        f":out_color_matrix=bt709:out_range=tv:flags={_FILM_FLAGS},crop={size},format=yuv420p,{_TAGS},"
        f"pad={plan.width}:{plan.height}:{clip.left}:{clip.top},"
        f"tpad=stop_mode=clone:stop={count_frames(plan)}[film]"
    )
    drawn = f"[0:v]{_to_video('yuva420p')},{_TAGS},setpts='{_place_pictures(plan.moments)}'[drawn]"
    return f"{film};{drawn};[film][drawn]overlay=format=yuv420:eof_action=repeat,format=yuv420p,{_TAGS}"


def _map_tones(transfer: str) -> str:
    """BT.2020 light to BT.709's range: highlights are rolled off, not clipped."""
    return (
        f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv,"
        "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=hable:desat=0,"
        "zscale=transfer=bt709:matrix=bt709:range=tv,format=yuv420p,"
    )


def _place_pictures(moments: tuple[int, ...]) -> str:
    """Picture N's frame number as a sum of steps, because ffmpeg's expressions have no tables."""
    steps = (f"+gte(N,{k})*{moments[k] - moments[k - 1]}" for k in range(1, len(moments)))
    return f"{moments[0]}{''.join(steps)}"


def _write_video(plan: VideoPlan) -> tuple[str, ...]:
    profile = plan.profile
    kbps = limit_rate(profile, seconds=plan.seconds)
    return (
        *("-frames:v", str(count_frames(plan)), "-r", str(profile.fps), "-fps_mode", "cfr", "-an", "-sn", "-dn"),
        *("-c:v", "libx264", "-profile:v", "high", "-level:v", profile.level, "-pix_fmt", "yuv420p", *QUALITY),
        *("-maxrate", f"{kbps}k", "-bufsize", f"{max(1, round(kbps * BUFFER_SECONDS))}k"),
        *("-g", str(profile.fps * KEY_SECONDS), "-bf", "2", "-flags:v", "+cgop+bitexact", "-threads", str(THREADS)),
        *("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        # the encoder's own note of its settings is left out: they differ between spots only in the rate cap
        *("-bsf:v", "filter_units=remove_types=6"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *("-video_track_timescale", str(profile.fps * 512), "-movflags", "+faststart", "-f", "mp4"),
    )
