"""The encoder's arguments. In: a plan of a silent video. Out: ffmpeg's words, the same for the same plan."""

from collections.abc import Sequence
from pathlib import Path

from campaign.render.codecs import THREADS, check_plan, write_video
from campaign.render.cuts import Source
from campaign.render.film import TAGS, compose_film, read_film
from campaign.render.ports import Film, VideoPlan

REVISION = 2
"""Raise when the arguments change what comes out; part of the encoder's name."""

_RGB_FLAGS = "bitexact+accurate_rnd+full_chroma_inp"


def build_arguments(
    plan: VideoPlan, *, out: str, sources: Sequence[Source] = (), photos: Sequence[Path] = ()
) -> tuple[str, ...]:
    """The words after `ffmpeg`; frames arrive on its standard input, progress leaves on its standard error.
    `sources` are those of the film's cuts and `photos` the pixels of its pans, in order. Raises RenderFailed when the profile cannot hold the plan."""
    check_plan(plan)
    inputs = read_film(plan.film, sources, photos=photos, fps=plan.profile.fps) if plan.film else ()
    graph = _lay_over(plan, plan.film, sources) if plan.film else _hold_frames(plan)
    return (
        *("-hide_banner", "-nostats", "-loglevel", "error", "-progress", "pipe:2", "-y"),
        *("-filter_threads", str(THREADS), "-filter_complex_threads", str(THREADS)),
        *_read_frames(plan),
        *inputs,
        *("-filter_complex", f"{graph}[out]", "-map", "[out]"),
        *write_video(plan),
        out,
    )


def _read_frames(plan: VideoPlan) -> tuple[str, ...]:
    size = f"{plan.width}x{plan.height}"
    rate = str(plan.profile.fps)
    return (
        *("-protocol_whitelist", "pipe", "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", size),
        *("-framerate", rate, "-i", "pipe:0"),
    )


def _hold_frames(plan: VideoPlan) -> str:
    held = plan.frames - plan.drawn
    hold = f",{_hold(plan, held)}" if held > 0 else ""
    return f"[0:v]{_to_video('yuv420p')}{hold},{TAGS}"


def _lay_over(plan: VideoPlan, film: Film, sources: Sequence[Source]) -> str:
    """The film at the channel's rate, under pictures that change at their moments."""
    drawn = f"[0:v]{_to_video('yuva420p')},{TAGS},setpts='{_place_pictures(plan.moments)}'[drawn]"
    return (
        f"{compose_film(plan, film, sources)};{drawn};"
        f"[film][drawn]overlay=format=yuv420:eof_action=repeat,format=yuv420p,{TAGS}"
    )


def _hold(plan: VideoPlan, held: int) -> str:
    """The resting picture again and again; `loop` cannot repeat the last of its pictures, `tpad` no other."""
    if plan.closing:
        return f"loop=loop={held}:size=1:start={plan.rests}"
    return f"tpad=stop_mode=clone:stop={held}"


def _to_video(pixels: str) -> str:
    return f"scale=out_color_matrix=bt709:out_range=tv:flags={_RGB_FLAGS},format={pixels}"


def _place_pictures(moments: tuple[int, ...]) -> str:
    """Picture N's frame number as a sum of steps, because ffmpeg's expressions have no tables."""
    steps = (f"+gte(N,{k})*{moments[k] - moments[k - 1]}" for k in range(1, len(moments)))
    return f"{moments[0]}{''.join(steps)}"
