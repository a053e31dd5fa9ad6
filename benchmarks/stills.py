"""How fast stills are made, as ratios in one run on this machine. In: nothing. Out: a table, or JSON, one line each.

Against Chromium: the same fitted page to the same PNG of 1920 × 1080, both engines warm, the best of some turns taken
one after the other, so that a busy machine slows both. The gallery draws every template on every shape in every
language, from values to files. Run: python -m benchmarks.stills [--json] [--turns 5] [--small] [--profile]
"""

import importlib
import math
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, make_parser, measure, print_figure
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ARGUMENTS, complete_page, find_chromium
from campaign.adapters.gallery import Shot, draw_shots
from campaign.render.clip import has_clip
from campaign.render.compose import build_context
from campaign.render.fit import fit_page
from campaign.render.folder import load_templates
from campaign.render.job import Job
from campaign.render.manifest import Template
from campaign.render.page import compose_page
from campaign.render.pipeline import build_page, read_pixels
from campaign.render.ports import Page
from campaign.render.sample import TRIED_LANGUAGES, make_sample_job
from campaign.render.stills import encode_still
from campaign.spec.channels import StillType
from campaign.spec.formats import PANELS, Format, Shape

ROOT = Path(__file__).resolve().parents[1] / "templates"
SAME_PAGES = ("big-number", "comparison-bars", "story-quote")
"""Text and dots, bars, a photo."""
CHROMIUM_GOAL = 8.0
GALLERY_WIDTH = 480
CORES = 2
ENGINE = BlitzEngine()


class WarmChromium:
    """One browser with one tab that stays open: the quickest way to a PNG that Playwright has."""

    def __init__(self, folder: Path) -> None:
        program = find_chromium()
        if program is None:
            raise SystemExit("There is no Chromium on this machine: apt install chromium.")
        self._file = folder / "page.html"
        self._playwright: Any = importlib.import_module("playwright.sync_api").sync_playwright().start()
        self._browser: Any = self._playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        self._sheet: Any = self._browser.new_page()

    def close(self) -> None:
        self._browser.close()
        self._playwright.stop()

    def draw(self, page: Page) -> bytes:
        self._file.write_text(complete_page(page), encoding="utf-8")
        self._sheet.set_viewport_size({"width": page.width, "height": page.height})
        self._sheet.goto(self._file.as_uri())
        self._sheet.evaluate("() => document.fonts.ready.then(() => true)")
        data: bytes = self._sheet.screenshot(type="png")
        return data


def draw_ours(page: Page) -> bytes:
    """The same page by the product's engine, as its stills are made."""
    with ENGINE.open(page) as opened:
        pixels = opened.draw(page.seconds)
    return encode_still(read_pixels(page, pixels), kind=StillType.PNG)


def measure_chromium(templates: Mapping[str, Template], screen: Format, *, turns: int) -> Iterator[Figure]:
    """A line a page, and their geometric mean against the goal."""
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        chromium = WarmChromium(Path(name))
        try:
            for template in (templates[it] for it in SAME_PAGES):
                page = build_page(make_sample_job(template, language="bg", screen=screen), engine=ENGINE)
                ways = (partial(draw_ours, page), partial(chromium.draw, page))
                measure(*ways, turns=2)
                ours, theirs = measure(*ways, turns=turns)
                ratios.append(theirs / ours)
                yield Figure(f"still {screen} of {template.id}: against Chromium", theirs / ours)
        finally:
            chromium.close()
    yield Figure(f"still {screen} PNG: against Chromium", math.prod(ratios) ** (1 / len(ratios)), CHROMIUM_GOAL)


def list_shots(templates: Mapping[str, Template], panels: Mapping[Shape, Format]) -> list[Shot]:
    return [
        Shot(make_sample_job(template, language=language, screen=panel), name, GALLERY_WIDTH)
        for template in templates.values()
        for name, panel in panels.items()
        if panel.shape in template.manifest.shapes
        for language in TRIED_LANGUAGES
    ]


def measure_gallery(templates: Mapping[str, Template], panels: Mapping[Shape, Format]) -> Iterator[Figure]:
    """From sample values to finished pictures, on two cores."""
    shots = list_shots(templates, panels)
    list(draw_shots(shots[:2], cores=CORES))
    started = time.perf_counter()
    done = sum(1 for _ in draw_shots(shots, cores=CORES))
    seconds = time.perf_counter() - started
    yield Figure(
        f"gallery of {len(templates)} templates, {done} pictures on {CORES} cores: pictures a second", done / seconds
    )


def profile_still(job: Job, *, turns: int) -> Iterator[Figure]:
    """Where the milliseconds of one still go, in this process."""
    context = build_context(job)
    page = compose_page(job.template, context)
    fitted = fit_page(page, engine=ENGINE, language=job.language)
    with ENGINE.open(fitted) as opened:
        image = read_pixels(fitted, opened.draw(0.0))

    def open_page() -> None:
        with ENGINE.open(fitted) as opened:
            opened.boxes()

    def draw() -> None:
        with ENGINE.open(fitted) as opened:
            opened.draw(0.0)

    ways = {
        "values and context": lambda: build_context(job),
        "Jinja and addresses": lambda: compose_page(job.template, context),
        "fitting": lambda: fit_page(page, engine=ENGINE, language=job.language),
        "opening": open_page,
        "opening and drawing": draw,
        "PNG": lambda: encode_still(image, kind=StillType.PNG),
    }
    for name, seconds in zip(ways, measure(*ways.values(), turns=turns), strict=True):
        yield Figure(f"{job.template.id} {job.format}: {name}, ms", 1000 * seconds)


def main() -> None:
    parser = make_parser(__doc__, turns=5, small="a sixth of the size")
    parser.add_argument("--profile", action="store_true", help="where the time of one still goes, and nothing else")
    words = parser.parse_args()
    templates = {name: it for name, it in load_templates(ROOT).items() if not has_clip(it)}
    panels = {name: shrink(it) for name, it in PANELS.items()} if words.small else PANELS
    if words.profile:
        jobs = [make_sample_job(templates[name], language="bg", screen=panels[Shape.LANDSCAPE]) for name in SAME_PAGES]
        figures = [profile_still(job, turns=words.turns) for job in jobs]
    else:
        figures = [
            measure_chromium(templates, panels[Shape.LANDSCAPE], turns=words.turns),
            measure_gallery(templates, panels),
        ]
    for figure in (it for group in figures for it in group):
        print_figure(figure, as_json=words.json)


def shrink(panel: Format) -> Format:
    return Format(panel.width // 6, panel.height // 6, panel.diagonal_inches, panel.viewing_distance_m)


if __name__ == "__main__":
    main()
