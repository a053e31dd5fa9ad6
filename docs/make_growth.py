"""Makes docs/pictures/growth.svg: how the time for a service day grows. In: measured now. Out: the plot.

Run it with `.venv/bin/python docs/make_growth.py`; it takes some minutes. With --small it only tries the program and
leaves the picture alone.
"""

import sys
from collections.abc import Sequence
from math import floor, log10
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.schedules import CHANNELS, FLIGHTS, measure_growth  # noqa: E402

PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420, 300, 58, 52, 46
INK, LINE, GRID = "#14213d", "#0b7285", "#d0d7de"
FONT = "font-family='Sofia Sans, Arial, sans-serif'"

RULES = 4
"""Lines across a plot, beside the one at nothing."""

Point = tuple[float, float]


def draw_plots(by_channels: Sequence[Point], by_flights: Sequence[Point]) -> str:
    """Two plots side by side, each with a straight line from nothing through its last point."""
    plots = (
        (by_channels, "channels", f"{FLIGHTS} flights on each"),
        (by_flights, "flights", f"{CHANNELS // 5} channels"),
    )
    drawn = "".join(
        f"<g transform='translate({at * WIDTH} 0)'>{_draw_plot(points, name, title)}</g>"
        for at, (points, name, title) in enumerate(plots)
    )
    size = f"viewBox='0 0 {2 * WIDTH} {HEIGHT}' width='{2 * WIDTH}' height='{HEIGHT}'"
    label = "Seconds for a service day, by channels and by flights: both grow along a straight line."
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{label}'>{drawn}</svg>\n"


def _draw_plot(points: Sequence[Point], name: str, title: str) -> str:
    step = _find_step(max(seconds for _, seconds in points))
    most_x, most_y = points[-1][0], RULES * step

    def place(x: float, y: float) -> Point:
        across = LEFT + (WIDTH - LEFT - 24) * x / most_x
        return across, HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * y / most_y

    rows = [_write(LEFT, 26, f"Seconds for a service day, {title}", weight=600)]
    for part in range(RULES + 1):
        y = step * part
        (left, up), (right, _) = place(0, y), place(most_x, y)
        rows.append(_rule((left, up), (right, up), GRID))
        rows.append(_write(left - 8, up + 4, f"{y:g}", anchor="end"))
    for x, _ in points:
        across, down = place(x, 0)
        rows.append(_write(across, down + 18, f"{x:g}", anchor="middle"))
    rows.append(_write(place(most_x / 2, 0)[0], HEIGHT - 12, name, anchor="middle"))
    rows.append(_rule(place(0, 0), place(*points[-1]), LINE, dash=True))
    for point in points:
        across, up = place(*point)
        rows.append(f"<circle cx='{across:.1f}' cy='{up:.1f}' r='4.5' fill='{LINE}'/>")
    return "".join(rows)


def _find_step(most: float) -> float:
    """The least round number of seconds between two rules with which the most fits."""
    power = 10.0 ** floor(log10(most / RULES))
    return next(round(part * power, 9) for part in (1, 2, 2.5, 5, 10) if RULES * part * power >= most)


def _rule(start: Point, end: Point, colour: str, *, dash: bool = False) -> str:
    dashes = " stroke-dasharray='5 4' stroke-width='1.5'" if dash else ""
    (x1, y1), (x2, y2) = start, end
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{colour}'{dashes}/>"


def _write(x: float, y: float, text: str, *, anchor: str = "start", weight: int = 400) -> str:
    style = f"{FONT} font-size='13' font-weight='{weight}' fill='{INK}' text-anchor='{anchor}'"
    return f"<text x='{x:.1f}' y='{y:.1f}' {style}>{escape(text)}</text>"


def main() -> None:
    small = "--small" in sys.argv
    rows = list(measure_growth(turns=1, small=small))
    channels, flights = rows[:5], [*rows[5:], rows[0]]
    svg = draw_plots([(many, took) for many, _, took in channels], [(many, took) for _, many, took in flights])
    if small:
        sys.stdout.write(svg)
    else:
        PICTURE.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
