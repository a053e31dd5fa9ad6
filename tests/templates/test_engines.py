"""Chromium as the oracle: both engines draw the same picture of every template in every shape.

What differs is left under var/engines/: the engine's picture, Chromium's, and where they differ.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ChromiumEngine
from campaign.adapters.limits import run_limited
from campaign.render.job import Job
from campaign.render.ports import Page, PageEngine
from tests.templates.likeness import Pixels, Similarity, measure_similarity, read_pixels, show_difference
from tests.templates.samples import LANGUAGES, PANELS, TEMPLATES, build_cued, make_job

LEFT = Path(__file__).resolve().parents[2] / "var" / "engines"
SMALL = 6
"""Pictures are held against each other at a sixth of their size, as they look from where people stand."""
FINE = 3
"""Chromium draws at a third, which costs it least, and is reduced by the rest."""
LEAST = Similarity(mean=0.93, worst=0.5, tint=14)
"""Seen over templates, shapes and languages: mean 0.95; worst place 0.75, of fine hatching 0.57; tint 8. A line that
breaks elsewhere comes to -0.19 in its worst place, a QR code that is missing to 0.39."""
PICTURE_SECONDS = 30.0


@dataclass(frozen=True)
class Sketch:
    """A page and the engine's small picture of it."""

    page: Page
    pixels: Pixels


@pytest.fixture(scope="module")
def oracle() -> Iterator[ChromiumEngine]:
    with ChromiumEngine(scale=1 / FINE) as engine:
        yield engine


@pytest.fixture(scope="module")
def sketches(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[Mapping[str, Sketch]]]]:
    """Template → shape → what the engine draws, in children, while Chromium draws here."""
    wanted: dict[str, list[str]] = {}
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.function is test_both_engines_draw_the_same:
            parameters: Mapping[str, Any] = item.callspec.params
            wanted.setdefault(parameters["name"], []).append(parameters["shape"])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(draw_sketches, name, shapes) for name, shapes in wanted.items()}
        pool.shutdown(cancel_futures=True)


def draw_sketches(name: str, shapes: Sequence[str]) -> Mapping[str, Sketch]:
    """Each in one language, which is another for the next shape and the next template."""
    turn = sum(name.encode()) + 1
    languages = {shape: LANGUAGES[(turn + at) % len(LANGUAGES)] for at, shape in enumerate(PANELS)}
    jobs = {shape: make_job(name, screen=PANELS[shape], language=languages[shape]) for shape in shapes}
    return run_limited(draw_here, jobs, seconds=PICTURE_SECONDS, on_progress=lambda _: None)


def draw_here(jobs: Mapping[str, Job], tell: Callable[[float], None]) -> Mapping[str, Sketch]:
    """In a child, which reads the template once."""
    engine = BlitzEngine()
    drawn: dict[str, Sketch] = {}
    for shape, job in jobs.items():
        page = build_cued(job, engine=engine)
        drawn[shape] = Sketch(page, draw_small(page, engine, shrink=SMALL))
        tell(len(drawn) / len(jobs))
    return drawn


def draw_small(page: Page, engine: PageEngine, *, shrink: int, scale: int = 1) -> Pixels:
    """On grey, for a page may be transparent."""
    with engine.open(page) as opened:
        pixels = opened.draw(page.seconds)
    size = (round(page.width / scale), round(page.height / scale))
    ground = Image.new("RGBA", size, (128, 128, 128, 255))
    ground.alpha_composite(Image.frombytes("RGBA", size, pixels))
    return read_pixels(ground.convert("RGB").reduce(shrink))


def tell_faults(found: Similarity) -> list[str]:
    """How two pictures are less alike than they must be."""
    faults = []
    if found.mean < LEAST.mean:
        faults.append(f"similarity {found.mean:.3f} is below {LEAST.mean}")
    if found.worst < LEAST.worst:
        faults.append(f"similarity {found.worst:.3f} in the worst place is below {LEAST.worst}")
    if found.tint > LEAST.tint:
        faults.append(f"colours are {found.tint:.1f} levels apart, more than {LEAST.tint}")
    return faults


def leave_pictures(ours: Pixels, theirs: Pixels, *, left: Path) -> None:
    left.mkdir(parents=True, exist_ok=True)
    Image.fromarray(ours).save(left / "engine.png")
    Image.fromarray(theirs).save(left / "chromium.png")
    show_difference(ours, theirs).save(left / "difference.png")


@pytest.mark.chromium
@pytest.mark.parametrize(
    ("name", "shape"),
    [(name, shape) for name in TEMPLATES for shape in PANELS if shape in TEMPLATES[name].manifest.shapes],
)
def test_both_engines_draw_the_same(
    oracle: ChromiumEngine, sketches: Mapping[str, Future[Mapping[str, Sketch]]], name: str, shape: str
) -> None:
    sketch = sketches[name].result()[shape]
    theirs = draw_small(sketch.page, oracle, shrink=SMALL // FINE, scale=FINE)
    faults = tell_faults(measure_similarity(sketch.pixels, theirs))
    if faults:
        left = LEFT / name / shape
        leave_pictures(sketch.pixels, theirs, left=left)
        pytest.fail(f"{'; '.join(faults)}: look into {left}", pytrace=False)
