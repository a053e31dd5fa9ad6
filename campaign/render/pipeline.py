"""From a job to a still. In: a Job and a page engine. Out: the fitted page, the file's bytes."""

from dataclasses import replace
from functools import partial

from PIL import Image

from campaign.render.compose import build_context, locate
from campaign.render.fit import fit_page
from campaign.render.glyphs import check_glyphs
from campaign.render.job import Job
from campaign.render.page import compose_page
from campaign.render.ports import Page, PageEngine
from campaign.render.stills import encode_still
from campaign.spec.channels import Medium
from campaign.spec.errors import CampaignError, Faults


def build_page(job: Job, *, engine: PageEngine, cue: str = "", transparent: bool = False) -> Page:
    """Values → context → HTML → fitted page. A loop's page moves, a still's does not.

    Raises InvalidValue, InvalidTemplate, NotAllowed, BrokenMedia, CannotFit, MissingGlyph, RenderFailed."""
    compose = partial(build_context, job, seconds=job.template.manifest.motion.least, cue=cue)
    still = compose(moving=False)
    check_glyphs(still, item=job.item.id)
    page = compose_page(job.template, still, transparent=transparent)
    moving = (
        page
        if job.medium is Medium.STILL
        else compose_page(job.template, replace(still, moving=True), transparent=transparent)
    )
    try:
        return fit_page(page, engine=engine, language=job.language, onto=moving)
    except Faults as faults:
        raise Faults(locate(error, item=job.item.id) for error in faults.errors) from None
    except CampaignError as error:
        raise locate(error, item=job.item.id) from None


def render_still(job: Job, *, engine: PageEngine) -> bytes:
    """The picture when all has arrived, as the profile's still type. Raises what build_page raises."""
    return encode_still(draw_still(job, engine=engine), kind=job.profile.still_type)


def draw_still(job: Job, *, engine: PageEngine) -> Image.Image:
    """The same picture as pixels, for checks and print."""
    page = build_page(replace(job, medium=Medium.STILL), engine=engine)
    with engine.open(page) as opened:
        pixels = opened.draw(page.seconds)
    return Image.frombuffer("RGBA", (page.width, page.height), pixels, "raw", "RGBA", 0, 1)
