"""A job's file, drawn at arm's length. In: a job and a path. Out: the file there, or a named error in bounded time.

Whatever a template does, it costs the material it is for and nothing else: see adapters.limits.
"""

from collections.abc import Callable
from pathlib import Path

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.limits import run_limited
from campaign.adapters.warm import run_warm
from campaign.render.clip import has_clip, render_poster
from campaign.render.job import Job
from campaign.render.loop import LoopFacts, render_loop
from campaign.render.pipeline import render_still

STILL_SECONDS = 50.0
LOOP_SILENCE = 150.0
"""Seconds without a single new frame: the largest screen's slowest frame takes a second or two."""


def draw_still(job: Job) -> bytes:
    """The picture's bytes. Raises what rendering raises, RenderFailed when it takes too long."""
    return run_warm(_draw_still, job, seconds=STILL_SECONDS)


def draw_loop(job: Job, *, out: Path, on_progress: Callable[[float], None]) -> LoopFacts:
    """Write the loop. Raises what rendering or `on_progress` raises, RenderFailed when it comes to a standstill."""
    return run_limited(_draw_loop, job, out.resolve(), seconds=LOOP_SILENCE, on_progress=on_progress)


def _draw_still(job: Job) -> bytes:
    if has_clip(job.template):
        return render_poster(job, engine=BlitzEngine(), encoder=FfmpegEncoder())
    return render_still(job, engine=BlitzEngine())


def _draw_loop(job: Job, out: Path, tell: Callable[[float], None]) -> LoopFacts:
    return render_loop(job, engine=BlitzEngine(), encoder=FfmpegEncoder(), out=out, on_progress=tell)
