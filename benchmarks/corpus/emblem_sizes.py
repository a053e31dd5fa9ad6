"""A9: emblems of so many millimetres on panels of so many pixels a millimetre."""

from collections.abc import Callable, Iterator

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblems import Painting, compress, paint, plain
from campaign.checks.emblem import find_emblems
from campaign.checks.visibility import check_emblem
from campaign.spec.findings import Finding
from campaign.spec.formats import Format

PANELS = {
    "tram": Format(1280, 720, 22),
    "ribbon": Format(1920, 540, 28),
    "platform": Format(1920, 1080, 55),
    "bus": Format(1366, 768, 21.5),
    "hall": Format(3840, 2160, 75),
    "lobby": Format(1920, 1080, 43),
}


def _measure(name: str, millimetres: float, quality: int, least: float | None) -> Callable[[], Iterator[Finding]]:
    panel = PANELS[name]

    def find() -> Iterator[Finding]:
        picture = paint(plain(), Painting(millimetres * panel.px_per_mm), left=80.4, top=60.6)
        shown = compress(picture, quality=quality) if quality else picture
        return check_emblem(next(iter(find_emblems(shown)), None), screen=panel, least_mm=least)

    return find


def case(name: str, millimetres: float, is_bad: bool, *, quality: int = 0, least: float | None = None) -> Case:
    files = f", JPEG {quality}" if quality else ""
    wanted = f" of {least:g}" if least else ""
    title = f"{millimetres:g} mm{wanted} on the {name}{files}"
    return Case("A9", title, is_bad, _measure(name, millimetres, quality, least))


CASES = (
    *(case(name, 10.2, False) for name in PANELS),
    *(case(name, 10.5, False, quality=75) for name in PANELS),
    case("tram", 24, False),
    case("tram", 15.2, False, least=15),
    *(case(name, 9.5, True) for name in PANELS),
    *(case(name, 9.2, True, quality=75) for name in PANELS),
    case("tram", 6, True),
    case("tram", 14.2, True, least=15),
)
