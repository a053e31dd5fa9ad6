"""A job as its designer looks at it. In: a job. Out: the picture with boxes, text sizes and faults; frames; the page.

Everything is drawn in a child with a time limit, so that a template that hangs costs one picture. A page whose texts
do not fit is drawn all the same, at their smallest sizes: the fault is seen where it is.
"""

import io
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.limits import Standby
from campaign.adapters.warm import run_batch, run_warm
from campaign.checks.scene import check_scene
from campaign.render import essay
from campaign.render.clip import draw_poster, has_clip, plan_clip
from campaign.render.compose import build_context
from campaign.render.essay import has_essay
from campaign.render.job import Job
from campaign.render.layout import find_collisions
from campaign.render.loop import plan_loop
from campaign.render.page import compose_page
from campaign.render.pipeline import build_page, read_pixels
from campaign.render.ports import Cut, Hole, Page
from campaign.render.projection import project_frames
from campaign.render.survey import survey_still
from campaign.spec.boxes import Box
from campaign.spec.channels import Medium, StillType
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding

LOOK_SECONDS = 8.0
FILM_SECONDS = 20.0
QUALITY = 90
_SIZE = re.compile(r"#([\w-]+)\{font-size:([\d.]+)px!important")


@dataclass(frozen=True)
class Asked:
    """A job, and the file its picture is wanted as; `width` shrinks it, 0 keeps every pixel. `checks`: its pixels are
    looked at, which takes as long again. `quick`: nothing is asked but the picture, while somebody types; `frames` is a
    folder where pictures of films are kept for the next time."""

    job: Job
    width: int = 0
    kind: StillType = StillType.PNG
    checks: bool = False
    quick: bool = False
    frames: Path | None = None


@dataclass(frozen=True)
class Look:
    """`picture` is a file's bytes, empty when nothing could be drawn; `boxes` are in the job's pixels, `sizes` the font
    sizes of the fitted texts by id; the loop lasts `seconds`, and its first `drawn` frames differ. `findings` are what
    was found on the pixels."""

    picture: bytes = b""
    faults: tuple[CampaignError, ...] = ()
    boxes: Mapping[str, Box] = field(default_factory=dict)
    sizes: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    drawn: int = 1
    findings: tuple[Finding, ...] = ()


def take_look(asked: Asked, *, seconds: float = LOOK_SECONDS) -> Look:
    """Draw one. Never raises what the template is to blame for: that is among the faults."""
    return take_looks((asked,), seconds=seconds)[0]


def take_looks(asked: Sequence[Asked], *, seconds: float = LOOK_SECONDS) -> tuple[Look, ...]:
    """Several in one child, which is quicker; when it dies, one by one, to learn which."""
    return run_batch(_look_at_all, asked, blame=_blame, seconds=seconds, alone=LOOK_SECONDS)


def _blame(_: Asked, error: CampaignError) -> Look:
    return Look(faults=error.singles)


def take_look_by(standby: Standby, asked: Asked, *, seconds: float = LOOK_SECONDS) -> Look:
    """The same by a child that is there already: in a third of the time."""
    try:
        return standby.run(_look, asked, seconds=seconds)
    except CampaignError as error:
        return _blame(asked, error)


def draw_film(job: Job, frames: Sequence[int], *, width: int) -> tuple[bytes, ...]:
    """The engine's own frames of the loop, as JPEGs, by ascending numbers. Raises what drawing raises."""
    return run_warm(_draw_film, job, tuple(frames), width, seconds=FILM_SECONDS)


def compose_live(job: Job) -> Page:
    """The fitted page that moves, for a browser. Raises what building it raises."""
    return run_warm(_compose_live, job, seconds=LOOK_SECONDS)


def _look_at_all(asked: Sequence[Asked]) -> tuple[Look, ...]:
    return tuple(map(_look, asked))


def _look(asked: Asked) -> Look:
    if asked.checks and asked.frames:
        os.nice(10)  # whoever types goes first
    job = asked.job
    still = replace(job, medium=Medium.STILL)
    page, faults = _build_anyway(still)
    if page is None:
        return Look(faults=faults)
    try:
        seconds, drawn = (0.0, 1) if faults or asked.quick else _measure_loop(job)
        with BlitzEngine().open(page) as opened:
            boxes = opened.boxes()
            filmed = has_clip(job.template) and not faults
            image = _draw_poster(still, asked.frames) if filmed else read_pixels(page, opened.draw(0))
    except CampaignError as error:
        return Look(faults=(*faults, *error.singles))
    if not faults and not asked.quick:
        faults = (*find_collisions(boxes, page.html), *_find_loop_faults(job))
    sizes = {name: float(size) for name, size in _SIZE.findall(page.html)}
    findings = _check(still) if asked.checks and not faults else ()
    picture = encode_picture(image, width=asked.width, kind=asked.kind)
    return Look(picture, faults, boxes, sizes, seconds, drawn, findings)


def _check(job: Job) -> tuple[Finding, ...]:
    """What is found in the still's pixels."""
    scene = survey_still(job, engine=BlitzEngine(), encoder=FfmpegEncoder())
    return check_scene(scene, campaign=job.campaign, template=job.template, slot=job.stands)


def _build_anyway(job: Job) -> tuple[Page | None, tuple[CampaignError, ...]]:
    """The page; where it cannot be fitted, as it is before that, and the faults."""
    try:
        return build_page(job, engine=BlitzEngine()), ()
    except CampaignError as error:
        page = None
        with suppress(CampaignError):
            page = compose_page(job.template, build_context(job))
        return page, error.singles


def _measure_loop(job: Job) -> tuple[float, int]:
    """Seconds, and how many of its frames differ."""
    if has_clip(job.template):
        video = plan_clip(job, engine=BlitzEngine(), encoder=FfmpegEncoder()).video
        return video.seconds, round(video.seconds * job.profile.fps)
    if has_essay(job.template):
        turns = essay.plan_job(job)
        return turns.seconds, turns.rests + 1
    plan = plan_loop(job)
    return plan.seconds, plan.drawn


def _find_loop_faults(job: Job) -> tuple[CampaignError, ...]:
    """Of a loop that is laid out otherwise than its still."""
    return essay.find_faults(job, engine=BlitzEngine()) if has_essay(job.template) else ()


class _Keeping(FfmpegEncoder):
    """Takes a film's picture from the folder when it was taken before: the words above it change more often."""

    def __init__(self, folder: Path):
        self._folder = folder

    def grab(self, cut: Cut, *, hole: Hole, second: float) -> bytes:
        kept = self._folder / f"{hash_bytes(repr((cut, hole, second)).encode())}.rgba"
        with suppress(OSError):
            return kept.read_bytes()
        pixels = super().grab(cut, hole=hole, second=second)
        part = kept.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            part.write_bytes(pixels)
            part.replace(kept)
        return pixels


def _draw_poster(job: Job, frames: Path | None) -> Image.Image:
    return draw_poster(job, engine=BlitzEngine(), encoder=_Keeping(frames) if frames else FfmpegEncoder())


def _draw_film(job: Job, frames: Sequence[int], width: int) -> tuple[bytes, ...]:
    moving = replace(job, medium=Medium.LOOP)
    drawn = project_frames(moving, frames, engine=BlitzEngine(), encoder=FfmpegEncoder())
    return tuple(encode_picture(image, width=width) for _, image in drawn)


def _compose_live(job: Job) -> Page:
    return build_page(replace(job, medium=Medium.LOOP), engine=BlitzEngine())


def encode_picture(image: Image.Image, *, width: int, kind: StillType = StillType.JPEG) -> bytes:
    """A file of at most `width`, made to be looked at soon rather than kept."""
    opaque, buffer = image.convert("RGB"), io.BytesIO()
    if 0 < width < opaque.width:
        height = max(1, round(opaque.height * width / opaque.width))
        opaque = opaque.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if kind is StillType.PNG:
        opaque.save(buffer, "PNG", compress_level=2)
    elif kind is StillType.JPEG:
        opaque.save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    else:
        opaque.save(buffer, "WEBP", quality=QUALITY, method=2)
    return buffer.getvalue()
