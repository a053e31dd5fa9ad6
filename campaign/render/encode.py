"""The encoder's arguments. In: a plan of a silent video. Out: ffmpeg's words, the same for the same plan.

Stillness costs an encoder as much as motion, frame for frame. So where a plan rests long enough its held frames are cut
out here, and put back without an encoder when the rest is there (render.skips, adapters.remux).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from campaign.render.ceilings import Effort
from campaign.render.codecs import THREADS, check_plan, write_lossless, write_video
from campaign.render.cuts import Source
from campaign.render.film import TAGS, compose_film, read_film
from campaign.render.ports import Film, VideoPlan

REVISION = 2
"""Raise when the arguments change what comes out; part of the encoder's name."""

LEAST_HELD_SECONDS = 2
"""Shorter stillness is left to the encoder: it gains little, and a key frame at its begin and end would cost more."""

REST_OFFSET = "-8/51"
"""Steps of x264's quantiser by which the rest picture is finer than its neighbours: it is looked at for seconds. Left
to itself x264 would not know, since nothing that it is given refers to that picture."""

_QUIETLY = ("-hide_banner", "-nostats", "-loglevel", "error", "-progress", "pipe:2", "-y")
_RGB_FLAGS = "bitexact+accurate_rnd+full_chroma_inp"


def build_arguments(
    plan: VideoPlan,
    *,
    out: str,
    sources: Sequence[Source] = (),
    photos: Sequence[Path] = (),
    lossless: bool = False,
) -> tuple[str, ...]:
    """The words after `ffmpeg`; frames arrive on its standard input, progress leaves on its standard error; `out` gets
    what `cut_stillness` leaves of the plan. `sources` are those of the film's cuts and `photos` the pixels of its pans,
    in order. `lossless` keeps every pixel, for `build_effort` to read.
    Raises RenderFailed when the profile cannot hold the plan."""
    check_plan(plan)
    coded = cut_stillness(plan)
    inputs = read_film(coded.film, sources, photos=photos, fps=plan.profile.fps) if coded.film else ()
    graph = _lay_over(coded, coded.film, sources) if coded.film else _hold_frames(coded)
    refine = _refine_rest(plan) if coded != plan and not lossless else ""
    return (
        *_QUIETLY,
        *("-filter_threads", str(THREADS), "-filter_complex_threads", str(THREADS)),
        *_read_frames(plan),
        *inputs,
        *("-filter_complex", f"{graph}{refine}[out]", "-map", "[out]"),
        *(write_lossless(coded) if lossless else (*write_video(plan), *_mark_rest(plan, frames=coded.frames))),
        out,
    )


def build_effort(plan: VideoPlan, effort: Effort, *, pictures: str, turn: Sequence[str], out: str) -> tuple[str, ...]:
    """The words after `ffmpeg` for another effort at the same video; `pictures` are those that were kept lossless,
    `turn` says which pass this is."""
    coded = cut_stillness(plan)
    return (
        *_QUIETLY,
        *("-protocol_whitelist", "file", "-format_whitelist", "mov", "-f", "mov", "-i", pictures),
        *("-vf", f"{TAGS}{_refine_rest(plan) if coded != plan else ''}"),
        *write_video(plan, effort),
        *_mark_rest(plan, frames=coded.frames),
        *turn,
        out,
    )


def cut_stillness(plan: VideoPlan) -> VideoPlan:
    """What of the plan an encoder has to make: all of it, or in H.264 all but the frames that are held."""
    held = plan.resumes - 1 - plan.rests
    if plan.profile.codec != "h264" or held < LEAST_HELD_SECONDS * plan.profile.fps:
        return plan
    moments = tuple(moment - held if moment >= plan.resumes else moment for moment in plan.moments)
    return replace(plan, frames=plan.frames - held, moments=moments, film=_draw_near(plan, held))


def _draw_near(plan: VideoPlan, held: int) -> Film | None:
    """The film whose takes after the rest begin so many frames sooner."""
    if plan.film is None:
        return None
    takes = (replace(take, first=take.first - held) if take.first >= plan.resumes else take for take in plan.film.takes)
    return replace(plan.film, takes=tuple(takes))


def _refine_rest(plan: VideoPlan) -> str:
    """A finer quantiser for the rest picture alone: `addroi` marks all frames, and all but one lose the mark."""
    others = f"not(eq(n,{plan.rests}))"
    return f",addroi=w=iw:h=ih:qoffset={REST_OFFSET},sidedata=delete:type=REGIONS_OF_INTEREST:enable='{others}'"


def _mark_rest(plan: VideoPlan, *, frames: int) -> tuple[str, ...]:
    """The rest picture as a key frame; `stitchable` gives all spots the same parameter sets, whether they rest."""
    if plan.profile.codec != "h264":
        return ()
    if frames == plan.frames:
        return ("-x264-params", "stitchable=1")
    rest = plan.rests
    return (
        *("-frames:v", str(frames), "-force_key_frames", f"expr:eq(n,{rest})"),
        *("-x264-params", "stitchable=1"),
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
