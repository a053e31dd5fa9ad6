"""A job to a silent loop. In: a job, an engine that draws, an encoder. Out: a video file, exact to a frame.

Only moments that differ are drawn, one after the other as the encoder takes them; what holds still costs nobody any
work (render.encode).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from campaign.render.captions import hear_clip, hear_essay
from campaign.render.clip import draw_overlays, has_clip, plan_clip
from campaign.render.essay import EssayPlan, draw_turns, has_essay, plan_essay
from campaign.render.job import Job
from campaign.render.manifest import FieldType, Template
from campaign.render.motion import MotionPlan, count_words, plan_motion
from campaign.render.pipeline import build_page
from campaign.render.ports import Encoder, Frames, Page, PageEngine, VideoPlan
from campaign.render.subtitles import Changes
from campaign.render.turns import list_mixes, list_rows
from campaign.render.values import read_values
from campaign.spec.languages import split_languages


@dataclass(frozen=True)
class LoopFacts:
    """What was made: the length in seconds and in frames of the channel's rate; nothing changes from frame `rests` up
    to, without, frame `resumes`; `changes` are those of its subtitles or captions."""

    seconds: float
    frames: int
    rests: int
    resumes: int
    changes: Changes = ()

    @classmethod
    def of(cls, video: VideoPlan, *, changes: Changes = ()) -> "LoopFacts":
        return cls(video.seconds, video.frames, video.rests, video.resumes, changes)


def render_loop(
    job: Job, *, engine: PageEngine, encoder: Encoder, out: Path, on_progress: Callable[[float], None]
) -> LoopFacts:
    """Draw and encode; `on_progress` gets the share done, 0 to 1. Raises what drawing and encoding raise."""
    if has_clip(job.template):
        clip = plan_clip(job, engine=engine, encoder=encoder)
        overlays = Frames(lambda: draw_overlays(job, clip.pictures, engine=engine))
        encoder.encode(clip.video, overlays, out=out, on_progress=on_progress)
        return LoopFacts.of(clip.video, changes=hear_clip(clip.video.moments, clip.pictures))
    if has_essay(job.template):
        essay = plan_essay(job, engine=engine)
        turns = Frames(lambda: draw_turns(essay))
        encoder.encode(essay.video, turns, out=out, on_progress=on_progress)
        return LoopFacts.of(essay.video, changes=_hear_essay(job, essay))
    motion = plan_loop(job)
    page = build_page(job, engine=engine)
    pictures = motion.drawn + motion.closing
    video = VideoPlan(page.width, page.height, motion.frames, pictures, job.profile, closing=motion.closing)
    frames = Frames(lambda: draw_frames(page, motion, engine=engine))
    encoder.encode(video, frames, out=out, on_progress=on_progress)
    return LoopFacts.of(video)


def _hear_essay(job: Job, essay: EssayPlan) -> Changes:
    name = job.template.manifest.motion.essay
    rows = list_rows(read_values(job.template.manifest, job.item.values, language=job.language)[name])
    return hear_essay(list_mixes(essay.turns), rows, bilingual=len(split_languages(job.language)) > 1)


def comes_to_rest(template: Template) -> bool:
    """Whether its loops are meant to hold still at their end (checks.md B7): films and gliding photos are not."""
    return not (has_clip(template) or has_essay(template))


def plan_loop(job: Job) -> MotionPlan:
    """How long a graphic loop lasts and how much of it moves; known before anything is drawn."""
    manifest = job.template.manifest
    values = read_values(manifest, job.item.values, language=job.language)
    read = {name: value for name, value in values.items() if manifest.fields[name].type is not FieldType.SUBTITLES}
    words = count_words(read)
    return plan_motion(manifest.motion, words=words, slot_seconds=job.slot_seconds, fps=job.profile.fps)


def draw_frames(page: Page, motion: MotionPlan, *, engine: PageEngine) -> Iterator[bytes]:
    """The distinct moments in order, then the way back to the first; each is let go once it is taken."""
    first = rest = b""
    with engine.open(page) as opened:
        for second in motion.moments(rest=page.seconds):
            rest = opened.draw(second)
            first = first or rest
            yield rest
    if motion.closing:
        size = (page.width, page.height)
        start, end = (Image.frombuffer("RGBA", size, pixels) for pixels in (rest, first))
        for share in motion.shares:
            yield Image.blend(start, end, share).tobytes()
