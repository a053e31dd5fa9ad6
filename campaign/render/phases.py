"""The moments of a loop, for those who check it. In: a job. Out: its pictures in order, with and without their texts.

Every moment is drawn when it is asked for and let go after, so a loop of any length takes the memory of a few pictures.
What moves is looked at often enough that no text and no colour comes and goes unseen; what holds still once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from PIL import Image

from campaign.render.cards import Drawn, Face, mix
from campaign.render.clip import build_face, draw_face, has_clip
from campaign.render.essay import draw_overlays, has_essay
from campaign.render.job import Job
from campaign.render.loop import plan_loop
from campaign.render.motion import MotionPlan
from campaign.render.pipeline import build_page, read_pixels, read_rgb, view_rgb
from campaign.render.ports import Encoder, Page, PageEngine
from campaign.render.projection import ClipProjector, EssayProjector
from campaign.render.scene import Moment, Wording
from campaign.render.textless import TextlessEngine
from campaign.render.turns import Mix
from campaign.spec.channels import Medium

STEP = 0.2
"""Seconds between two looks at what arrives or dissolves: a part takes half a second for it."""
FILM_STEP = 1.0
"""Seconds between two looks at film and gliding photos, beside every change of what lies over them."""
HALF = 0.5

ReadPage: TypeAlias = Callable[[Page], tuple[Wording, ...]]


@dataclass(frozen=True)
class Eyes:
    """What pictures are seen with: `engine` draws pages, `encoder` opens films, `read` tells the wordings of a page."""

    engine: PageEngine
    encoder: Encoder
    read: ReadPage

    @property
    def textless(self) -> PageEngine:
        return TextlessEngine(self.engine)


def draw_phases(job: Job, *, eyes: Eyes) -> Iterator[Moment]:
    """The moments of the job's loop: together they last as long as it does. Raises what drawing it raises."""
    moving = replace(job, medium=Medium.LOOP)
    if has_clip(job.template):
        return _draw_clip(moving, eyes)
    if has_essay(job.template):
        return _draw_essay(moving, eyes)
    return _draw_page(moving, eyes)


def _draw_page(job: Job, eyes: Eyes) -> Iterator[Moment]:
    page = build_page(job, engine=eyes.engine)
    yield from draw_graphic(page, plan_loop(job), wordings=eyes.read(page), engine=eyes.engine)


def draw_graphic(
    page: Page, motion: MotionPlan, *, wordings: tuple[Wording, ...], engine: PageEngine
) -> Iterator[Moment]:
    """What arrives in steps, the rest once for as long as it lasts, then the way back. Raises RenderFailed."""
    ends = [_Ends(), _Ends()]
    textless = TextlessEngine(engine)
    with engine.open(page) as opened, textless.open(page) as bare:
        for frame, lasts in _list_times(_list_graphic(motion), end=motion.frames):
            if frame < motion.drawn:
                second = frame / motion.fps if frame < motion.drawn - 1 else max(page.seconds, frame / motion.fps)
                drawn = [each.draw(second) for each in (opened, bare)]
                for end, pixels in zip(ends, drawn, strict=True):
                    end.keep(read_pixels(page, pixels))
            else:
                share = motion.shares[frame - (motion.frames - motion.closing)]
                drawn = [end.blend(share).tobytes() for end in ends]
            picture, ground = (view_rgb(page, pixels) for pixels in drawn)
            yield Moment(frame / motion.fps, lasts / motion.fps, picture, ground, wordings)


@dataclass
class _Ends:
    """The first picture and the last: the loop closes from one to the other."""

    first: Image.Image | None = None
    rest: Image.Image | None = None

    def keep(self, image: Image.Image) -> None:
        self.first, self.rest = self.first or image, image

    def blend(self, share: float) -> Image.Image:
        if self.first is None or self.rest is None:
            raise ValueError("a loop closes after it has begun")
        return Image.blend(self.rest, self.first, share)


def _list_graphic(motion: MotionPlan) -> tuple[int, ...]:
    step = max(1, round(STEP * motion.fps))
    rests, resumes = motion.drawn - 1, motion.frames - motion.closing
    return (*range(0, rests, step), rests, *range(resumes, motion.frames, step))


@dataclass(frozen=True, eq=False)
class _Card:
    """A face as it is drawn, and without its texts; premultiplied by alpha."""

    picture: Image.Image
    ground: Image.Image
    wordings: tuple[Wording, ...]


def _draw_clip(job: Job, eyes: Eyes) -> Iterator[Moment]:
    """Every change of what lies over the film, and the film through its whole length; of faces with a subtitle only the
    last is kept."""
    projector = ClipProjector(job, engine=eyes.engine, encoder=eyes.encoder)
    video = projector.plan.video
    still = {frame for frame, drawn in zip(video.moments, projector.plan.pictures, strict=True) if drawn.after is None}
    frames = _thin(video.moments, keep=still, end=video.frames, fps=job.profile.fps)
    cards: dict[Face, _Card] = {}
    for frame, lasts in _list_times(frames, end=video.frames):
        drawn = projector.find(frame)
        cards = {face: card for face, card in cards.items() if not face.cue or face in (drawn.face, drawn.after)}
        for face in filter(None, (drawn.face, drawn.after)):
            if face not in cards:
                cards[face] = _draw_card(job, face, eyes)
        overs = mix(drawn, _pick(cards, ground=False)), mix(drawn, _pick(cards, ground=True))
        images = projector.lay(frame, *overs)
        yield _make_moment(frame, lasts, images, _read_drawn(drawn, cards), fps=job.profile.fps)


def _draw_card(job: Job, face: Face, eyes: Eyes) -> _Card:
    page = build_face(job, face, engine=eyes.engine)
    picture, ground = (draw_face(page, face, engine=engine) for engine in (eyes.engine, eyes.textless))
    return _Card(picture, ground, eyes.read(page))


def _pick(cards: Mapping[Face, _Card], *, ground: bool) -> Mapping[Face, Image.Image]:
    return {face: card.ground if ground else card.picture for face, card in cards.items()}


def _read_drawn(drawn: Drawn, cards: Mapping[Face, _Card]) -> tuple[Wording, ...]:
    """A face dissolves into bare ground, or comes out of it: the words are those of the face that is not bare."""
    face = drawn.after if drawn.after and drawn.face.bare else drawn.face
    return cards[face].wordings


def _draw_essay(job: Job, eyes: Eyes) -> Iterator[Moment]:
    """Every change of what lies over the photos, and the photos as they glide."""
    projector = EssayProjector(job, engine=eyes.engine)
    plan, turns = projector.plan, projector.plan.turns
    overlays, bare = draw_overlays(job, plan.pages, engine=eyes.textless)
    grounds = replace(plan, overlays=overlays, bare=bare)
    wordings = tuple(_read_turn(job, eyes.read(page), turn) for turn, page in enumerate(plan.pages, start=1))
    still = {each.frame for each in projector.mixes if not each.share}
    frames = _thin([each.frame for each in projector.mixes], keep={*still, turns.rests}, end=turns.rests, fps=turns.fps)
    for frame, lasts in _list_times(frames, end=turns.frames):
        images = projector.lay(frame, plan, grounds)
        turn = _find_turn(projector.find(frame))
        yield _make_moment(frame, lasts, images, wordings[turn - 1], fps=turns.fps)


def _find_turn(over: Mix) -> int:
    """Whose caption is seen."""
    return over.one if over.share < HALF else over.other


def _read_turn(job: Job, wordings: tuple[Wording, ...], turn: int) -> tuple[Wording, ...]:
    """Captions of all turns lie in one place on every page, those of the others unseen."""
    name = job.template.manifest.motion.essay
    others = f"{name}-", f"{name}-{turn}-"
    return tuple(each for each in wordings if not each.id.startswith(others[0]) or each.id.startswith(others[1]))


def _thin(changes: Sequence[int], *, keep: set[int], end: int, fps: int) -> tuple[int, ...]:
    """Of the changes those to `keep` and, of the dissolves between, one a STEP; before `end` one a FILM_STEP too."""
    step, film = max(1, round(STEP * fps)), max(1, round(FILM_STEP * fps))
    chosen: list[int] = []
    for frame in sorted({*changes, *keep, *range(0, end, film)}):
        if frame in keep or not chosen or frame - chosen[-1] >= step:
            chosen.append(frame)
    return tuple(chosen)


def _list_times(frames: Sequence[int], *, end: int) -> Iterator[tuple[int, int]]:
    """Each frame, and how many frames it stands for."""
    return ((frame, after - frame) for frame, after in pairwise((*frames, end)))


def _make_moment(
    frame: int, lasts: int, images: Sequence[Image.Image], wordings: tuple[Wording, ...], *, fps: int
) -> Moment:
    picture, ground = (read_rgb(image) for image in images)
    return Moment(frame / fps, lasts / fps, picture, ground, wordings)
