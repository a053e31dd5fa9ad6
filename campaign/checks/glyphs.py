"""Whether every drawn character has a glyph (checks.md B8). In: a scene. Out: findings.

What people enter is looked at before anything is drawn (render.glyphs). Here it is what the page says, so what a
template writes of itself too, and what its style draws: a face that lacks a letter shows an empty box.
"""

from collections.abc import Iterator

from campaign.checks.words import shorten
from campaign.render.glyphs import find_missing
from campaign.render.scene import Scene, Wording
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say


def check_drawn(scene: Scene) -> Iterator[Finding]:
    """B8 of every text."""
    for wording in scene.wordings:
        missing = "".join(dict.fromkeys((*find_missing(wording.text, is_legal=True), *wording.boxed)))
        if missing:
            yield _tell_missing(wording, missing)


def _tell_missing(wording: Wording, missing: str) -> Finding:
    return Finding(
        "B8",
        Severity.ERROR,
        say("“%(text)s”: no glyph for “%(signs)s”.", text=shorten(wording.text), signs=missing),
        say("Replace the character, or name a packaged face that has it in the style: font-family."),
        Place(field=wording.field, box=wording.box),
        " ".join(f"U+{ord(sign):04X}" for sign in missing),
        "0",
    )
