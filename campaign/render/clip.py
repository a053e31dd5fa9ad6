"""How a clip becomes a loop. In: a job whose template has a clip. Out: the video's plan, and the pictures over it.

The page is drawn see-through, once for each subtitle; the encoder lays these pictures over the moving film in the box
of #clip. Before and after the film stand the template's cards (render.cards). Emblem and statement are on every one of
these pictures, so they stand on every frame.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import escape
from PIL import Image

from campaign.render.cards import (
    FADE_SECONDS,
    MOST_TITLE,
    Card,
    Drawn,
    Face,
    Lengths,
    Scenes,
    find_cue,
    mix,
    plan_scenes,
)
from campaign.render.compose import build_context
from campaign.render.context import Clip, Shown, list_texts
from campaign.render.holes import find_hole
from campaign.render.job import Job, MediaFile
from campaign.render.manifest import FieldType, Template
from campaign.render.motion import FASTEST, count_words, measure_reading
from campaign.render.overlays import lay_over
from campaign.render.page import render_html
from campaign.render.pipeline import build_page
from campaign.render.ports import Cut, Encoder, Film, Hole, Page, PageEngine, Take, VideoPlan
from campaign.render.stills import encode_still
from campaign.render.subtitles import Changes, close_gaps, cut_cues, join_changes, list_changes, read_cues, set_lines
from campaign.render.values import read_values
from campaign.spec.channels import Medium
from campaign.spec.errors import BrokenMedia, InvalidValue, Place
from campaign.spec.languages import split_languages
from campaign.spec.message import say
from campaign.spec.text import read_also

CLIP_ID = "clip"
STAGE_ID = "stage"
ROOM = say("The clip moves in its box: give an empty element this id.")


@dataclass(frozen=True)
class ClipPlan:
    """The video to make, and what each of its drawn pictures shows."""

    video: VideoPlan
    pictures: tuple[Drawn, ...]


def has_clip(template: Template) -> bool:
    """Whether the template shows a film: it makes loops even for channels of stills."""
    return any(field.type is FieldType.CLIP for field in template.manifest.fields.values())


def is_played(template: Template, *, medium: Medium) -> bool:
    """Whether a channel of this medium plays a loop of the template: clips are loops everywhere."""
    return medium is Medium.LOOP or has_clip(template)


def plan_clip(job: Job, *, engine: PageEngine, encoder: Encoder) -> ClipPlan:
    """Raises InvalidValue, InvalidTemplate, BrokenMedia, and what building a page raises."""
    cut, hole = find_cut(job, engine=engine)
    said = _list_changes(job, cut=cut)
    scenes = _plan_scenes(job, cut, said=said, encoder=encoder)
    changes = tuple((frame + scenes.film, text) for frame, text in said)
    moments = scenes.list_moments(frame for frame, _ in changes)
    video = VideoPlan(
        width=job.format.width,
        height=job.format.height,
        frames=scenes.frames,
        drawn=len(moments),
        profile=job.profile,
        film=Film(hole, _list_takes(cut, scenes)),
        moments=moments,
        closing=scenes.frames - scenes.closing,
    )
    return ClipPlan(video, tuple(scenes.find(frame, cue=find_cue(changes, frame)) for frame in moments))


def _list_takes(cut: Cut, scenes: Scenes) -> tuple[Take, ...]:
    """The film, and where no title card stands before it, its first picture again as the loop closes: under the card
    that goes, or dissolving out of the film's last."""
    film = Take(cut, first=scenes.film, frames=scenes.filmed)
    if scenes.title:
        return (film,)
    return (film, Take(cut, scenes.closing, 1, fade=0 if scenes.ends_on_card else scenes.frames - scenes.closing))


def draw_overlays(job: Job, pictures: tuple[Drawn, ...], *, engine: PageEngine) -> Iterator[bytes]:
    """One picture for each change, its colours not multiplied by alpha, as the encoder lays them over the film. Faces
    that come back are drawn once; of those with a subtitle only the last is kept."""
    faces: dict[Face, Image.Image] = {}
    for drawn in pictures:
        for face in filter(None, (drawn.face, drawn.after)):
            if face not in faces:
                faces = {kept: image for kept, image in faces.items() if not kept.cue or kept == drawn.face}
                faces[face] = _draw_face(job, face, engine=engine)
        yield mix(drawn, faces).convert("RGBA").tobytes()


def render_poster(job: Job, *, engine: PageEngine, encoder: Encoder) -> bytes:
    """The still of a clip, as the profile's still type."""
    return encode_still(draw_poster(job, engine=engine, encoder=encoder), kind=job.profile.still_type)


def draw_poster(job: Job, *, engine: PageEngine, encoder: Encoder) -> Image.Image:
    """The film's last picture, under the page without a subtitle."""
    return draw_posters(job, engines=(engine,), encoder=encoder)[0]


def draw_posters(job: Job, *, engines: Sequence[PageEngine], encoder: Encoder) -> tuple[Image.Image, ...]:
    """One by each engine; the film is opened once, and the page fitted by the first."""
    cut, hole = find_cut(job, engine=engines[0])
    page = build_face(job, Face(), engine=engines[0])
    film = read_film(cut, hole, second=cut.end - cut.start, encoder=encoder)
    overs = (np.asarray(draw_face(page, Face(), engine=engine)) for engine in engines)
    return tuple(lay_over(over, film, hole=hole) for over in overs)


def read_film(cut: Cut, hole: Hole, *, second: float, encoder: Encoder) -> Image.Image:
    """What the film shows in its hole at that second of the cut."""
    pixels = encoder.grab(cut, hole=hole, second=second)
    return Image.frombytes("RGBA", (hole.width, hole.height), pixels).convert("RGB")


def _draw_face(job: Job, face: Face, *, engine: PageEngine) -> Image.Image:
    return draw_face(build_face(job, face, engine=engine), face, engine=engine)


def build_face(job: Job, face: Face, *, engine: PageEngine) -> Page:
    """The page of a face; a card covers the film. Raises what building a page raises."""
    return build_page(job, engine=engine, cue=face.cue, card=face.card, transparent=not face.card)


def draw_face(page: Page, face: Face, *, engine: PageEngine) -> Image.Image:
    """The page of a face, colours premultiplied by alpha."""
    with engine.open(page) as opened:
        if face.bare and STAGE_ID in opened.boxes():
            opened.set_style(STAGE_ID, "visibility", "hidden")
        return Image.frombuffer("RGBa", (page.width, page.height), opened.draw(page.seconds))


def _plan_scenes(job: Job, cut: Cut, *, said: Changes, encoder: Encoder) -> Scenes:
    motion, (_, clip) = job.template.manifest.motion, _find_clip(job)
    title, partners = (
        seconds if card in clip.cards else 0.0
        for card, seconds in ((Card.TITLE, motion.title), (Card.PARTNERS, motion.partners))
    )
    words = _count_title(job) if title else 0
    lengths = Lengths(
        title=max(title, min(MOST_TITLE, words / FASTEST)),
        film=cut.end - cut.start,
        partners=partners,
        least=motion.least,
        reading=min(MOST_TITLE, measure_reading(words) + FADE_SECONDS / 2),
        spoken=cut.end - cut.start if said[-1][1] else said[-1][0] / job.profile.fps,
    )
    return plan_scenes(lengths, slot_seconds=job.slot_seconds, fps=job.profile.fps, encoder=encoder)


def _count_title(job: Job) -> int:
    """Words that the title card shows: those of the values that its page holds."""
    context = build_context(job, card=Card.TITLE)
    html = render_html(job.template, context)
    shown = {
        name: value
        for name, value in context.values.items()
        if any(str(escape(text)) in html for text in list_texts(value))
    }
    return count_words(shown)


def find_cut(job: Job, *, engine: PageEngine) -> tuple[Cut, Hole]:
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
        hole = find_hole(opened.boxes(), CLIP_ID, job=job, hint=ROOM)
    return Cut(file.path, clip.start, clip.end, clip.focus_x, clip.focus_y), hole


def _find_clip(job: Job) -> tuple[str, Clip]:
    for name, value in _read(job).items():
        if isinstance(value, Clip):
            return name, value
    raise InvalidValue(say("There is no clip."), place=Place(item=job.item.id), hint=say("Add one."))


def _list_changes(job: Job, *, cut: Cut) -> Changes:
    """The film's subtitles by its frames, empty after its end: none stands over the picture that is held then."""
    fps = job.profile.fps
    start, end = round(cut.start * fps), round(cut.end * fps)
    for name in _list_subtitles(job):
        value = _read(job)[name]
        if isinstance(value, str):
            tracks = []
            files = filter(None, (value, read_also(value)))
            for language, track in zip(split_languages(job.language), files, strict=False):
                file = _find_file(job, track, field=name)
                cues = read_cues(file.path.read_bytes(), fps=fps, file=track)
                shown = close_gaps(cut_cues(cues, start=start, end=end), fps=fps)
                lines = set_lines(shown, language=language, shape=job.format.shape)
                tracks.append(list_changes(lines, frames=end - start + 1))
            return join_changes(*tracks, fps=fps)
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
