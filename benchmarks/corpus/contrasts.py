"""B3: texts that stand out from what is behind them, and texts that do not."""

from collections.abc import Callable, Iterable
from functools import partial

from benchmarks.corpus.case import Case
from benchmarks.corpus.sheets import see_loop, see_page, write_patch, write_photo
from campaign.checks.contrast import Contrast
from campaign.spec.findings import Finding

WORDS = '<div id="a">Всички сме съседи</div>'
ARABIC = '<div id="a" dir="rtl">كلنا جيران</div>'
SHORT = '<div id="a" style="font-size:14px;font-weight:500">Източник: проучване</div>'
ON_PHOTO = "body{background-size:100% 100%;background-image:"


def check_page(body: str, style: str) -> Iterable[Finding]:
    return Contrast(see_page(body, style)).tell()


def check_loop(body: str, styles: tuple[str, ...], rest: str) -> Iterable[Finding]:
    scene = see_loop(body, styles, rest=rest)
    watcher = Contrast(scene)
    for moment in scene.moments:
        watcher.see(moment)
    return watcher.tell()


def _paint(ink: str, ground: str) -> str:
    return f"body{{background:{ground};color:{ink}}}"


def _lay(photo: str, ink: str, more: str = "") -> str:
    return f"{ON_PHOTO}{photo};color:{ink}}}{more}"


GOOD = {
    "4.54 : 1, grey on white": (WORDS, _paint("#767676", "#ffffff")),
    "4.6 : 1, white on grey": (WORDS, _paint("#ffffff", "#757575")),
    "paper on ink": (WORDS, _paint("#fff8ec", "#14213d")),
    "thin small strokes, black on white": (SHORT.replace("500", "300"), _paint("#000000", "#ffffff")),
    "Arabic on the deep ground": (ARABIC, _paint("#fff8ec", "#00605c")),
    "a dark photo": (WORDS, _lay(write_photo(0, 90), "#ffffff")),
    "a bright photo": (WORDS, _lay(write_photo(170, 255), "#000000")),
    "a plain ground over a bright photo": (
        WORDS,
        _lay(write_photo(90, 255), "#fff", "#a{background:#14213d;padding:8px}"),
    ),
    "a scrim over a bright photo": (
        WORDS,
        _lay(write_photo(120, 255), "#fff", "#a{background:rgba(0,0,0,.72);padding:9px}"),
    ),
    "a gradient that stays dark": (WORDS, "body{color:#fff;background:linear-gradient(90deg,#000000 0%,#6a6a6a 100%)}"),
    "a speck behind one stroke": (WORDS, _lay(write_patch(20, 255, (60, 75, 63, 78)), "#ffffff")),
    "a bright patch beside the text": (WORDS, _lay(write_patch(20, 255, (340, 40, 470, 120)), "#ffffff")),
    "half see-through, still strong": (WORDS, "body{background:#000;color:rgba(255,255,255,.7)}"),
    "two colours, each on its own": (WORDS + '<div id="b">Двама</div>', "#b{color:#fff;background:#000;padding:9px}"),
}
BAD = {
    "4.48 : 1, grey on white": (WORDS, _paint("#777777", "#ffffff")),
    "4.3 : 1, white on grey": (WORDS, _paint("#ffffff", "#7b7b7b")),
    "coral on paper": (WORDS, _paint("#e4572e", "#fff8ec")),
    "its ground's own colour": (WORDS, _paint("#0b7a75", "#0b7a75")),
    "thin small strokes, pale": (SHORT.replace("500", "300"), _paint("#8a8a8a", "#ffffff")),
    "Arabic on sun": (ARABIC, _paint("#fff8ec", "#ffb703")),
    "a photo of all tones": (WORDS, _lay(write_photo(0, 255), "#ffffff")),
    "a photo bright in places": (WORDS, _lay(write_photo(20, 190, seed=3), "#ffffff")),
    "a scrim that is too thin": (
        WORDS,
        _lay(write_photo(120, 255), "#fff", "#a{background:rgba(0,0,0,.3);padding:9px}"),
    ),
    "a gradient that runs into it": (
        WORDS,
        "body{color:#fff;background:linear-gradient(90deg,#000000 0%,#ffffff 90%)}",
    ),
    "a patch under three letters": (WORDS, _lay(write_patch(20, 255, (100, 55, 150, 105)), "#ffffff")),
    "a patch under one letter": (WORDS, _lay(write_patch(20, 230, (200, 55, 222, 105)), "#ffffff")),
    "half see-through, too pale": (WORDS, "body{background:#fff;color:rgba(0,0,0,.45)}"),
    "a second text is pale": (WORDS + '<div id="b">Двама</div>', "#b{color:#aaaaaa}"),
    "see-through altogether": (WORDS, "#a{opacity:0}"),
    "a sheet lies over it": (WORDS + '<div style="position:absolute;inset:0;background:#fff"></div>', ""),
}
FADES = tuple(f"#a{{opacity:{share}}}" for share in (0, 0.3, 0.7, 1, 1))
GLIDES = tuple(
    f"{_lay(write_patch(20, 255, (320, 40, 470, 130)), '#fff')}body{{background-position:{at}px 0}}" for at in (0, 2)
)
SLIDES = tuple(_lay(write_patch(20, 255, (left, 40, left + 60, 130)), "#ffffff") for left in (400, 250, 120, 400))
LOOPS_GOOD: dict[str, tuple[str, tuple[str, ...], str]] = {
    "it fades in, and counts from then on": (WORDS, FADES, ""),
    "a patch glides past it": (WORDS, GLIDES, GLIDES[0]),
    "it goes before the ground turns pale": (WORDS, ("", "#a{opacity:0}body{background:#222}", ""), ""),
}
LOOPS_BAD: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a patch glides under it": (WORDS, SLIDES, SLIDES[0]),
    "it never gets where it rests": (WORDS, ("#a{opacity:0}", "#a{opacity:.2}", "#a{opacity:.4}"), ""),
    "its ground turns pale for a moment": (WORDS, ("", "body{background:#666}", ""), ""),
}


def _make(name: str, *, is_bad: bool, find: Callable[[], Iterable[Finding]], severity: str = "error") -> Case:
    return Case("B3", name, is_bad, find, severity)


CASES = (
    *(_make(name, is_bad=False, find=partial(check_page, *case)) for name, case in GOOD.items()),
    *(_make(name, is_bad=True, find=partial(check_page, *case)) for name, case in BAD.items()),
    *(_make(name, is_bad=False, find=partial(check_loop, *case)) for name, case in LOOPS_GOOD.items()),
    *(_make(name, is_bad=True, find=partial(check_loop, *case)) for name, case in LOOPS_BAD.items()),
    _make(
        "6.5 : 1, small", is_bad=True, find=partial(check_page, SHORT, _paint("#5f5f5f", "#fff")), severity="warning"
    ),
    _make(
        "7.2 : 1, small", is_bad=False, find=partial(check_page, SHORT, _paint("#565656", "#fff")), severity="warning"
    ),
    _make("5 : 1, large", is_bad=False, find=partial(check_page, WORDS, _paint("#707070", "#fff")), severity="warning"),
)
