"""What a picture shows, found by drawing it. In: a job, or a fitted page, and an engine. Out: a Scene, or its parts.

The page is drawn without its texts, and three times as letters alone (render.inks): as it stands, with nothing clipped,
and with one capital in place of every text. So each text's ink is known pixel by pixel, also where nobody could tell it
from its ground, what of it is cut off, and how high its capitals come out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from PIL import Image

from campaign.render.clip import draw_posters, has_clip
from campaign.render.essay import has_essay
from campaign.render.fields import Fields
from campaign.render.inks import draw_inks, draw_inks_twice, measure_cut, measure_height, measure_stem
from campaign.render.job import Job
from campaign.render.lettering import Lettering, read_lettering, set_capitals
from campaign.render.loop import plan_loop
from campaign.render.marks import MarkReader, Marks
from campaign.render.phases import Eyes, draw_graphic, draw_phases
from campaign.render.pipeline import build_page, read_pixels, read_rgb, view_rgb
from campaign.render.ports import Encoder, Page, PageEngine
from campaign.render.scene import Moment, Pixels, Scene, Wording
from campaign.render.textless import TextlessEngine
from campaign.render.tofu import find_boxed
from campaign.spec.boxes import Box
from campaign.spec.channels import Medium


@dataclass(frozen=True, eq=False)
class Survey:
    """A page when all has arrived: its texts, the boxes of all its elements with ids and of its pictures as laid out,
    and the picture without texts."""

    wordings: tuple[Wording, ...]
    parts: Mapping[str, Box]
    ground: Pixels
    marks: Marks


@dataclass(frozen=True, eq=False)
class Shot:
    """A still, and what it shows."""

    image: Image.Image
    scene: Scene


def take_still(job: Job, *, engine: PageEngine, encoder: Encoder) -> Shot:
    """The job's still, looked at while its page is at hand; the encoder is asked for a clip's film. Raises what
    drawing the still raises."""
    still = replace(job, medium=Medium.STILL)
    page = build_page(still, engine=engine)
    survey = survey_page(page, job=job, engine=engine)
    if has_clip(job.template):
        image, bare = draw_posters(still, engines=(engine, TextlessEngine(engine)), encoder=encoder)
        rest = Moment(0.0, 0.0, read_rgb(image), read_rgb(bare))
        return Shot(image, _compose_scene(job, survey, rest))
    with engine.open(page) as opened:
        pixels = opened.draw(page.seconds)
    rest = Moment(0.0, 0.0, view_rgb(page, pixels), survey.ground)
    return Shot(read_pixels(page, pixels), _compose_scene(job, survey, rest))


def survey_still(job: Job, *, engine: PageEngine, encoder: Encoder) -> Scene:
    """What the job's still shows. Raises what drawing it raises."""
    return take_still(job, engine=engine, encoder=encoder).scene


def survey_loop(job: Job, *, seconds: float, engine: PageEngine, encoder: Encoder) -> Scene:
    """What the job's loop of so many seconds shows; its moments are drawn as they are walked. Raises what drawing it
    raises, and so does the walk."""
    moving = replace(job, medium=Medium.LOOP)
    if has_clip(job.template) or has_essay(job.template):
        return _survey_film(moving, seconds=seconds, engine=engine, encoder=encoder)
    page = build_page(moving, engine=engine)
    survey = survey_page(page, job=job, engine=engine)
    moments = draw_graphic(page, plan_loop(moving), wordings=survey.wordings, engine=engine)
    with engine.open(page) as opened:
        picture = view_rgb(page, opened.draw(page.seconds))
    rest = Moment(page.seconds, 0.0, picture, survey.ground)
    return _compose_scene(job, survey, rest, seconds=seconds, moments=moments)


def _survey_film(job: Job, *, seconds: float, engine: PageEngine, encoder: Encoder) -> Scene:
    """A clip's loop or an essay's: what lies over it is read page by page."""
    read = cache(lambda page: read_wordings(page, job=job, engine=engine))
    moments = draw_phases(job, eyes=Eyes(engine, encoder, read))
    if has_clip(job.template):
        return replace(survey_still(job, engine=engine, encoder=encoder), seconds=seconds, moments=moments)
    survey = survey_page(build_page(job, engine=engine), job=job, engine=engine)
    rest = next(moments)  # its still is another page
    return _compose_scene(job, survey, replace(rest, lasts=0.0), seconds=seconds, moments=chain((rest,), moments))


def _compose_scene(
    job: Job, survey: Survey, rest: Moment, *, seconds: float = 0.0, moments: Iterable[Moment] = ()
) -> Scene:
    wordings = survey.wordings if rest.wordings is None else rest.wordings
    return Scene(
        job.format, job.language, wordings, survey.parts, rest, seconds, moments, item=job.item, marks=survey.marks
    )


def survey_page(page: Page, *, job: Job | None, engine: PageEngine) -> Survey:
    """A fitted page, of the job if there is one. Raises RenderFailed."""
    lettering = read_lettering(page.html)
    copy, reader = replace(page, html=lettering.html), MarkReader(lettering.html)
    textless = TextlessEngine(engine)
    with textless.open(replace(page, html=reader.html)) as opened:
        measured = opened.boxes()
        ground = view_rgb(page, opened.draw(page.seconds))
    boxes = {name: box for name, box in measured.items() if name not in reader.named}
    wordings = _find_wordings(copy, lettering, boxes, job=job, engine=engine)
    return Survey(wordings, boxes, ground, reader.measure(measured))


def read_wordings(page: Page, *, job: Job, engine: PageEngine) -> tuple[Wording, ...]:
    """Only the texts of a page."""
    lettering = read_lettering(page.html)
    copy = replace(page, html=lettering.html)
    with engine.open(copy) as opened:
        boxes = opened.boxes()
    return _find_wordings(copy, lettering, boxes, job=job, engine=engine)


def _find_wordings(
    copy: Page, lettering: Lettering, boxes: Mapping[str, Box], *, job: Job | None, engine: PageEngine
) -> tuple[Wording, ...]:
    names = tuple(text.id for text in lettering.texts)
    seen, whole = draw_inks_twice(copy, names, engine=engine)
    capitals = draw_inks(replace(copy, html=set_capitals(lettering)), names, engine=engine, clipped=False)
    boxed = find_boxed(copy, lettering, engine=engine)
    fields = Fields(job)
    found = []
    for text in lettering.texts:
        room = boxes.get(text.id)
        ink = seen.get(text.id)
        everything = whole.get(text.id) or ink
        if everything is None and not _lies_off(room, copy):
            continue  # the style hides it: nobody is meant to see it
        shown = ink or everything
        capital = capitals.get(text.id)
        found.append(
            Wording(
                id=text.id,
                field=fields.find(text),
                text=text.text,
                box=shown.box if shown else room or Box(0, 0, 0, 0),
                cap=measure_height(capital) if capital else 0.0,
                stem=measure_stem(capital, text.capital) if capital else 0.0,
                ink=ink,
                cut=measure_cut(ink, everything) if everything else 1.0,
                room=room if room and room.width > 0 else None,
                boxed=boxed.get(text.id, ""),
            )
        )
    return tuple(found)


def _lies_off(room: Box | None, page: Page) -> bool:
    """Whether an element that has a size lies beside the picture."""
    if room is None or not room.width or not room.height:
        return False
    across = room.right <= 0 or room.left >= page.width
    return across or room.bottom <= 0 or room.top >= page.height
