"""Whether texts are high enough for the distance people stand at (checks.md B2). In: a scene. Out: findings.

What counts is a capital as it was drawn, in millimetres on the panel: a size in a style is an intention.
"""

from collections.abc import Iterator

from campaign.checks.words import shorten
from campaign.render.scene import Scene, Wording
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.message import say
from campaign.spec.rules.legibility import CAP_GOOD, CAP_LEAST

EXACT = 0.02
"""A face of the kit has capitals lower than another's by a hundredth, and a drawn height is exact to a fifth of a
pixel: less than this below the limit is on it."""


VALUES = "values."
"""Fields of the message; all else is fine print or the kit's own words."""


def check_capitals(scene: Scene) -> Iterator[Finding]:
    """B2: no text may be too small, and the largest of the message has to be read with ease, so that whoever walks by
    takes away at least what the picture is about. For all else the least height is enough."""
    drawn = [wording for wording in scene.wordings if wording.cap > 0]
    is_known = any(wording.field for wording in drawn)
    said = [wording for wording in drawn if wording.field.startswith(VALUES) or not is_known]
    lead = max(said, key=lambda wording: wording.cap, default=None)
    for wording in drawn:
        yield from _check_one(wording, screen=scene.format, leads=wording is lead)


def _check_one(wording: Wording, *, screen: Format, leads: bool) -> Iterator[Finding]:
    height = wording.cap / screen.px_per_mm
    distance = screen.viewing_distance_m * 1000
    least, good = distance * CAP_LEAST.value, distance * CAP_GOOD.value
    is_error = height < least * (1 - EXACT)
    if not is_error and (height >= good * (1 - EXACT) or not leads):
        return
    words: dict[str, str | float] = {"text": shorten(wording.text), "distance": screen.viewing_distance_m}
    yield Finding(
        "B2",
        Severity.ERROR if is_error else Severity.WARNING,
        say("“%(text)s” is too small to be read from %(distance)g m.", **words)
        if is_error
        else say("Even the largest text, “%(text)s”, is not read with ease from %(distance)g m.", **words),
        say("Shorten the text so that it can grow, or give it more room."),
        Place(field=wording.field, box=wording.box),
        f"{height:.1f} mm",
        f"≥ {least if is_error else good:.1f} mm",
    )
