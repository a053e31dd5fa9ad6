"""What a picture shows, found by drawing it. In: a job, or a fitted page, and an engine. Out: a Scene, or its parts.

The page is drawn without its texts, and three times as letters alone (render.inks): as it stands, with nothing clipped,
and with one capital in place of every text. So each text's ink is known pixel by pixel, also where nobody could tell it
from its ground, what of it is cut off, and how high its capitals come out.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from campaign.render.clip import has_clip, render_poster
from campaign.render.fields import find_field
from campaign.render.inks import draw_inks, measure_cut, measure_height
from campaign.render.job import Job
from campaign.render.lettering import Lettering, read_lettering, set_capitals
from campaign.render.marks import MarkReader, Marks
from campaign.render.pipeline import build_page
from campaign.render.ports import Encoder, Page, PageEngine
from campaign.render.scene import Moment, Pixels, Scene, Wording
from campaign.render.textless import TextlessEngine
from campaign.spec.channels import Medium, StillType
from campaign.spec.errors import Box


@dataclass(frozen=True, eq=False)
class Survey:
    """A page when all has arrived: its texts, the boxes of all its elements with ids and of its pictures as laid out,
    and the picture without texts."""

    wordings: tuple[Wording, ...]
    parts: Mapping[str, Box]
    ground: Pixels
    marks: Marks


def survey_still(
    job: Job, *, engine: PageEngine, encoder: Encoder | None = None, picture: Pixels | None = None
) -> Scene:
    """The job's still. A clip's needs the encoder; `picture` saves drawing what was drawn before. Raises what drawing
    the still raises."""
    still = replace(job, medium=Medium.STILL)
    page = build_page(still, engine=engine)
    survey = survey_page(page, job=job, engine=engine)
    ground = survey.ground
    if has_clip(job.template) and encoder is not None:
        ground = _draw_poster(still, engine=TextlessEngine(engine), encoder=encoder)
        picture = picture if picture is not None else _draw_poster(still, engine=engine, encoder=encoder)
    if picture is None:
        with engine.open(page) as opened:
            picture = read_rgb(page, opened.draw(page.seconds))
    rest = Moment(0.0, 0.0, picture, ground)
    return Scene(job.format, job.language, survey.wordings, survey.parts, rest, item=job.item, marks=survey.marks)


def survey_page(page: Page, *, job: Job, engine: PageEngine) -> Survey:
    """A fitted page of the job. Raises RenderFailed."""
    lettering = read_lettering(page.html)
    copy, reader = replace(page, html=lettering.html), MarkReader(lettering.html)
    with TextlessEngine(engine).open(replace(page, html=reader.html)) as opened:
        measured = opened.boxes()
        ground = read_rgb(page, opened.draw(page.seconds))
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
    copy: Page, lettering: Lettering, boxes: Mapping[str, Box], *, job: Job, engine: PageEngine
) -> tuple[Wording, ...]:
    names = tuple(text.id for text in lettering.texts)
    seen = draw_inks(copy, names, engine=engine)
    whole = draw_inks(copy, names, engine=engine, clipped=False)
    capitals = draw_inks(replace(copy, html=set_capitals(lettering)), names, engine=engine, clipped=False)
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
                field=find_field(text, job=job),
                text=text.text,
                box=shown.box if shown else room or Box(0, 0, 0, 0),
                cap=measure_height(capital) if capital else 0.0,
                ink=ink,
                cut=measure_cut(ink, everything) if everything else 1.0,
                room=room if room and room.width > 0 else None,
            )
        )
    return tuple(found)


def _lies_off(room: Box | None, page: Page) -> bool:
    """Whether an element that has a size lies beside the picture."""
    if room is None or not room.width or not room.height:
        return False
    across = room.left + room.width <= 0 or room.left >= page.width
    return across or room.top + room.height <= 0 or room.top >= page.height


def read_rgb(page: Page, pixels: bytes) -> NDArray[np.uint8]:
    """What an engine drew, without alpha: screens know none."""
    return np.frombuffer(pixels, np.uint8).reshape(page.height, page.width, 4)[..., :3]


def _draw_poster(job: Job, *, engine: PageEngine, encoder: Encoder) -> Pixels:
    png = replace(job, profile=replace(job.profile, still_type=StillType.PNG))
    data = render_poster(png, engine=engine, encoder=encoder)
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
