"""A file drawn and looked at, at arm's length. In: a job and a path. Out: the file there, and what was found in its
pixels, or a named error in bounded time.

Whatever a template does, it costs the material it is for and nothing else: see adapters.limits.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.limits import run_limited
from campaign.adapters.viewing import Viewed, view_loop
from campaign.adapters.warm import run_warm
from campaign.checks.files import check_seam
from campaign.checks.scene import check_scene
from campaign.render.job import Job
from campaign.render.loop import LoopFacts, comes_to_rest, render_loop
from campaign.render.scene import Moment
from campaign.render.stills import encode_still
from campaign.render.survey import survey_loop, take_still
from campaign.spec.findings import Finding

STILL_SECONDS = 50.0
LOOP_SILENCE = 150.0
"""Seconds without a single new frame: the largest screen's slowest frame takes a second or two."""


@dataclass(frozen=True)
class Drawn:
    """A picture's file, and what was found in its pixels."""

    data: bytes
    findings: tuple[Finding, ...]


def draw_still(job: Job) -> Drawn:
    """The picture. Raises what rendering raises, RenderFailed when it takes too long."""
    return run_warm(_draw_still, job, seconds=STILL_SECONDS)


def draw_loop(job: Job, *, out: Path, on_progress: Callable[[float], None]) -> LoopFacts:
    """Write the loop. Raises what rendering or `on_progress` raises, RenderFailed when it comes to a standstill."""
    return run_limited(_draw_loop, job, out.resolve(), seconds=LOOP_SILENCE, on_progress=on_progress)


def check_loop(job: Job, *, seconds: float) -> tuple[Finding, ...]:
    """What is found in the moments of the job's loop, so many seconds long; they are drawn again, with and without
    texts. Raises what draw_loop raises."""
    return run_limited(_check_loop, job, seconds, seconds=LOOP_SILENCE, on_progress=lambda _: None)


def look_at_loop(path: Path, job: Job, *, facts: LoopFacts) -> tuple[Viewed, tuple[Finding, ...]]:
    """The job's finished loop watched to its end, and all that is found in it and in its moments. Raises BrokenMedia,
    and what draw_loop raises."""
    holds = comes_to_rest(job.template)
    viewed = view_loop(path, facts=facts, fps=job.profile.fps, peak_nits=job.format.peak_nits, holds=holds)
    return viewed, (*viewed.findings, *check_seam(viewed.seam), *check_loop(job, seconds=facts.seconds))


def _draw_still(job: Job) -> Drawn:
    shot = take_still(job, engine=BlitzEngine(), encoder=FfmpegEncoder())
    findings = check_scene(shot.scene, campaign=job.campaign, template=job.template, slot=job.stands)
    return Drawn(encode_still(shot.image, kind=job.profile.still_type), findings)


def _draw_loop(job: Job, out: Path, tell: Callable[[float], None]) -> LoopFacts:
    return render_loop(job, engine=BlitzEngine(), encoder=FfmpegEncoder(), out=out, on_progress=tell)


def _check_loop(job: Job, seconds: float, tell: Callable[[float], None]) -> tuple[Finding, ...]:
    scene = survey_loop(job, seconds=seconds, engine=BlitzEngine(), encoder=FfmpegEncoder())
    told = replace(scene, moments=_tell_each(scene.moments, seconds=seconds, tell=tell))
    return check_scene(told, campaign=job.campaign, template=job.template)


def _tell_each(moments: Iterable[Moment], *, seconds: float, tell: Callable[[float], None]) -> Iterator[Moment]:
    for moment in moments:
        tell(min(1.0, moment.second / seconds))
        yield moment
