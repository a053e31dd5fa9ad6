"""What a channel's codec asks of ffmpeg. In: a plan's size, length and profile, an effort. Out: the encoder's words.

Every spot of a channel gets the same stream parameters, so that players and operators may join them without encoding
again. The same frames give the same bytes: nothing of the day or the machine is written, and of each encoder only such
threads are used as do not race for the bits of a capped rate.
"""

from collections.abc import Callable, Mapping

from campaign.render.ceilings import BUFFER_SECONDS, Effort, limit_peak, start_effort
from campaign.render.ports import VideoPlan
from campaign.spec.channels import Codec
from campaign.spec.errors import RenderFailed
from campaign.spec.levels import LEVELS, covers, find_level
from campaign.spec.message import say

THREADS = 2
"""Encoders' bytes depend on the number of their threads, so it is never the machine's."""

QUALITY = ("-preset", "veryfast", "-crf", "19")
"""Flat shapes and large type gain nothing visible from slower presets, which cost two to three times the time."""

TICKS = 512
"""Units of an MP4's clock that a frame lasts."""

KEY_SECONDS = 5
"""A key frame this often: players that start mid-loop wait less, a still picture breathes seldom."""


def check_plan(plan: VideoPlan) -> None:
    """Refuse what the profile's players could not show. Raises RenderFailed."""
    profile = plan.profile
    if plan.width % 2 or plan.height % 2:
        raise RenderFailed(
            say("A video of %(width)s × %(height)s cannot be made.", width=plan.width, height=plan.height),
            hint=say("Videos need even sizes: correct the channel's width and height."),
        )
    needed = find_level(plan.width, plan.height, fps=profile.fps, codec=profile.codec)
    if profile.level not in LEVELS[profile.codec] or not covers(profile.level, needed):
        raise RenderFailed(
            say(
                "%(width)s × %(height)s at %(fps)s frames a second is more than %(codec)s level %(level)s allows.",
                width=plan.width,
                height=plan.height,
                fps=profile.fps,
                codec=profile.codec.spoken,
                level=profile.level,
            ),
            hint=say("Set the level of the channel's profile to %(needed)s.", needed=needed or "—"),
        )


_COLOURS = ("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")


def write_video(plan: VideoPlan, effort: Effort | None = None) -> tuple[str, ...]:
    """Codec, quality, ceilings and container: all that stands after the pictures."""
    profile = plan.profile
    return (
        *_count_frames(plan),
        *("-threads", str(THREADS), *_WRITERS[profile.codec](plan, effort or start_effort(plan))),
        *("-pix_fmt", "yuv420p", "-g", str(profile.fps * KEY_SECONDS)),
        *("-flags:v", "+cgop+bitexact"),
        *_COLOURS,
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        *(_write_webm() if profile.codec.ending == "webm" else _write_mp4(profile.fps)),
    )


def takes_two_passes(codec: Codec) -> bool:
    """Whether later efforts see the whole film before they spend its bits."""
    return codec is not Codec.AV1


def write_lossless(plan: VideoPlan) -> tuple[str, ...]:
    """Every pixel kept, fast: what further efforts read."""
    return (
        *_count_frames(plan),
        *("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p", "-threads", str(THREADS)),
        *_COLOURS,
        *_write_mp4(plan.profile.fps),
    )


def _count_frames(plan: VideoPlan) -> tuple[str, ...]:
    """So many pictures at a steady rate, and nothing else."""
    return ("-frames:v", str(plan.frames), "-r", str(plan.profile.fps), "-fps_mode", "cfr", "-an", "-sn", "-dn")


def _write_h264(plan: VideoPlan, effort: Effort) -> tuple[str, ...]:
    """x264's threads race for the bits of a capped rate. So what is drawn, which seldom comes near its ceilings, is
    coded at a fixed quality by all threads; films, and what came too large, under the cap by one."""
    free = _is_free(plan, effort)
    rate = QUALITY[2:] if effort.number == 0 else _aim(effort)
    return (
        *("-c:v", "libx264", "-profile:v", "high", "-level:v", plan.profile.level),
        *(*QUALITY[:2], *rate, *(() if free else (*_cap(plan, effort), "-threads", "1")), "-bf", "2"),
        # the encoder's own note of its settings is left out: they differ between spots only in the rate cap
        *("-bsf:v", "filter_units=remove_types=6"),
    )


def _write_hevc(plan: VideoPlan, effort: Effort) -> tuple[str, ...]:
    """As in H.264, but that x265's threads look ahead, one codes: rows of a picture coded side by side (WPP) race too,
    in noise. `info` would note the settings; log lines would read as complaints."""
    rate = ("-crf", "20") if effort.number == 0 else _aim(effort)
    free = _is_free(plan, effort)
    settings = f"pools={THREADS if free else 1}:frame-threads=1:no-wpp=1:open-gop=0:info=0:log-level=none:high-tier=0"
    return (
        *("-c:v", "libx265", "-profile:v", "main", "-preset", "veryfast"),
        *(*rate, *(() if free else _cap(plan, effort))),
        *("-x265-params", f"{settings}:level-idc={plan.profile.level}", "-tag:v", "hvc1"),
    )


def _write_vp9(plan: VideoPlan, effort: Effort) -> tuple[str, ...]:
    """`realtime` looks the same in flat pictures at an eighth of the time, and holds still for nothing."""
    if effort.number == 0:
        rate = ("-deadline", "realtime", "-cpu-used", "6", "-crf", "30", *_aim(effort))
    else:
        rate = ("-deadline", "good", "-cpu-used", "5", *_aim(effort))
    return (
        *("-c:v", "libvpx-vp9", "-profile:v", "0", "-level:v", plan.profile.level, *rate, *_cap(plan, effort)),
        *("-row-mt", "1", "-tile-columns", "2"),
    )


def _write_av1(plan: VideoPlan, effort: Effort) -> tuple[str, ...]:
    """SVT-AV1's threads do not race at a fixed quality; under a cap they do, and one has to be enough."""
    cap = () if effort.number == 0 else _cap(plan, effort)
    level = plan.profile.level.replace(".", "")
    threads = THREADS if effort.number == 0 else 1
    return (
        *("-c:v", "libsvtav1", "-preset", "8", "-crf", "28", *cap),
        *("-svtav1-params", f"lp={threads}:level={level}:tier=0"),
    )


_WRITERS: Mapping[Codec, Callable[[VideoPlan, Effort], tuple[str, ...]]] = {
    Codec.H264: _write_h264,
    Codec.HEVC: _write_hevc,
    Codec.VP9: _write_vp9,
    Codec.AV1: _write_av1,
}


def _is_free(plan: VideoPlan, effort: Effort) -> bool:
    return effort.number == 0 and plan.film is None


def _aim(effort: Effort) -> tuple[str, ...]:
    return ("-b:v", f"{effort.kbps}k")


def _cap(plan: VideoPlan, effort: Effort) -> tuple[str, ...]:
    """The encoder's buffer model. An encoder that knows the whole film may spend up to the peak where it is needed."""
    foresees = effort.number > 0 and takes_two_passes(plan.profile.codec)
    kbps = max(effort.kbps, limit_peak(plan.profile)) if foresees else effort.kbps
    return ("-maxrate", f"{kbps}k", "-bufsize", f"{max(1, round(kbps * BUFFER_SECONDS))}k")


def _write_mp4(fps: int) -> tuple[str, ...]:
    return ("-video_track_timescale", str(fps * TICKS), "-movflags", "+faststart", "-f", "mp4")


def _write_webm() -> tuple[str, ...]:
    """Its index first too."""
    return ("-cues_to_front", "1", "-f", "webm")
