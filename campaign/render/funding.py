"""The funder's demands in one language. In: a campaign, a surface. Out: emblem, statement, lines, disclaimer.

The words are the law's or the programme's own: a language they lack is an error, never our guess.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from campaign.render.context import Funding, Surface
from campaign.render.emblem import draw_emblem
from campaign.render.media import encode_svg
from campaign.render.typography import NO_BREAK, mark_direction, set_text
from campaign.spec.content import Campaign
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.funding import Demand, FunderProfile
from campaign.spec.languages import Texts, find_language
from campaign.spec.message import Message, say
from campaign.spec.rules.funding import DISCLAIMER_MOST

ADVANCE = 0.52
"""Mean width of a letter of the body face in parts of the font size."""
MISSING: Mapping[str, Message] = {
    Demand.STATEMENT: say("The funder’s profile “%(profile)s” has no funding statement in %(language)s."),
    Demand.FUND: say("The funder’s profile “%(profile)s” does not name the fund in %(language)s."),
    Demand.PROGRAMME: say("The funder’s profile “%(profile)s” does not name the programme in %(language)s."),
    Demand.ADDED_VALUE: say("The funder’s profile “%(profile)s” has no statement on the added value in %(language)s."),
    Demand.DISCLAIMER: say("The funder’s profile “%(profile)s” has no disclaimer in %(language)s."),
}
MISSING_LINE = say("A line of the funder’s profile “%(profile)s” has no words in %(language)s.")


def compose_funding(campaign: Campaign, *, language: str, surface: Surface) -> Funding:
    """Raises NotAllowed for a language that the profile has no wording in."""
    funder = campaign.funder
    said = {part: _say(funder, part, language) for part in funder.wordings}
    disclaimer = said.get("disclaimer", "")
    is_shown = not campaign.url or _has_room(disclaimer, surface)
    number = (funder.contract,) if Demand.CONTRACT in funder.demands and funder.contract else ()
    return Funding(
        emblem=encode_svg(draw_emblem()) if funder.emblem else "",
        # Its two lines break where the Union's own pattern does, so its words are not tied.
        statement=said.get("statement", "").replace(NO_BREAK, " "),
        lines=(*(said[part] for part in funder.shown_lines), *number),
        disclaimer=disclaimer if is_shown else "",
    )


def describe_missing(funder: FunderProfile, part: str, language: str) -> tuple[Message, Message]:
    """What to tell people about a part that has no words in a language: what is wrong, and whom to ask for what."""
    name = find_language(language).name
    texts = funder.wordings.get(part, {})
    known = ", ".join(code for code in sorted(texts) if texts[code].strip()) or "—"
    whom = funder.ask.get(language) or funder.ask.get("en")
    hint = (
        say(
            "Ask %(whom)s for the official words in %(language)s; write them under funder: wording, with where they "
            "come from. We never translate them. There is: %(known)s.",
            whom=whom,
            language=name,
            known=known,
        )
        if whom
        else say("Ask the funder for the official wording: we never translate it. There is: %(known)s.", known=known)
    )
    return _name_missing(part, profile=funder.id, language=name), hint


def _name_missing(part: str, *, profile: str, language: str) -> Message:
    return replace(MISSING.get(part, MISSING_LINE), params={"profile": profile, "language": language})


def _say(funder: FunderProfile, part: str, language: str) -> str:
    texts: Texts = funder.wordings[part]
    known: Mapping[str, str] = texts
    if not known.get(language, "").strip():
        message, hint = describe_missing(funder, part, language)
        raise NotAllowed(message, place=Place(field=f"funder.{part.partition('.')[0]}", language=language), hint=hint)
    return mark_direction(set_text(known[language], language=language), direction=find_language(language).direction)


def _has_room(text: str, surface: Surface) -> bool:
    letters = max(1.0, (surface.width - 2 * surface.safe) / (surface.least_text * ADVANCE))
    return math.ceil(len(text) / letters) * 1.25 * surface.least_text <= surface.height * DISCLAIMER_MOST.value
