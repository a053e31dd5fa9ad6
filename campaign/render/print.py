"""Posters. In: a job, an engine, a paper size. Out: PDF bytes, of vectors where the engine prints, else of pixels."""

import io
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, TypeGuard

from campaign.render.job import Job
from campaign.render.pipeline import build_page, draw_still
from campaign.render.ports import Page, PageEngine
from campaign.spec.channels import Medium
from campaign.spec.errors import UnknownName
from campaign.spec.formats import MM_PER_INCH, Format
from campaign.spec.message import say

PAPERS: Mapping[str, tuple[int, int]] = {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594)}
"""Width and height in millimetres, upright (ISO 216)."""
PRINT_DPI = 300
CSS_DPI = 96
READING_DISTANCE_M = 0.7
"""From where a notice on a wall is read."""


class Printer(PageEngine, Protocol):
    """An engine that can also print."""

    def print_page(self, page: Page) -> bytes:
        """The page as a PDF of its size, 96 pixels an inch."""


def prints_vectors(engine: PageEngine) -> TypeGuard[Printer]:
    """Whether a PDF by this engine is sharp at any size; else it is a picture of 300 dots an inch."""
    return hasattr(engine, "print_page")


def measure_paper(paper: str, *, dpi: int) -> Format:
    """The sheet as a surface. Raises UnknownName."""
    if paper not in PAPERS:
        raise UnknownName(
            say("There is no paper size “%(paper)s”.", paper=paper),
            hint=say("Use one of: %(known)s.", known=", ".join(PAPERS)),
        )
    width, height = (round(side / MM_PER_INCH * dpi) for side in PAPERS[paper])
    return Format(width, height, math.hypot(width, height) / dpi, READING_DISTANCE_M)


def render_pdf(job: Job, *, engine: PageEngine, paper: str = "A3") -> bytes:
    """One upright sheet. Raises what build_page raises."""
    if prints_vectors(engine):
        sheet = replace(job, format=measure_paper(paper, dpi=CSS_DPI), medium=Medium.STILL)
        return engine.print_page(build_page(sheet, engine=engine))
    image = draw_still(replace(job, format=measure_paper(paper, dpi=PRINT_DPI)), engine=engine).convert("RGB")
    buffer = io.BytesIO()
    # Without dates, so that the same sheet gives the same bytes.
    image.save(buffer, "PDF", resolution=PRINT_DPI, quality=95, subsampling=0, creationDate=None, modDate=None)
    return buffer.getvalue()
