"""Single frames of a loop, as the encoder composes them. In: a job, frames by number. Out: what is seen then.

A clip's film is opened anew for each picture, so ask for few; an essay's photos are at hand.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from campaign.render.cards import Drawn, Face, mix
from campaign.render.clip import build_face, draw_face, find_cut, has_clip, plan_clip, read_film
from campaign.render.essay import EssayPlan, blend_turns, has_essay, plan_essay, show_photo
from campaign.render.job import Job
from campaign.render.loop import plan_loop
from campaign.render.overlays import lay_over
from campaign.render.pipeline import build_page, read_pixels
from campaign.render.ports import Encoder, PageEngine, Take
from campaign.render.turns import Mix, list_mixes

OPAQUE = 255


class ClipProjector:
    """Shows a clip's frames. Raises what planning it raises."""

    def __init__(self, job: Job, *, engine: PageEngine, encoder: Encoder):
        self.plan = plan_clip(job, engine=engine, encoder=encoder)
        self._cut, self._hole = find_cut(job, engine=engine)
        self._takes = self.plan.video.film.takes if self.plan.video.film else ()
        self._fps, self._encoder = job.profile.fps, encoder

    def find(self, frame: int) -> Drawn:
        """What is drawn over the film."""
        return self.plan.pictures[max(0, bisect_right(self.plan.video.moments, frame) - 1)]

    def lay(self, frame: int, *overs: Image.Image) -> tuple[Image.Image, ...]:
        """Pictures, premultiplied by alpha, each over the film at that frame, which is looked up once."""
        pixels = [np.asarray(over) for over in overs]
        if not any((each[..., 3] < OPAQUE).any() for each in pixels):  # cards: nothing of the film is seen
            return tuple(over.convert("RGBA") for over in overs)
        film = self._show(frame)
        return tuple(lay_over(each, film, hole=self._hole) for each in pixels)

    def _show(self, frame: int) -> Image.Image:
        second = min(max(0, frame - self._takes[0].first) / self._fps, self._cut.end - self._cut.start)
        back = _return(self._takes[-1], frame) if len(self._takes) > 1 else 0.0
        shown = self._grab(0.0 if back == 1 else second)
        return Image.blend(shown, self._grab(0.0), back) if 0 < back < 1 else shown

    def _grab(self, second: float) -> Image.Image:
        return read_film(self._cut, self._hole, second=second, encoder=self._encoder)


class EssayProjector:
    """Shows an essay's frames. Raises what planning it raises."""

    def __init__(self, job: Job, *, engine: PageEngine):
        self.plan = plan_essay(job, engine=engine)
        self.mixes = list_mixes(self.plan.turns)

    def find(self, frame: int) -> Mix:
        """What lies over the photos."""
        return self.mixes[max(0, bisect_right(self.mixes, frame, key=lambda mix: mix.frame) - 1)]

    def lay(self, frame: int, *plans: EssayPlan) -> tuple[Image.Image, ...]:
        """What each plan lays over the photos, over them; their film is the same."""
        film, over = show_photo(self.plan.film, frame), self.find(frame)
        return tuple(lay_over(blend_turns(plan, over), film, hole=plan.film.hole) for plan in plans)


def project_frames(
    job: Job, frames: Sequence[int], *, engine: PageEngine, encoder: Encoder
) -> Iterator[tuple[int, Image.Image]]:
    """Single frames of a loop, by ascending numbers, each with its own; how a graphic's loop closes is left out.
    Raises what drawing raises."""
    if has_clip(job.template):
        return _project_clip(ClipProjector(job, engine=engine, encoder=encoder), frames, job=job, engine=engine)
    if has_essay(job.template):
        essay = EssayProjector(job, engine=engine)
        return ((frame, essay.lay(frame, essay.plan)[0]) for frame in frames)
    return _project_graphic(job, frames, engine=engine)


def _project_clip(
    projector: ClipProjector, frames: Sequence[int], *, job: Job, engine: PageEngine
) -> Iterator[tuple[int, Image.Image]]:
    faces: dict[Face, Image.Image] = {}
    for frame in frames:
        drawn = projector.find(frame)
        for face in filter(None, (drawn.face, drawn.after)):
            faces[face] = faces.get(face) or draw_face(build_face(job, face, engine=engine), face, engine=engine)
        yield frame, projector.lay(frame, mix(drawn, faces))[0]


def _project_graphic(job: Job, frames: Sequence[int], *, engine: PageEngine) -> Iterator[tuple[int, Image.Image]]:
    page = build_page(job, engine=engine)
    seconds = tuple(plan_loop(job).moments(rest=page.seconds))
    with engine.open(page) as opened:
        for frame in frames:
            yield frame, read_pixels(page, opened.draw(seconds[min(frame, len(seconds) - 1)]))


def _return(take: Take, frame: int) -> float:
    """How far the film's beginning has come up again, 0 to 1."""
    if frame < take.first:
        return 0.0
    return min(1.0, (frame - take.first) / take.fade) if take.fade else 1.0
