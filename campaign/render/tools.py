"""Functions a template may call. In: Jinja's environment asks by name. Out: name → function, and one line of help each.

All are pure: the same values always draw the same picture.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.render.colours import ink_on, pair_colours, ramp_colours, shade_colour
from campaign.render.scales import class_breaks, make_scale, spread_places
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
        class_breaks,
        "classes(amounts, steps)",
        "the edges of at most `steps` classes of one round width; `.find(amount)` is the class of an amount, from 0",
    ),
    "ink_on": Tool(ink_on, "ink_on(colour)", "ink or paper, whichever reads better on a colour"),
    "join_texts": Tool(
        join_texts,
        'join_texts(a, " ", b)',
        "texts put together in both languages; `~` would lose the second one",
    ),
}

TOOLS: Mapping[str, Callable[..., Any]] = {name: tool.run for name, tool in DECLARED.items()}
"""What the templates' environment is given."""
