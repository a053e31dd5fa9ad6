"""A3, A4 and A8: how the funding statement is set."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblems import BLACK, WHITE, Colour, Painting, plain
from benchmarks.corpus.scenes import BULGARIAN, ITALIC, LINES, SOFIA, Lettering, make_scene, press
from campaign.checks.emblem import find_emblems
from campaign.checks.statement import check_statement
from campaign.checks.visibility import choose_emblem
from campaign.render.scene import Scene
from campaign.spec.findings import Finding

PLAIN = Lettering()
DARK = plain((20, 33, 61), width=640)


def case(rule: str, name: str, is_bad: bool, draw: Callable[[], Scene]) -> Case:
    def find() -> Iterator[Finding]:
        scene = draw()
        emblem = choose_emblem(find_emblems(scene.rest.picture), scene.parts["emblem"])
        return check_statement(scene, emblem=emblem)

    return Case(rule, name, is_bad, find)


def face(name: str, is_bad: bool, lettering: Lettering, *, quality: int = 0) -> Case:
    def draw() -> Scene:
        scene = make_scene(lettering=lettering)
        return press(scene, quality) if quality else scene

    return case("A3", name, is_bad, draw)


def ink(name: str, is_bad: bool, colour: Colour, *, quality: int = 0, size: int = 22, weight: int = 600,
        dark: bool = False) -> Case:  # fmt: skip
    def draw() -> Scene:
        lettering = replace(PLAIN, colour=colour, size=size, weight=weight)
        emblem = Painting(44, border=1 / 25 if dark else 0.0)
        scene = make_scene(emblem=emblem, lettering=lettering, ground=DARK if dark else None)
        return press(scene, quality) if quality else scene

    return case("A4", name, is_bad, draw)


def block(share: str, is_bad: bool, *, height: float, lettering: Lettering) -> Case:
    return case("A8", share, is_bad, lambda: make_scene(emblem=Painting(height), lettering=lettering))


FACES = (
    *(face(f"Garamond, {size} px, weight {weight}", False, replace(PLAIN, size=size, weight=weight))
      for size, weight in ((17, 600), (20, 500), (20, 800), (24, 400), (24, 700), (28, 600), (30, 800))),
    *(face(f"Garamond in Cyrillic, {size} px", False, replace(PLAIN, size=size, lines=BULGARIAN))
      for size in (18, 22, 26, 30)),
    face("Garamond, white line by line", False, replace(PLAIN, lines=("Co-funded by the European Union",))),
    face("Garamond, JPEG 90", False, PLAIN, quality=90),
    face("Garamond, JPEG 75", False, replace(PLAIN, size=26), quality=75),
    *(face(f"italic, {size} px", True, replace(PLAIN, size=size, font=ITALIC)) for size in (18, 24, 30)),
    face("italic in Cyrillic", True, replace(PLAIN, size=24, font=ITALIC, lines=BULGARIAN)),
    *(face(f"the body's face, {size} px", True, replace(PLAIN, size=size, font=SOFIA)) for size in (18, 24, 30)),
    face("the body's face in Cyrillic", True, replace(PLAIN, font=SOFIA, lines=BULGARIAN)),
    face("the body's face, bold", True, replace(PLAIN, font=SOFIA, weight=800)),
    *(face(f"underlined, {size} px", True, replace(PLAIN, size=size, is_underlined=True)) for size in (18, 26)),
    face("underlined in Cyrillic", True, replace(PLAIN, is_underlined=True, lines=BULGARIAN)),
    face("leaning, 20 px", True, replace(PLAIN, size=20, lean=0.2)),
    face("leaning, 26 px", True, replace(PLAIN, size=26, lean=0.21)),
    face("a hard shadow", True, replace(PLAIN, size=24, shadow=2)),
    face("a far shadow", True, replace(PLAIN, size=30, shadow=3)),
    face("hollow, 24 px", True, replace(PLAIN, size=24, is_hollow=True)),
    face("hollow, 30 px", True, replace(PLAIN, size=30, is_hollow=True)),
)  # fmt: skip

INKS = (
    ink("blue", False, (0, 51, 153)),
    ink("blue, small", False, (0, 51, 153), size=17),
    ink("blue, thin", False, (0, 51, 153), weight=400),
    ink("blue, bold", False, (0, 51, 153), weight=800),
    ink("blue, JPEG 95", False, (0, 51, 153), quality=95),
    ink("blue, JPEG 80", False, (0, 51, 153), quality=80, size=26),
    ink("blue, JPEG 60", False, (0, 51, 153), quality=60, size=28),
    ink("black", False, BLACK),
    ink("black, thin", False, BLACK, weight=400, size=18),
    ink("black, JPEG 60", False, BLACK, quality=60),
    ink("black, JPEG 40", False, BLACK, quality=40, size=28),
    ink("white on dark", False, WHITE, dark=True),
    ink("white on dark, thin", False, WHITE, dark=True, weight=400),
    ink("white on dark, JPEG 80", False, WHITE, dark=True, quality=80),
    ink("the body's ink", True, (20, 33, 61)),
    ink("grey", True, (74, 85, 104)),
    ink("a half-seen blue", True, (128, 153, 204)),
    ink("a half-seen blue, thin", True, (128, 153, 204), weight=400),
    ink("light blue", True, (0x1D, 0x4E, 0xD8)),
    ink("light blue, JPEG 80", True, (0x1D, 0x4E, 0xD8), quality=80),
    ink("an institution's blue", True, (0, 70, 140)),
    ink("red", True, (190, 30, 45)),
    ink("red, JPEG 60", True, (190, 30, 45), quality=60),
    ink("green", True, (11, 122, 117)),
    ink("orange", True, (228, 87, 46), size=18),
    ink("yellow on dark", True, (255, 204, 0), dark=True),
    ink("cream on dark", True, (255, 236, 190), dark=True),
    ink("light grey on dark, JPEG 80", True, (200, 205, 215), dark=True, quality=80),
)

ONE = ("Co-funded by the European Union",)
BLOCKS = (
    *(block(f"two lines of {size} px beside {height} px", False, height=height,
            lettering=replace(PLAIN, size=size, lines=lines))
      for size, height, lines in ((22, 50, LINES), (20, 44, LINES), (16, 44, LINES), (24, 60, BULGARIAN),
                                  (18, 40, BULGARIAN), (26, 60, LINES), (14, 44, LINES), (21, 60, LINES))),
    *(block(f"a line of {size} px beside {height} px", False, height=height,
            lettering=replace(PLAIN, size=size, lines=ONE))
      for size, height in ((30, 50), (34, 40), (28, 44), (40, 50))),
    *(block(f"a small line of {size} px beside {height} px", True, height=height,
            lettering=replace(PLAIN, size=size, lines=ONE))
      for size, height in ((16, 50), (14, 44), (18, 60), (20, 66))),
    *(block(f"two small lines of {size} px beside {height} px", True, height=height,
            lettering=replace(PLAIN, size=size, lines=LINES)) for size, height in ((12, 66), (10, 50), (13, 68))),
    *(block(f"two large lines of {size} px beside {height} px", True, height=height,
            lettering=replace(PLAIN, size=size, lines=lines))
      for size, height, lines in ((30, 44, LINES), (26, 36, BULGARIAN), (20, 26, LINES), (34, 60, LINES))),
    block("a huge line", True, height=24, lettering=replace(PLAIN, size=40, lines=ONE)),
    block("three lines higher than it", True, height=50,
          lettering=replace(PLAIN, size=22, lines=("Co-funded by", "the European", "Union"))),
)  # fmt: skip
CASES = (*FACES, *INKS, *BLOCKS)
