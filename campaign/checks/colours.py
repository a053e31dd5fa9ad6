"""A campaign's own colours (checks.md B4). In: the brand and the template that draws it. Out: findings.

Templates draw brand colours through shade(), so a picture is legible whatever the brand; the campaign's lead is told
where that changes a colour, and stopped where two colours that tell things apart look alike.
"""

from collections.abc import Iterator
from math import floor

from campaign.render.colours import (
    GROUNDS,
    LEAST_APART,
    SHAPE_RATIO,
    measure_contrast,
    measure_lightness,
    shade_colour,
    tell_apart,
)
from campaign.render.manifest import Template
from campaign.render.paints import BRAND, read_paints
from campaign.spec.content import Brand
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

PALETTE = frozenset({"#14213d", "#fff8ec", "#ffb703", "#e4572e", "#0b7a75", "#5b3a8c", "#cfc6b3"})
"""The kit's own colours, as in base.css: designers have seen what they become on each ground."""


def check_colours(brand: Brand, *, template: Template) -> Iterator[Finding]:
    """B4 for one template, on every ground it has."""
    paints = read_paints(template)
    colours = {name: getattr(brand, name).lower() for name in BRAND if name in paints.brand}
    for ground in (GROUNDS[name] for name in paints.grounds):
        for name, colour in colours.items():
            if colour not in PALETTE:
                yield from check_shade(colour, ground=ground, field=f"brand.{name}")
        if len(colours) == len(BRAND):
            yield from check_pair(brand, ground=ground, paired=paints.paired)


def check_shade(colour: str, *, ground: str, field: str) -> Iterator[Finding]:
    """A colour that is too like its ground is drawn in another lightness, and its owners should know."""
    shade = shade_colour(colour, ground)
    if shade == colour:
        return
    change = measure_lightness(shade) - measure_lightness(colour)
    words: dict[str, str | int] = {
        "colour": colour,
        "ground": ground,
        "share": round(abs(change) * 100),
        "shade": shade,
    }
    yield Finding(
        "B4",
        Severity.WARNING,
        say("On %(ground)s the brand colour %(colour)s is drawn %(share)d %% darker, as %(shade)s.", **words)
        if change < 0
        else say("On %(ground)s the brand colour %(colour)s is drawn %(share)d %% lighter, as %(shade)s.", **words),
        say("Accept it, or choose a colour that stands out from %(ground)s.", ground=ground),
        Place(field=field),
        f"{floor(measure_contrast(colour, ground) * 100) / 100:.2f}:1",
        f"≥ {SHAPE_RATIO:g}:1",
    )


def check_pair(brand: Brand, *, ground: str, paired: bool = False) -> Iterator[Finding]:
    """Two colours that stand side by side are told apart with any common kind of colour vision: as they are, and as
    they are drawn unless the template sees to that itself."""
    given = (brand.accent.lower(), brand.second.lower())
    drawn = given if paired else tuple(shade_colour(colour, ground) for colour in given)
    apart, pair = min((tell_apart(pair), pair) for pair in (given, drawn))
    if apart < LEAST_APART:
        yield Finding(
            "B4",
            Severity.ERROR,
            say("On %(ground)s not everybody can tell the two brand colours apart.", ground=ground),
            say("Choose colours of different lightness: about one man in twelve does not tell red from green."),
            Place(field="brand.second"),
            f"{apart:.3f} ({pair[0]}, {pair[1]})",
            f"≥ {LEAST_APART:g}",
        )
