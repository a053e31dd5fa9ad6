"""Bars, discs, lines and drawings that stand out, or do not, by themselves and from each other (checks.md B4)."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.corpus.case import Case
from benchmarks.corpus.pages import survey_sample
from campaign.checks.shapes import check_shapes
from campaign.render.scene import Moment, Pixels, Scene, Wording
from campaign.spec.boxes import Box
from campaign.spec.findings import Finding
from campaign.spec.formats import Format

SCREEN = Format(320, 180, 10, 1)
WHITE, INK = "#ffffff", "#14213d"
ABOVE, BELOW = "#949494", "#999999"
"""Greys on white: 3.03 : 1 and 2.85 : 1."""
RED, GREEN, GREENISH = "#c0392b", "#5d7a1f", "#27ae60"
"""Both stand out on white. Red and the olive green look alike without green cones, the bright green does not."""


@dataclass(frozen=True)
class Mark:
    """A shape of `kind` (bar, disc, ring, line, dots) in its box, with an outline of so many pixels, and the word that
    stands beside it."""

    name: str
    colour: str
    box: tuple[int, int, int, int]
    kind: str = "bar"
    outline: str = ""
    wide: int = 2
    word: str = ""


def bar(row: int, colour: str, *, outline: str = "", wide: int = 2, word: str = "") -> Mark:
    return Mark(f"bar-{row}", colour, (60, 20 + 40 * row, 180, 24), outline=outline, wide=wide, word=word)


def find(marks: Sequence[Mark], *, ground: str | Pixels = WHITE, quality: int = 0) -> Iterable[Finding]:
    """What is wrong with a picture of them; with a `quality` it has been a JPEG."""
    size = (SCREEN.width, SCREEN.height)
    picture = Image.new("RGB", size, ground) if isinstance(ground, str) else Image.fromarray(ground)
    for mark in marks:
        _draw(ImageDraw.Draw(picture), mark)
    if quality:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        picture = Image.open(file)
    pixels = np.asarray(picture.convert("RGB"))
    parts = {mark.name: Box(*mark.box) for mark in marks}
    wordings = tuple(
        Wording(f"text-{mark.name}", "values.series", mark.word, Box(mark.box[0] - 50, mark.box[1], 40, 14), 12.0)
        for mark in marks
        if mark.word
    )
    moment = Moment(0.0, 0.0, pixels, pixels)
    return tuple(check_shapes(Scene(SCREEN, "bg", wordings, parts, moment)))


def _draw(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    left, top, width, height = mark.box
    bounds = (left, top, left + width - 1, top + height - 1)
    if mark.kind == "bar":
        pen.rectangle(bounds, mark.colour, mark.outline or None, mark.wide)
    elif mark.kind == "disc":
        pen.ellipse(bounds, mark.colour, mark.outline or None, mark.wide)
    elif mark.kind == "ring":
        pen.ellipse(bounds, None, mark.colour, 5)
    elif mark.kind == "line":
        pen.line((left, top + height - 1, left + width - 1, top), mark.colour, mark.wide)
    else:
        for column in range(left + 8, left + width - 8, 20):
            pen.ellipse((column - 6, top + 4, column + 6, top + 16), mark.colour)


def paint_gradient() -> Pixels:
    """From white on the left to a middle grey on the right."""
    row = np.linspace(255, 110, SCREEN.width).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (SCREEN.height, SCREEN.width, 3)))


def paint_photo() -> Pixels:
    """Bright and uneven."""
    return np.random.default_rng(2).integers(215, 256, (SCREEN.height, SCREEN.width, 3), dtype=np.uint8)


def find_on_page(name: str, style: str = "") -> Iterable[Finding]:
    """Of a template's sample, as it is or spoilt by a style."""
    return tuple(check_shapes(survey_sample(name, style)))


DISC, LINE, DOTS = (130, 60, 60, 60), (20, 20, 280, 140), (20, 60, 280, 24)
Look = Callable[[], Iterable[Finding]]

GOOD: Sequence[tuple[str, Look]] = (
    ("a bar of 3.03 : 1", partial(find, (bar(0, ABOVE),))),
    ("a pale bar in a strong outline", partial(find, (bar(0, "#f3e7cf", outline="#555555"),))),
    ("a bright bar on ink", partial(find, (bar(0, "#ffb703"),), ground=INK)),
    ("a bar in a JPEG", partial(find, (bar(0, "#555555"),), quality=60)),
    ("a dark bar on a bright photo", partial(find, (bar(0, "#333333"),), ground=paint_photo())),
    ("a black bar on a gradient", partial(find, (bar(0, "#000000"),), ground=paint_gradient())),
    ("a disc", partial(find, (Mark("dot-1", ABOVE, DISC, "disc"),))),
    ("a ring", partial(find, (Mark("dot-1", ABOVE, DISC, "ring"),))),
    ("a line", partial(find, (Mark("line-1", "#777777", LINE, "line", wide=4),))),
    ("dots", partial(find, (Mark("hundred", "#777777", DOTS, "dots"),))),
    ("two colours that everybody tells apart", partial(find, (bar(0, RED), bar(1, INK)))),
    ("red and bright green, which differ in lightness", partial(
        find, (Mark("bar-0", "#8b1a1a", (60, 20, 180, 24)), bar(1, "#2e8b57")))),
    ("red and olive with a word beside each", partial(find, (bar(0, RED, word="Щип"), bar(1, GREEN, word="Стражица")))),
    ("red filled and olive outlined", partial(
        find, (Mark("dot-1", RED, (40, 60, 40, 40), "disc"), Mark("dot-2", GREEN, (140, 60, 40, 40), "ring")))),
    ("one colour for all", partial(find, tuple(bar(row, RED) for row in range(3)))),
    ("parts that touch, in an outline", partial(find, (
        Mark("part-1-1", "#7a2410", (40, 60, 100, 40)),
        Mark("part-1-2", "#f0b9a5", (140, 60, 100, 40), outline="#7a2410")))),
    ("a picture without shapes", partial(find, ())),
    *((f"the template {name}", partial(find_on_page, name)) for name in (
        "comparison-bars", "poll", "tile-map", "stacked-share", "time-series", "dumbbell", "big-number",
        "people-out-of-ten")),
)  # fmt: skip
BAD: Sequence[tuple[str, Look]] = (
    ("a bar of 2.85 : 1", partial(find, (bar(0, BELOW),))),
    ("a pale bar in a pale outline", partial(find, (bar(0, "#f3e7cf", outline="#c8b68f"),))),
    ("a blue bar on ink", partial(find, (bar(0, "#3a4f7a"),), ground=INK)),
    ("a pale bar in a JPEG", partial(find, (bar(0, "#a8a8a8"),), quality=60)),
    ("a pale bar on a bright photo", partial(find, (bar(0, "#b5b5b5"),), ground=paint_photo())),
    ("a grey bar that ends in a gradient as grey", partial(find, (bar(0, "#7d7d7d"),), ground=paint_gradient())),
    ("a pale disc", partial(find, (Mark("dot-1", BELOW, DISC, "disc"),))),
    ("a pale ring", partial(find, (Mark("dot-1", "#b5b5b5", DISC, "ring"),))),
    ("a pale line", partial(find, (Mark("line-1", "#b5b5b5", LINE, "line", wide=4),))),
    ("pale dots", partial(find, (Mark("hundred", "#b5b5b5", DOTS, "dots"),))),
    ("nothing where a shape should be", partial(find, (bar(0, WHITE),))),
    ("one pale bar among strong ones", partial(find, (bar(0, "#555555"), bar(1, "#cccccc"), bar(2, "#555555")))),
    ("red and olive, nothing beside them", partial(find, (bar(0, RED), bar(1, GREEN)))),
    ("blue and violet as light", partial(find, (bar(0, "#2a6fbb"), bar(1, "#7a5fc0")))),
    ("red and olive discs", partial(
        find, (Mark("dot-1", RED, (40, 60, 40, 40), "disc"), Mark("dot-2", GREEN, (140, 60, 40, 40), "disc")))),
    ("only one of two colours named", partial(find, (
        bar(0, RED, word="Щип"), bar(1, "#b3572e"), bar(2, "#7a7a1e")))),
    ("a template's bar painted pale", partial(find_on_page, "comparison-bars", "#bar-1{background:#e3d2ab!important}")),
    ("answers painted as dark as their ground", partial(
        find_on_page, "poll", ".answer-fill{background:#3d4d7c!important;border-color:#3d4d7c!important}")),
    ("a map without borders", partial(
        find_on_page, "tile-map", ".map-tile{border-color:transparent!important;background:#efe6d4!important}")),
    ("shares painted pale", partial(
        find_on_page, "stacked-share", ".part{border-color:#ecd9b4!important;background:#ecd9b4!important}")),
    ("pale lines in a plot", partial(find_on_page, "time-series", ".line,.dot{opacity:.25}")),
    ("pale discs on a rail", partial(
        find_on_page, "dumbbell", ".dot{background:#dccba6!important;border-color:#dccba6!important}")),
    ("pale dots in a big number", partial(find_on_page, "big-number", "#hundred{opacity:.3}")),
    ("pale people", partial(find_on_page, "people-out-of-ten", "#people{opacity:.35}")),
)  # fmt: skip


def _list_cases() -> Iterator[Case]:
    for name, look in GOOD:
        yield Case("B4", name, False, look)
    for name, look in BAD:
        yield Case("B4", name, True, look, "error")


CASES = tuple(_list_cases())
