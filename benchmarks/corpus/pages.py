"""Pages of the templates' own samples, as they are or spoilt by a line of style. In: a template's name, a style. Out:
the Scene at rest for checks of what is drawn: without texts, but with the boxes of their elements."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from campaign.adapters.blitz import BlitzEngine
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.lettering import read_lettering
from campaign.render.pipeline import build_page
from campaign.render.ports import Page
from campaign.render.sample import make_sample_job
from campaign.render.scene import Moment, Scene, Wording
from campaign.render.textless import TextlessEngine, add_style
from campaign.spec.channels import Medium
from campaign.spec.formats import Format

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SCREEN = Format(640, 360, 22, 1.8)
CAPITAL = 0.6
"""Of a line's height."""


@lru_cache(maxsize=32)
def build_sample(name: str, *, language: str = "en", screen: Format = SCREEN) -> tuple[Page, Job]:
    """The fitted page of a template's still with its sample, and its job."""
    job = make_sample_job(load_template(TEMPLATES / name), language=language, screen=screen, medium=Medium.STILL)
    return build_page(job, engine=BlitzEngine()), job


def survey_sample(name: str, style: str = "", *, screen: Format = SCREEN) -> Scene:
    """What that page shows, with one more sheet of style."""
    page, _ = build_sample(name, screen=screen)
    lettering = read_lettering(page.html)
    with TextlessEngine(BlitzEngine()).open(replace(page, html=add_style(lettering.html, style))) as opened:
        boxes, pixels = opened.boxes(), opened.draw(page.seconds)
    ground = np.frombuffer(pixels, np.uint8).reshape(screen.height, screen.width, 4)[..., :3]
    wordings = tuple(
        Wording(text.id, "", text.text, boxes[text.id], boxes[text.id].height * CAPITAL)
        for text in lettering.texts
        if text.id in boxes
    )
    return Scene(screen, "en", wordings, boxes, Moment(0.0, 0.0, ground, ground))
