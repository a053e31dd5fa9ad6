"""A15: the disclaimer on the picture, or behind a code that can be read."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import segno
from PIL import Image, ImageFilter

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblems import Colour, compress, plain
from benchmarks.corpus.scenes import FUNDER, SCREEN, URL, Lettering, make_scene, write
from campaign.checks.disclaimer import check_disclaimer
from campaign.render.scene import Moment, Pixels, Scene
from campaign.spec.boxes import Box
from campaign.spec.findings import Finding

TEXT = ("The Commission is not responsible", "for any use of this information.")
ASKED = replace(FUNDER, disclaimer={"en": " ".join(TEXT)})
LEFT, TOP = 560, 108


def draw_code(
    url: str, *, side: int, dark: Colour = (0, 0, 0), light: Colour = (255, 255, 255), quiet: int = 4
) -> Pixels:
    matrix = np.array(segno.make(url, error="m", micro=False, boost_error=False).matrix, bool)
    matrix = np.pad(matrix, quiet)
    pixels = np.where(matrix[..., None], np.array(dark, np.uint8), np.array(light, np.uint8))
    return np.asarray(
        Image.fromarray(pixels).resize((8 * len(matrix),) * 2, 0).resize((side, side), Image.Resampling.BOX)
    )


def make_coded(code: Pixels | None) -> Scene:
    scene = make_scene()
    if code is None:
        return scene
    side = code.shape[0]
    picture, ground = scene.rest.picture.copy(), scene.rest.ground.copy()
    picture[TOP : TOP + side, LEFT : LEFT + side] = ground[TOP : TOP + side, LEFT : LEFT + side] = code
    parts = {**scene.parts, "qr": Box(LEFT, TOP, side, side)}
    return replace(scene, parts=parts, rest=replace(scene.rest, picture=picture, ground=ground))


def make_written(lettering: Lettering) -> Scene:
    page = plain(width=SCREEN.width, height=SCREEN.height)
    picture, wordings = write(page, lettering, left=40, top=40)
    told = tuple(replace(wording, field="funder.disclaimer") for wording in wordings)
    return Scene(SCREEN, "en", told, {}, Moment(0.0, 0.0, picture, page))


def case(name: str, is_bad: bool, make: Callable[[], Scene], *, url: str = URL) -> Case:
    def find() -> Iterator[Finding]:
        return check_disclaimer(make(), funder=ASKED, url=url)

    return Case("A15", name, is_bad, find)


def coded(name: str, is_bad: bool, code: Callable[[], Pixels]) -> Case:
    return case(name, is_bad, lambda: make_coded(code()))


def _cover(code: Pixels, share: float) -> Pixels:
    covered = code.copy()
    side = round(len(code) * share)
    covered[:side, :side] = (200, 40, 40)
    return covered


def _scratch(code: Pixels) -> Pixels:
    scratched = code.copy()
    scratched[:, 33] = 255
    return scratched


def _blur(code: Pixels, radius: float) -> Pixels:
    return np.asarray(Image.fromarray(code).filter(ImageFilter.GaussianBlur(radius)))


def _code(side: int = 66) -> Pixels:
    return draw_code(URL, side=side)


WORDS = Lettering(lines=TEXT, size=18, colour=(74, 85, 104))
CASES = (
    *(coded(f"a code of {side} px", False, lambda side=side: _code(side)) for side in (58, 64, 70)),  # type: ignore[misc]
    *(coded(f"a code, JPEG {quality}", False, lambda quality=quality: compress(_code(), quality=quality))  # type: ignore[misc]
      for quality in (40, 60, 90)),
    coded("a code in dark blue", False, lambda: draw_code(URL, side=66, dark=(0, 51, 153))),
    coded("a code with a scratch", False, lambda: _scratch(_code())),
    coded("a slash more", False, lambda: draw_code(f"{URL}/", side=66)),
    case("the words stand there", False, lambda: make_written(WORDS)),
    case("the words stand there in blue", False, lambda: make_written(replace(WORDS, colour=(0, 51, 153), size=22))),
    case("the words stand there, a little pale", False, lambda: make_written(replace(WORDS, colour=(120, 125, 135)))),
    case("neither words nor code", True, lambda: make_coded(None)),
    coded("a code that leads elsewhere", True, lambda: draw_code("https://example.org/other", side=66)),
    coded("a code of another site", True, lambda: draw_code("https://example.net/campaign", side=66)),
    coded("a code that is no address", True, lambda: draw_code("campaign", side=66)),
    coded("a covered finder", True, lambda: _cover(_code(), 0.3)),
    coded("half covered", True, lambda: _cover(_code(), 0.75)),
    coded("washed out", True, lambda: _blur(_code(), 2.4)),
    coded("too small for its pixels", True, lambda: draw_code(URL, side=24)),
    coded("a pixel and a fifth a module", True, lambda: _code(50)),
    coded("grey on grey", True, lambda: draw_code(URL, side=66, dark=(128, 128, 128), light=(131, 131, 131))),
    coded("an empty box", True, lambda: np.full((66, 66, 3), 255, np.uint8)),
    case("the words are hidden", True, lambda: make_written(replace(WORDS, is_hidden=True))),
    case("the words are white on white", True, lambda: make_written(replace(WORDS, colour=(255, 255, 255)))),
    case("the words are all but white", True, lambda: make_written(replace(WORDS, colour=(246, 246, 246)))),
)  # fmt: skip
