"""From a job to a still. In: a Job and a page engine. Out: the fitted page, the file's bytes."""

from dataclasses import replace

import numpy as np
from PIL import Image

from campaign.render.compose import build_context, naming_item
from campaign.render.fit import fit_page
from campaign.render.glyphs import check_glyphs
from campaign.render.job import Job
from campaign.render.motion import count_words, plan_motion
from campaign.render.page import compose_page
from campaign.render.ports import Page, PageEngine
from campaign.render.scene import Pixels
from campaign.render.stills import encode_still
from campaign.render.turns import plan_turns
from campaign.spec.channels import Medium


def build_page(
    job: Job, *, engine: PageEngine, cue: str = "", card: str = "", turn: int = 1, transparent: bool = False
) -> Page:
    """Values → context → HTML → fitted page. A loop's page moves, a still's does not; both have the same sizes. The
    loop of an essay has a page of its own for each turn of a photo.

    Raises InvalidValue, InvalidTemplate, NotAllowed, BrokenMedia, CannotFit, MissingGlyph, RenderFailed, or Faults,
    the item named in each."""
    with naming_item(job.item.id):
        still = build_context(job, cue=cue, card=card)
        check_glyphs(still)
        limits, slot, fps = job.template.manifest.motion, job.slot_seconds, job.profile.fps
        if limits.essay and job.medium is Medium.LOOP:
            turns = plan_turns(limits, still.values, slot_seconds=slot, fps=fps)
            shown = replace(still, moving=True, seconds=turns.seconds, turn=turn)
            return fit_page(compose_page(job.template, shown), engine=engine, language=job.language)
        page = compose_page(job.template, still, transparent=transparent)
        if job.medium is Medium.STILL:
            return fit_page(page, engine=engine, language=job.language)
        motion = plan_motion(limits, words=count_words(still.values), slot_seconds=slot, fps=fps)
        context = replace(still, moving=True, seconds=motion.seconds)
        moving = compose_page(job.template, context, transparent=transparent)
        return fit_page(page, engine=engine, language=job.language, onto=moving)


def render_still(job: Job, *, engine: PageEngine) -> bytes:
    """The picture when all has arrived, as the profile's still type. Raises what build_page raises."""
    return encode_still(draw_still(job, engine=engine), kind=job.profile.still_type)


def draw_still(job: Job, *, engine: PageEngine) -> Image.Image:
    """The same picture as pixels, for checks and print."""
    page = build_page(replace(job, medium=Medium.STILL), engine=engine)
    with engine.open(page) as opened:
        pixels = opened.draw(page.seconds)
    return read_pixels(page, pixels)


def read_pixels(page: Page, pixels: bytes) -> Image.Image:
    """What an engine drew of the page, as a picture; it shares the engine's memory."""
    return Image.frombuffer("RGBA", (page.width, page.height), pixels, "raw", "RGBA", 0, 1)


def read_rgb(image: Image.Image) -> Pixels:
    """A picture's colours without its alpha: screens know none."""
    return np.asarray(image.convert("RGB"))


def view_rgb(page: Page, pixels: bytes) -> Pixels:
    """What an engine drew, without alpha, for those who look at it; it shares the engine's memory."""
    return np.frombuffer(pixels, np.uint8).reshape(page.height, page.width, 4)[..., :3]
