"""How a clip becomes a loop. In: a job whose template has a clip. Out: the video's plan, and the pictures over it.

The page is drawn see-through, once for each subtitle; the encoder lays these pictures over the moving film in the box
of #clip. Headline, emblem and statement are on every one of them, so they stand on every frame.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from campaign.render.context import Clip, Shown
from campaign.render.job import Job, MediaFile
from campaign.render.manifest import FieldType, Template
from campaign.render.motion import fill_slots
from campaign.render.pipeline import build_page
from campaign.render.ports import Cut, Encoder, Film, Hole, PageEngine, Take, VideoPlan
from campaign.render.stills import encode_still
from campaign.render.subtitles import close_gaps, cut_cues, join_changes, list_changes, read_cues
from campaign.render.values import read_values
from campaign.spec.errors import BrokenMedia, InvalidTemplate, InvalidValue, Place
from campaign.spec.message import say
from campaign.spec.text import read_also

CLIP_ID = "clip"


@dataclass(frozen=True)
class ClipPlan:
    """The video to make, and the subtitle on each of its drawn pictures."""

    video: VideoPlan
    cues: tuple[str, ...]


def has_clip(template: Template) -> bool:
    """Whether the template shows a film: it makes loops even for channels of stills."""
    return any(field.type is FieldType.CLIP for field in template.manifest.fields.values())


def plan_clip(job: Job, *, engine: PageEngine) -> ClipPlan:
    """Raises InvalidValue, InvalidTemplate, BrokenMedia, and what building a page raises."""
    cut, hole = _find_cut(job, engine=engine)
    least = job.template.manifest.motion.least
    seconds = fill_slots(max(cut.end - cut.start, least), slot_seconds=job.slot_seconds)
    changes = _list_changes(job, cut=cut, frames=seconds * job.profile.fps)
    fps = job.profile.fps
    take = Take(cut, first=0, frames=max(1, round((cut.end - cut.start) * fps)))
    video = VideoPlan(
        width=job.format.width,
        height=job.format.height,
        frames=seconds * fps,
        drawn=len(changes),
        profile=job.profile,
        film=Film(hole, (take,)),
        moments=tuple(frame for frame, _ in changes),
    )
    return ClipPlan(video, tuple(text for _, text in changes))


def draw_overlays(job: Job, cues: tuple[str, ...], *, engine: PageEngine) -> Iterator[bytes]:
    """One see-through picture for each change; the one without a subtitle comes back often and is drawn once."""
    bare = b""
    for cue in cues:
        if cue or not bare:
            picture = _draw_overlay(job, cue=cue, engine=engine)
            bare = bare if cue else picture
            yield picture
        else:
            yield bare


def render_poster(job: Job, *, engine: PageEngine, encoder: Encoder) -> bytes:
    """The still of a clip, as the profile's still type: what its loop's last frame shows."""
    cut, hole = _find_cut(job, engine=engine)
    over = _draw_overlay(job, cue="", engine=engine)
    return encode_still(
        _lay_over(job, cut, hole, over, second=cut.end - cut.start, encoder=encoder), kind=job.profile.still_type
    )


def draw_moments(
    job: Job, frames: Sequence[int], *, engine: PageEngine, encoder: Encoder
) -> Iterator[tuple[int, Image.Image]]:
    """Single frames of the loop, each with its number: the film at that moment under what is drawn over it."""
    plan = plan_clip(job, engine=engine)
    cut, hole = _find_cut(job, engine=engine)
    shown: dict[str, bytes] = {}
    for frame in frames:
        cue = plan.cues[max(0, bisect_right(plan.video.moments, frame) - 1)]
        if cue not in shown:
            shown[cue] = _draw_overlay(job, cue=cue, engine=engine)
        second = min(frame / job.profile.fps, cut.end - cut.start)
        yield frame, _lay_over(job, cut, hole, shown[cue], second=second, encoder=encoder)


def _lay_over(job: Job, cut: Cut, hole: Hole, overlay: bytes, *, second: float, encoder: Encoder) -> Image.Image:
    film = np.zeros((job.format.height, job.format.width, 4), dtype=np.uint16)
    shown = np.frombuffer(encoder.grab(cut, hole=hole, second=second), np.uint8).reshape(hole.height, hole.width, 4)
    film[hole.top : hole.top + hole.height, hole.left : hole.left + hole.width] = shown
    over = np.frombuffer(overlay, np.uint8).reshape(film.shape)
    mixed = over + film * (255 - over[..., 3:]) // 255
    return Image.fromarray(mixed.astype(np.uint8))


def _draw_overlay(job: Job, *, cue: str, engine: PageEngine) -> bytes:
    page = build_page(job, engine=engine, cue=cue, transparent=True)
    with engine.open(page) as opened:
        return opened.draw(page.seconds)


def _find_cut(job: Job, *, engine: PageEngine) -> tuple[Cut, Hole]:
    """The film's stretch, and where it shows through the page."""
    name, clip = _find_clip(job)
    most = job.template.manifest.motion.most
    if clip.end - clip.start > most:
        raise InvalidValue(
            say("The clip lasts %(length)g seconds.", length=round(clip.end - clip.start, 1)),
            place=Place(item=job.item.id, field=f"{name}.to"),
            hint=say("Show at most %(most)g seconds of it.", most=most),
        )
    file = _find_file(job, clip.file, field=name)
    with engine.open(build_page(job, engine=engine, transparent=True)) as opened:
        box = opened.boxes().get(CLIP_ID)
    if box is None:
        raise InvalidTemplate(
            say("The template has no element with the id “%(name)s”.", name=CLIP_ID),
            place=Place(file=f"{job.template.id}/template.html"),
            hint=say("The clip moves in its box: give an empty element this id."),
        )
    left, right = _cover(box.left, box.left + box.width, most=job.format.width)
    top, bottom = _cover(box.top, box.top + box.height, most=job.format.height)
    hole = Hole(left, top, max(2, right - left), max(2, bottom - top))
    return Cut(file.path, clip.start, clip.end), hole


def _cover(start: float, end: float, *, most: int) -> tuple[int, int]:
    """Even bounds, as yuv420p needs, that cover the hole: a gap beside the film is seen, film under the page is not."""
    return max(0, math.floor(start / 2) * 2), min(most, math.ceil(end / 2) * 2)


def _find_clip(job: Job) -> tuple[str, Clip]:
    for name, value in _read(job).items():
        if isinstance(value, Clip):
            return name, value
    raise InvalidValue(say("There is no clip."), place=Place(item=job.item.id), hint=say("Add one."))


def _list_changes(job: Job, *, cut: Cut, frames: int) -> tuple[tuple[int, str], ...]:
    """Subtitles go with the film: none stands over the picture that is held after it."""
    fps = job.profile.fps
    start, end = round(cut.start * fps), round(cut.end * fps)
    for name in _list_subtitles(job):
        value = _read(job)[name]
        if isinstance(value, str):
            tracks = []
            for track in filter(None, (value, read_also(value))):
                file = _find_file(job, track, field=name)
                cues = read_cues(file.path.read_bytes(), fps=fps, file=track)
                shown = close_gaps(cut_cues(cues, start=start, end=end), fps=fps)
                tracks.append(list_changes(shown, frames=frames))
            return join_changes(*tracks)
    return ((0, ""),)


def _find_file(job: Job, name: str, *, field: str) -> MediaFile:
    file = job.media.get(name)
    if file is None or not file.path.is_file():
        raise BrokenMedia(
            say("The file “%(name)s” is missing.", name=name),
            place=Place(file=name, item=job.item.id, field=field),
            hint=say("Add it to the pack's media."),
        )
    return file


def _list_subtitles(job: Job) -> tuple[str, ...]:
    return tuple(name for name, field in job.template.manifest.fields.items() if field.type is FieldType.SUBTITLES)


def _read(job: Job) -> Mapping[str, Shown]:
    return read_values(job.template.manifest, job.item.values, language=job.language)
