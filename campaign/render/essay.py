"""How a photo essay becomes a loop. In: a job whose template is an essay. Out: the video's plan, the pictures over it.

The photos take turns in the box of #essay, each gliding slowly; headline, by-line and funding strip stand on every
frame, and the caption changes with its photo. The page is an ordinary one, drawn once a turn: #essay is emptied, and
what shows through is found by drawing it on black and on white, so that rounded corners, scrims and captions over the
photo come out as the designer sees them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from campaign.render.compose import naming_item
from campaign.render.context import Picture
from campaign.render.holes import find_hole
from campaign.render.job import Job
from campaign.render.layout import find_collisions
from campaign.render.manifest import Template
from campaign.render.motion import ease
from campaign.render.overlays import find_matte, find_middle, straighten
from campaign.render.photos import open_photo
from campaign.render.pipeline import build_page
from campaign.render.ports import Film, Hole, Page, PageEngine, Pan, Take, VideoPlan
from campaign.render.turns import Mix, Turns, list_mixes, list_rows, plan_turns
from campaign.render.values import read_values
from campaign.render.views import Frame, find_inside, glide, join_views, plan_glide, view_at
from campaign.spec.channels import Medium
from campaign.spec.errors import CampaignError, InvalidTemplate, Place
from campaign.spec.message import say

ESSAY_ID = "essay"
ROOM = say("The photos of an essay glide in its box: give the element around the photo this id and a definite size.")


@dataclass(frozen=True)
class EssayPlan:
    """The video to make, when each photo has its turn, its page, and what lies over it then, and without its caption:
    RGBA, premultiplied."""

    video: VideoPlan
    film: Film
    turns: Turns
    pages: tuple[Page, ...]
    overlays: tuple[Image.Image, ...]
    bare: tuple[Image.Image, ...]


def has_essay(template: Template) -> bool:
    """Whether the template's loop shows photos one after the other."""
    return bool(template.manifest.motion.essay)


def plan_essay(job: Job, *, engine: PageEngine) -> EssayPlan:
    """Raises InvalidValue, InvalidTemplate, BrokenMedia, and what building a page raises."""
    with naming_item(job.item.id):
        turns = plan_job(job)
        pages = _build_pages(job, turns, engine=engine)
        hole = _find_hole(job, pages, engine=engine)
        overlays, bare = draw_overlays(job, pages, engine=engine)
        middles = [find_middle(overlay, hole=hole) for overlay in overlays]
        film = _shoot(job, turns, hole, middles, engine=engine)
    moments = tuple(mix.frame for mix in list_mixes(turns))
    size, drawn = job.format, len(moments)
    video = VideoPlan(
        size.width, size.height, turns.frames, drawn, job.profile, film=film, moments=moments, closing=turns.closing
    )
    return EssayPlan(video, film, turns, pages, overlays, bare)


def find_faults(job: Job, *, engine: PageEngine) -> tuple[CampaignError, ...]:
    """What is wrong with the loop as its designer sees it: texts that do not fit, parts over each other; each once."""
    moving = replace(job, medium=Medium.LOOP)
    try:
        pages = _build_pages(moving, plan_job(moving), engine=engine)
        _find_hole(moving, pages, engine=engine)
        found = [fault for page in pages for fault in _find_collisions(page, engine=engine)]
    except CampaignError as error:
        return error.singles
    return tuple({(str(fault.message), fault.place.field): fault for fault in found}.values())


def plan_job(job: Job) -> Turns:
    """How long the loop lasts and when each photo has its turn; known before anything is drawn."""
    values = read_values(job.template.manifest, job.item.values, language=job.language)
    motion, fps = job.template.manifest.motion, job.profile.fps
    return plan_turns(motion, values, slot_seconds=job.slot_seconds, fps=fps)


def draw_turns(plan: EssayPlan) -> Iterator[bytes]:
    """The pictures over the film, in order."""
    for mix in list_mixes(plan.turns):
        yield straighten(blend_turns(plan, mix), hole=plan.film.hole)


def blend_turns(plan: EssayPlan, mix: Mix) -> NDArray[np.uint8]:
    """What lies over the photos; a caption is gone before the next one comes, for one over the other cannot be read."""
    one, bare, other = plan.overlays[mix.one - 1], plan.bare[mix.other - 1], plan.overlays[mix.other - 1]
    if not mix.share:
        return np.asarray(one)
    share = 2 * mix.share
    return np.asarray(Image.blend(one, bare, ease(share)) if share < 1 else Image.blend(bare, other, ease(share - 1)))


def draw_overlays(
    job: Job, pages: Sequence[Page], *, engine: PageEngine
) -> tuple[tuple[Image.Image, ...], tuple[Image.Image, ...]]:
    """What lies over each turn's photo, and the same without its caption."""
    name = job.template.manifest.motion.essay
    bare = (
        find_matte(page, ESSAY_ID, engine=engine, without=f"{name}-{turn}-") for turn, page in enumerate(pages, start=1)
    )
    return tuple(find_matte(page, ESSAY_ID, engine=engine) for page in pages), tuple(bare)


def _build_pages(job: Job, turns: Turns, *, engine: PageEngine) -> tuple[Page, ...]:
    return tuple(build_page(job, engine=engine, turn=turn) for turn in range(1, len(turns.firsts) + 1))


def _find_collisions(page: Page, *, engine: PageEngine) -> tuple[InvalidTemplate, ...]:
    with engine.open(page) as opened:
        return tuple(find_collisions(opened.boxes(), page.html))


def _find_hole(job: Job, pages: Sequence[Page], *, engine: PageEngine) -> Hole:
    """The hole, the same at every turn: what stands on every frame must not move either."""
    found = []
    for page in pages:
        with engine.open(page) as opened:
            found.append(find_hole(opened.boxes(), ESSAY_ID, job=job, hint=ROOM))
    if len(set(found)) > 1:
        raise InvalidTemplate(
            say("The photos' place is not the same at every turn on %(format)s.", format=str(job.format)),
            place=Place(file=f"{job.template.id}/template.html"),
            hint=say("Let #essay and the captions have definite sizes, whichever photo has its turn."),
        )
    return found[0]


@dataclass(frozen=True)
class _Shot:
    """A photo to take: its turn, the frames it moves, and where it is named."""

    picture: Picture
    turn: int
    frames: int
    field: str


def _shoot(job: Job, turns: Turns, hole: Hole, middles: Sequence[tuple[float, float]], *, engine: PageEngine) -> Film:
    """A take for each photo, each under way until the next has dissolved in; then back to the first one's beginning."""
    takes: list[Take] = []
    pans: list[Pan] = []
    for shot in _list_shots(job, turns):
        frame = Frame((hole.width, hole.height), middles[shot.turn - 1])
        pans.append(_plan_pan(job, shot, frame, engine=engine))
        fade = turns.fade if shot.turn > 1 else 0
        takes.append(Take(pans[-1], turns.firsts[shot.turn - 1], shot.frames, fade=fade))
    back = replace(pans[0], ends=pans[0].starts)
    return Film(hole, (*takes, Take(back, turns.resumes, turns.closing, fade=turns.closing)))


def _list_shots(job: Job, turns: Turns) -> Iterator[_Shot]:
    name = job.template.manifest.motion.essay
    rows = read_values(job.template.manifest, job.item.values, language=job.language)[name]
    ends = (*(first + turns.fade for first in turns.firsts[1:]), turns.rests + 1)
    for turn, (row, first, end) in enumerate(zip(list_rows(rows), turns.firsts, ends, strict=True), start=1):
        part, picture = next((part, value) for part, value in row.items() if isinstance(value, Picture))
        yield _Shot(picture, turn, end - first, f"{name}.{turn}.{part}")


def _plan_pan(job: Job, shot: _Shot, frame: Frame, *, engine: PageEngine) -> Pan:
    """No more of the photo than its views see, a pixel of it for each of the hole's where the view is widest: each more
    costs the encoder as much as one of the picture (14 ms a megapixel), and the closest view is a tenth closer."""
    negative = open_photo(shot.picture.url, job, engine=engine, field=shot.field)
    focus = (shot.picture.focus_x / 100, shot.picture.focus_y / 100)
    seconds = shot.frames / job.profile.fps
    starts, ends = plan_glide(negative.size, frame, focus=focus, turn=shot.turn, seconds=seconds)
    part = join_views(starts, ends)
    width = frame.size[0] * part.width / max(starts.width, ends.width)
    height = frame.size[1] * part.height / max(starts.height, ends.height)
    photo = negative.develop(part, (_make_even(width), _make_even(height)))
    return Pan(photo, find_inside(starts, part), find_inside(ends, part))


def _make_even(length: float) -> int:
    return 2 * math.ceil(round(length / 2, 6))


def show_photo(film: Film, frame: int) -> Image.Image:
    """What is in the hole at a frame."""
    shown = _look(film.takes[0], frame, hole=film.hole)
    for take in film.takes[1:]:
        if frame > take.first:
            share = min(1.0, (frame - take.first) / take.fade)
            shown = Image.blend(shown, _look(take, frame, hole=film.hole), share)
    return shown


def _look(take: Take, frame: int, *, hole: Hole) -> Image.Image:
    if not isinstance(take.source, Pan):
        raise TypeError("an essay shows photos alone")
    photo = take.source.photo
    at = min(max(0, frame - take.first), take.frames - 1)
    view = view_at(take.source.starts, take.source.ends, glide(at, frames=take.frames))
    right, bottom = min(1.0, view.left + view.width), min(1.0, view.top + view.height)
    box = (view.left * photo.width, view.top * photo.height, right * photo.width, bottom * photo.height)
    pixels = Image.frombuffer("RGB", (photo.width, photo.height), photo.pixels)
    return pixels.resize((hole.width, hole.height), Image.Resampling.BICUBIC, box=box)
