"""Posters. In: a job, an engine, a sheet. Out: PDF bytes, of vectors where the engine prints, else of pixels."""

from dataclasses import replace
from typing import Protocol, TypeGuard

from campaign.render.alt import compose_alt
from campaign.render.job import Job
from campaign.render.papers import Sheet, measure_sheet
from campaign.render.pdf import About, finish, make_page, open_page
from campaign.render.pipeline import build_page, draw_still
from campaign.render.ports import Page, PageEngine
from campaign.render.typography import read_direction
from campaign.spec.channels import Medium
from campaign.spec.languages import split_languages

PRINT_DPI = 300
CSS_DPI = 96


class Printer(PageEngine, Protocol):
    """An engine that can also print."""

    def print_page(self, page: Page, *, alt: str) -> tuple[bytes, tuple[str, ...]]:
        """The page as a tagged PDF, 96 pixels an inch from the upper left, and the words of its paragraphs; `alt`
        tells its largest drawing."""


def prints_vectors(engine: PageEngine) -> TypeGuard[Printer]:
    """Whether a PDF by this engine is sharp at any size; else it is a picture of 300 dots an inch."""
    return hasattr(engine, "print_page")


def render_pdf(job: Job, *, engine: PageEngine, sheet: Sheet) -> bytes:
    """One sheet. Raises what build_page and compose_alt raise."""
    about = describe_job(job)
    if prints_vectors(engine):
        vectors = replace(job, format=measure_sheet(sheet, dpi=CSS_DPI), medium=Medium.STILL)
        page = build_page(vectors, engine=engine)
        width, height = (side / CSS_DPI * 72 for side in (page.width, page.height))
        data, texts = engine.print_page(page, alt=about.alt)
        spelt = texts if any(read_direction(text) == "rtl" for text in texts) else ()
        printed = open_page(data, width=width, height=height, texts=spelt)
    else:
        pixels = replace(job, format=measure_sheet(sheet, dpi=PRINT_DPI))
        printed = make_page(draw_still(pixels, engine=engine).convert("RGB"), about, dpi=PRINT_DPI)
    return finish(printed, sheet=sheet, about=about)


def describe_job(job: Job) -> About:
    """The item's title, its first language, and its alternative text."""
    languages = split_languages(job.language)
    titles = dict.fromkeys(text for code in languages if (text := job.item.title.get(code, "")))
    title = " / ".join(titles) or job.campaign.title.get(languages[0], "") or job.campaign.id
    return About(title, languages[0], compose_alt(job))
