"""The funder's demands in one language. In: a campaign, a surface. Out: emblem, statement, lines, disclaimer.

The statement is the law's or the programme's own wording: a language it lacks is an error, never our guess.
"""

import math
from collections.abc import Mapping

from campaign.render.context import Funding, Surface
from campaign.render.emblem import draw_emblem
from campaign.render.media import encode_svg
from campaign.render.typography import NO_BREAK, mark_direction, set_text
from campaign.spec.content import Campaign
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.languages import Texts, find_language
from campaign.spec.message import say

DISCLAIMER_MOST = 0.05
"""The most of the screen's height a disclaimer may take; else it stands behind the QR code (checks.md A15)."""
ADVANCE = 0.52
"""Mean width of a letter of the body face in parts of the font size."""


def compose_funding(campaign: Campaign, *, language: str, surface: Surface) -> Funding:
    """Raises NotAllowed for a language that the profile has no wording in."""
    funder = campaign.funder
    disclaimer = _say(funder.disclaimer, language, part="disclaimer", profile=funder.id) if funder.disclaimer else ""
    is_shown = not campaign.url or _has_room(disclaimer, surface)
    return Funding(
        emblem=encode_svg(draw_emblem()),
        # Its two lines break where the Union's own pattern does, so its words are not tied.
        statement=_say(funder.statement, language, part="statement", profile=funder.id).replace(NO_BREAK, " "),
        lines=tuple(_say(line, language, part="lines", profile=funder.id) for line in funder.lines),
        disclaimer=disclaimer if is_shown else "",
    )


def _say(texts: Texts, language: str, *, part: str, profile: str) -> str:
    known: Mapping[str, str] = texts
    if not known.get(language, "").strip():
        name = find_language(language).name
        raise NotAllowed(
            say("The funder's profile “%(profile)s” has no %(part)s in %(language)s.",
                profile=profile, part=part, language=name),
            place=Place(field=f"funder.{part}", language=language),
            hint=say("Ask the funder for the official wording: we never translate it. There is: %(known)s.",
                     known=", ".join(sorted(known)) or "—"),
        )  # fmt: skip
    return mark_direction(set_text(known[language], language=language), direction=find_language(language).direction)


def _has_room(text: str, surface: Surface) -> bool:
    letters = max(1.0, (surface.width - 2 * surface.safe) / (surface.least_text * ADVANCE))
    return math.ceil(len(text) / letters) * 1.25 * surface.least_text <= surface.height * DISCLAIMER_MOST
