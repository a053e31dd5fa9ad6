"""Golden pictures. In: templates. Out: each picture held against the one that was accepted.

Drawn as on the panel, kept small: tests/golden/<template>/<shape>-<languages>.png. A comparison says one of three:
same; different; or that the tester broke, for there is nothing to compare. `make golden` accepts what is drawn now.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.limits import run_limited
from campaign.render.job import Job
from campaign.spec.errors import CampaignError
from tests.templates.likeness import Pixels, find_difference, read_pixels, show_difference
from tests.templates.samples import PANELS, TEMPLATES, build_cued, make_job

FOLDER = Path(__file__).resolve().parents[1] / "golden"
LEFT = Path(__file__).resolve().parents[2] / "var" / "golden"
"""Where a comparison that fails leaves its pictures."""
COMMAND = "make golden"
LANGUAGES = ("bg", "en", "ar")
TOGETHER = "bg+en"
AREA = 320 * 180
"""Pixels a picture is reduced to, or a little more."""
PACKING = 5.0
"""What keeping a picture in 256 colours may cost, in mean levels of its worst block; a photo costs more, and keeps
its colours in steps of eight levels instead, which costs four."""
TOLERANCE = 8.0
"""Mean levels of the worst block: the packing, and what another processor rounds otherwise. A headline moved by one
pixel of its panel makes 17, white turned into the palest grey 11."""
PICTURE_SECONDS = 30.0


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    BROKE = "tester broke"


@dataclass(frozen=True)
class Comparison:
    """What came of a picture; `why` is empty when it is the same."""

    verdict: Verdict
    why: str = ""


def list_pictures(name: str) -> dict[str, Job]:
    """File name → job: every shape in one language, which differs from template to template, and one in two."""
    turn = sum(name.encode())  # not its place in the list, which moves with every new template
    shapes = [shape for shape in PANELS if PANELS[shape].shape in TEMPLATES[name].manifest.shapes]
    spoken = [(shape, LANGUAGES[(turn + at) % len(LANGUAGES)]) for at, shape in enumerate(shapes)]
    both = [(shapes[turn % len(shapes)], TOGETHER)] if shapes else []
    return {
        f"{shape}-{language}.png": make_job(name, screen=PANELS[shape], language=language)
        for shape, language in (*spoken, *both)
    }


def draw_template(name: str) -> dict[str, Pixels | str]:
    """File name → small picture, or the error in its place."""
    jobs = list_pictures(name)
    try:
        drawn = run_limited(draw_all, list(jobs.values()), seconds=PICTURE_SECONDS, on_progress=lambda _: None)
    except CampaignError as error:
        drawn = [str(error)] * len(jobs)
    return dict(zip(jobs, drawn, strict=True))


def draw_all(jobs: Sequence[Job], tell: Callable[[float], None]) -> list[Pixels | str]:
    """In a child, which is stopped if a picture hangs."""
    drawn: list[Pixels | str] = []
    for job in jobs:
        try:
            drawn.append(read_pixels(shrink_picture(_draw(job))))
        except CampaignError as error:
            drawn.append(str(error))
        tell(len(drawn) / len(jobs))
    return drawn


def _draw(job: Job) -> Image.Image:
    """The still; of a clip what lies over the film, on grey."""
    engine = BlitzEngine()
    page = build_cued(job, engine=engine)
    with engine.open(page) as opened:
        pixels = opened.draw(page.seconds)
    ground = Image.new("RGBA", (page.width, page.height), (128, 128, 128, 255))
    ground.alpha_composite(Image.frombytes("RGBA", ground.size, pixels))
    return ground


def shrink_picture(picture: Image.Image) -> Image.Image:
    """By a whole number, so that every pixel is a mean and none is invented."""
    return picture.convert("RGB").reduce(max(1, int((picture.width * picture.height / AREA) ** 0.5)))


def pack_picture(pixels: Pixels) -> bytes:
    """PNG of 256 colours, or of coarse ones where so few would spoil the picture."""
    image = Image.fromarray(pixels)
    packed = image.quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
    if find_difference(pixels, read_pixels(packed)).worst > PACKING:
        packed = Image.fromarray((np.minimum(pixels.astype(np.int16) + 4, 255) // 8 * 8).astype(np.uint8))
    buffer = io.BytesIO()
    packed.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def compare(actual: Pixels | str, golden: Path, *, left: Path) -> Comparison:
    """Hold a picture against the accepted one; what differs is left in the folder `left`, to be looked at."""
    if isinstance(actual, str):
        return Comparison(Verdict.BROKE, f"the picture cannot be drawn: {actual}")
    if not golden.is_file():
        leave_pictures(actual, left=left)
        return Comparison(Verdict.BROKE, f"nothing was accepted yet; look into {left} and run: {COMMAND}")
    try:
        with Image.open(golden) as image:
            expected = read_pixels(image)
    except OSError as error:
        return Comparison(Verdict.BROKE, f"{golden} cannot be read ({error}); run: {COMMAND}")
    try:
        difference = find_difference(actual, expected)
    except ValueError as error:
        leave_pictures(actual, expected, left=left)
        return Comparison(Verdict.DIFFERENT, f"{error}; look into {left}")
    if difference.worst <= TOLERANCE:
        return Comparison(Verdict.SAME)
    leave_pictures(actual, expected, left=left)
    where = f"by {difference.worst:.1f} levels at {difference.left}, {difference.top}"
    return Comparison(Verdict.DIFFERENT, f"{where}; look into {left}, and if it is meant so, run: {COMMAND}")


def leave_pictures(actual: Pixels, expected: Pixels | None = None, *, left: Path) -> None:
    """What was drawn, and beside it what was accepted and where they differ."""
    left.mkdir(parents=True, exist_ok=True)
    Image.fromarray(actual).save(left / "actual.png")
    if expected is not None:
        Image.fromarray(expected).save(left / "expected.png")
        show_difference(actual, expected).save(left / "difference.png")


def compare_template(name: str) -> dict[str, Comparison]:
    """File name → what came of it; a kept picture that nothing draws any more has broken the tester too."""
    found = {
        file: compare(actual, FOLDER / name / file, left=LEFT / name / Path(file).stem)
        for file, actual in draw_template(name).items()
    }
    for path in list_kept(name):
        found.setdefault(path.name, Comparison(Verdict.BROKE, f"nothing draws {path} any more; run: {COMMAND}"))
    return found


def list_kept(name: str) -> list[Path]:
    return sorted((FOLDER / name).glob("*.png"))
