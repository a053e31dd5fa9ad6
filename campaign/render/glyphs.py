"""Characters that cannot be drawn. In: a context. Out: nothing, or MissingGlyph for each (checks.md B8)."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from campaign.render.context import Context, list_texts
from campaign.render.fonts import LEGAL, list_fonts, read_characters
from campaign.spec.errors import MissingGlyph, Place, join_errors
from campaign.spec.message import say

UNSEEN = ("Cf", "Zs", "Zl", "Zp", "Cc")
"""Spaces and marks that have no ink."""


@cache
def list_characters(*, is_legal: bool = False) -> frozenset[int]:
    """Code points that the faces of a text draw; only the funding statement is set in the legal face."""
    faces = [font for font in list_fonts() if is_legal or font.family != LEGAL]
    return frozenset().union(*(read_characters(font.path) for font in faces))


def check_glyphs(context: Context) -> None:
    """Raises MissingGlyph, or Faults of several: one a field and character."""
    errors = [
        MissingGlyph(
            say("No font can draw “%(sign)s” (U+%(code)s).", sign=sign, code=f"{ord(sign):04X}"),
            place=Place(field=field, language=context.language),
            hint=say("Replace or remove the character; emoji are not drawn on screens."),
        )
        for field, text in list_drawn(context)
        for sign in find_missing(text, is_legal=field.startswith("funder."))
    ]
    if errors:
        raise join_errors(errors)


def find_missing(text: str, *, is_legal: bool = False) -> tuple[str, ...]:
    """The characters of a text that no packaged font draws, each once."""
    known = list_characters(is_legal=is_legal)
    signs = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(sign for sign in signs if ord(sign) not in known and unicodedata.category(sign) not in UNSEEN)


def list_drawn(context: Context) -> Iterator[tuple[str, str]]:
    """Every text that may be drawn, with the field it comes from."""
    for name, value in context.values.items():
        yield from ((name, text) for text in list_texts(value))
    named = {
        "title": context.title,
        "source": context.source,
        "cue": context.cue,
        "funder.statement": context.funding.statement,
        "funder.lines": context.funding.lines,
        "funder.disclaimer": context.funding.disclaimer,
        "partners": tuple(partner.name for partner in context.partners if not partner.url),
    }
    for name, shown in named.items():
        yield from ((name, text) for text in list_texts(shown))
