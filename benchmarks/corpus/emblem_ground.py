"""A5: what is around an emblem and over it."""

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblem_drawn import look
from benchmarks.corpus.emblems import BLUE, Colour, Painting, compress, paint, photo, plain
from campaign.render.scene import Pixels

PAGE = plain()
LEFT, TOP = 60.3, 40.7
BORDERED = 1 / 25
Patch = tuple[float, float, float, float, Colour]
"""Left, top, width and height in heights of the emblem, from its corner; a colour."""


def case(
    name: str,
    is_bad: bool,
    painting: Painting,
    *,
    ground: Pixels = PAGE,
    quality: int = 0,
    patches: tuple[Patch, ...] = (),
) -> Case:
    def draw() -> Pixels:
        picture = paint(ground, painting, left=LEFT, top=TOP).copy()
        for left, top, wide, high, colour in patches:
            x, y = round(LEFT + left * painting.height), round(TOP + top * painting.height)
            picture[y : y + round(high * painting.height), x : x + round(wide * painting.height)] = colour
        return compress(picture, quality=quality) if quality else picture

    return Case("A5", name, is_bad, look(draw))


RED, INK = (200, 40, 40), (20, 33, 61)
CASES = (
    case("on white", False, Painting(48)),
    case("on white, JPEG 40", False, Painting(48), quality=40),
    case("on white, small, JPEG 60", False, Painting(20), quality=60),
    case("on what compression made of white", False, Painting(48), ground=plain((247, 248, 246)), quality=75),
    *(case(f"bordered on a photo, {height} px, JPEG {quality}", False, Painting(height, border=BORDERED),
           ground=photo(seed=height), quality=quality)
      for height, quality in ((30, 80), (50, 60), (60, 75), (90, 40), (100, 95))),
    case("bordered on black", False, Painting(50, border=BORDERED), ground=plain((0, 0, 0)), quality=75),
    case("bordered on its own blue", False, Painting(50, border=BORDERED), ground=plain(BLUE), quality=85),
    case("bordered on cream", False, Painting(60, border=BORDERED), ground=plain((255, 236, 190))),
    case("a wider border than needed", False, Painting(50, border=0.1), ground=photo(seed=6)),
    case("a text beside it", False, Painting(48), patches=((1.62, 0.2, 1.0, 0.1, INK), (1.62, 0.6, 0.8, 0.1, INK))),
    case("a strip above it", False, Painting(48), ground=plain(), patches=((-1, -0.8, 6, 0.6, INK),), quality=70),
    case("no border on a photo", True, Painting(50), ground=photo(seed=11)),
    case("no border on a photo, JPEG 60", True, Painting(50), ground=photo(seed=12), quality=60),
    case("no border on black", True, Painting(40), ground=plain((0, 0, 0)), quality=80),
    case("no border on dark blue", True, Painting(60), ground=plain(INK)),
    case("no border on yellow", True, Painting(60), ground=plain((255, 204, 0))),
    case("no border on grey", True, Painting(36), ground=plain((190, 190, 190))),
    case("no border on cream", True, Painting(60), ground=plain((255, 236, 190))),
    case("merged with its own blue", True, Painting(60), ground=plain(BLUE)),
    case("half a border", True, Painting(80, border=1 / 50), ground=photo(seed=13)),
    case("a third of a border, JPEG 80", True, Painting(100, border=1 / 75), ground=photo(seed=14), quality=80),
    case("a covered corner", True, Painting(48), patches=((-0.1, -0.1, 0.3, 0.3, RED),), quality=75),
    case("a corner covered with white", True, Painting(60), patches=((1.3, 0.8, 0.3, 0.3, (255, 255, 255)),)),
    case("a small mark in the circle", True, Painting(48), patches=((0.65, 0.4, 0.2, 0.2, RED),), quality=75),
    case("a stripe through it", True, Painting(60), patches=((0, 0.05, 1.5, 0.05, (255, 255, 255)),)),
    case("a text that touches it", True, Painting(48), patches=((1.5, 0.3, 0.6, 0.3, INK),), quality=75),
    case("a bar under it that touches it", True, Painting(48), patches=((-0.5, 1.0, 3, 0.2, INK),)),
    case("a ribbon over its edge", True, Painting(60), patches=((-0.3, 0.3, 0.4, 0.3, RED),)),
)  # fmt: skip
