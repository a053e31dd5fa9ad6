"""Functions a template may call. In: Jinja's environment asks by name. Out: name → function, and one line of help each.

All are pure: the same values always draw the same picture.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.render.colours import ink_on, pair_colours, ramp_colours, shade_colour
from campaign.render.day_spans import join_days
from campaign.render.figures import print_figure, print_ticks
from campaign.render.margins import print_margin
from campaign.render.rings import cut_ring
from campaign.render.scales import find_breaks, make_scale, spread_places
from campaign.render.strokes import draw_stroke
from campaign.spec.text import join_texts


@dataclass(frozen=True)
class Tool:
    """A function as designers see it: `call` is how it is written, `help` what comes of it."""

    run: Callable[..., Any]
    call: str
    help: str


DECLARED: Mapping[str, Tool] = {
    "scale": Tool(
        make_scale,
        "scale(amounts, zero=true, ticks=4)",
        "an axis with round `ticks` from `low` to `high`; `.place(amount)` is 0 at its low end and 1 at its high end. "
        "`zero` keeps nought on the axis",
    ),
    "spread": Tool(
        spread_places,
        "spread(places, gap, low, high)",
        "places for labels: at least `gap` apart, between `low` and `high`, as near their own as can be, in the order "
        "given",
    ),
    "shade": Tool(
        shade_colour,
        "shade(colour, ground, ratio=3)",
        "the nearest colour of the same hue that stands out from its ground: draw every `accent` and `second` in it",
    ),
    "pair": Tool(
        pair_colours,
        "pair(accent, second, ground)",
        "shades of two colours that stand side by side: they stand out from the ground and, in every eye, from each "
        "other",
    ),
    "ramp": Tool(
        ramp_colours,
        "ramp(colour, ground, steps)",
        "colours from pale to strong in even steps, for classes; give the palest an outline",
    ),
    "classes": Tool(
        find_breaks,
        "classes(amounts, steps)",
        "the edges of at most `steps` classes of one round width; `.find(amount)` is the class of an amount, from 0",
    ),
    "ring": Tool(
        cut_ring,
        "ring(amounts, inner=58, gap=1.6)",
        "half a ring in a box of 100 × 200, cut in proportion: each slice has a `path`, and `x`, `y` that its label "
        "points to",
    ),
    "margin": Tool(
        print_margin,
        "margin(share, count, language)",
        "the 95 % margin of error of a share of so many people, in percentage points, as printed in the language",
    ),
    "days": Tool(join_days, "days(began, ended)", "two dates as one text: 3–17 May 2021"),
    "ink_on": Tool(ink_on, "ink_on(colour)", "ink or paper, whichever reads better on a colour"),
    "figure": Tool(
        print_figure,
        "figure(amount, language, like=(), percent=false)",
        "an amount that the template works out, such as a difference, printed with as many decimals as those in `like`",
    ),
    "ticks": Tool(
        print_ticks,
        "ticks(amounts, language, percent=false)",
        "the ticks of a scale as printed; from a million on in words",
    ),
    "stroke": Tool(
        draw_stroke,
        "stroke(points, strength, width, height)",
        "a clip-path that draws a line of even strength (px) through points in parts of its box; `width` and `height` "
        "(px) are roughly the box's",
    ),
    "join_texts": Tool(
        join_texts,
        'join_texts(a, " ", b)',
        "texts put together in both languages; `~` would lose the second one",
    ),
}

TOOLS: Mapping[str, Callable[..., Any]] = {name: tool.run for name, tool in DECLARED.items()}
"""What the templates' environment is given."""
