"""How fast stills are made, as ratios in one run on this machine. In: nothing. Out: a table, or JSON, one line each.

Against Chromium: the same fitted page to the same PNG of 1920 × 1080, both engines warm, the best of some turns taken
one after the other, so that a busy machine slows both. The gallery draws every template on every shape in every
language, from values to files. Run: python -m benchmarks.stills [--json] [--turns 5] [--small] [--profile]
"""

import argparse
import html as html_text
import importlib
import json
import math
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ARGUMENTS, find_chromium
from campaign.adapters.gallery import Shot, draw_shots
from campaign.render.clip import has_clip
from campaign.render.compose import build_context
from campaign.render.fit import fit_page
from campaign.render.folder import load_templates
from campaign.render.fonts import list_fonts
from campaign.render.job import Job
from campaign.render.manifest import Template
from campaign.render.page import compose_page
from campaign.render.pipeline import build_page
from campaign.render.ports import Page
from campaign.render.sample import make_sample_job
from campaign.render.stills import encode_still
from campaign.render.unbroken import tie_words
from campaign.spec.channels import StillType
from campaign.spec.formats import Format

ROOT = Path(__file__).resolve().parents[1] / "templates"
PANELS: Mapping[str, Format] = {
    "landscape": Format(1920, 1080, 55, 4),
    "portrait": Format(1080, 1920, 55, 3.5),
    "square": Format(1080, 1080, 32, 2.5),
    "ribbon": Format(1920, 540, 28, 1.5),
    "band": Format(1920, 198, 38, 1.5),
}
LANGUAGES = ("bg", "en", "bg+en", "ar")
SAME_PAGES = ("big-number", "comparison-bars", "story-quote")
"""Text and dots, bars, a photo."""
CHROMIUM_GOAL = 8.0
GALLERY_WIDTH = 480
CORES = 2
ENGINE = BlitzEngine()


@dataclass(frozen=True)
class Figure:
    """A figure and the least it should be, if that was said."""

    figure: str
    value: float
    goal: float | None = None

    @property
    def met(self) -> bool:
        return self.goal is None or self.value >= self.goal


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


def complete_page(page: Page) -> str:
    """The page with the addresses of its fonts and pictures, as a browser needs them."""
    base = html_text.escape(page.folders[0].resolve().as_uri() + "/")
    faces = "".join(
        f'@font-face{{font-family:"{font.family}";src:url("{font.path.as_uri()}");font-weight:1 1000}}'
        for font in list_fonts()
        if font.path in page.fonts
    )
    return tie_words(page.html.replace("<head>", f'<head><base href="{base}"><style>{faces}</style>', 1))


def draw_ours(page: Page) -> bytes:
    """The same page by the product's engine, as its stills are made."""
    with ENGINE.open(page) as opened:
        pixels = opened.draw(page.seconds)
    image = Image.frombuffer("RGBA", (page.width, page.height), pixels, "raw", "RGBA", 0, 1)
    return encode_still(image, kind=StillType.PNG)


def measure(*ways: Callable[[], object], turns: int) -> list[float]:
    """Seconds of each way, the best of its turns."""
    best = [float("inf")] * len(ways)
    for _ in range(turns):
        for at, way in enumerate(ways):
            started = time.perf_counter()
            way()
            best[at] = min(best[at], time.perf_counter() - started)
    return best


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


def list_shots(templates: Mapping[str, Template], panels: Mapping[str, Format]) -> list[Shot]:
    return [
        Shot(make_sample_job(template, language=language, screen=panel), name, GALLERY_WIDTH)
        for template in templates.values()
        for name, panel in panels.items()
        if panel.shape in template.manifest.shapes
        for language in LANGUAGES
    ]


def measure_gallery(templates: Mapping[str, Template], panels: Mapping[str, Format]) -> Iterator[Figure]:
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
        image = Image.frombytes("RGBA", (page.width, page.height), opened.draw(0.0))

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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--turns", type=int, default=5, help="each way's best of so many")
    parser.add_argument("--small", action="store_true", help="a sixth of the size, to try the program")
    parser.add_argument("--profile", action="store_true", help="where the time of one still goes, and nothing else")
    words = parser.parse_args()
    templates = {name: it for name, it in load_templates(ROOT).items() if not has_clip(it)}
    panels = {name: shrink(it) for name, it in PANELS.items()} if words.small else PANELS
    if words.profile:
        jobs = [make_sample_job(templates[name], language="bg", screen=panels["landscape"]) for name in SAME_PAGES]
        figures = [profile_still(job, turns=words.turns) for job in jobs]
    else:
        figures = [
            measure_chromium(templates, panels["landscape"], turns=words.turns),
            measure_gallery(templates, panels),
        ]
    for figure in (it for group in figures for it in group):
        print_figure(figure, as_json=words.json)


def shrink(panel: Format) -> Format:
    return Format(panel.width // 6, panel.height // 6, panel.diagonal_inches, panel.viewing_distance_m)


def print_figure(figure: Figure, *, as_json: bool) -> None:
    if as_json:
        row = {"figure": figure.figure, "value": round(figure.value, 2), "goal": figure.goal, "met": figure.met}
        print(json.dumps(row), flush=True)
        return
    goal = "" if figure.goal is None else f"≥ {figure.goal:<5g} {'met' if figure.met else 'MISSED'}"
    print(f"{figure.figure:<80} {figure.value:7.2f}  {goal}", flush=True)


if __name__ == "__main__":
    main()
