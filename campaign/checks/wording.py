"""Words (checks.md E8, E9). In: an item's texts in a language. Out: findings for slurs, loaded frames, repeated myths.

The list is short on purpose: words that Council of Europe, FRA and OHCHR guidance on language names as degrading or
as framing people as a threat. It finds stems, so that Bulgarian endings are covered.
"""

import re
from collections.abc import Iterator, Mapping

from campaign.checks.texts import list_texts, place_in
from campaign.render.manifest import FieldType, Template
from campaign.spec.content import Item
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

SLURS: Mapping[str, tuple[str, ...]] = {
    "bg": (r"циган\w*", r"мангал\w{0,3}", r"негър\w{0,3}", r"негри\w{0,2}", r"чернилк\w+"),
    "en": (r"gyps(?:y|ies)", r"gypp?os?", r"pikeys?", r"n[i1]gg(?:er|a)s?", r"wogs?", r"pakis?"),
}
"""Errors, unless quoted for a reason: in a person's own words or in the myth that is marked false."""

LOADED: Mapping[str, tuple[str, ...]] = {
    "bg": (
        r"нелегалн\w+ (?:мигрант|имигрант|бежан)\w+",
        r"(?:бежанск|мигрантск|имигрантск)\w+ (?:вълн|потоп|поток|нашестви|инвази)\w*",
        r"(?:вълн|потоп|поток|нашестви|инвази)\w* (?:от|на) (?:мигрант|имигрант|бежан|чужден)\w+",
        r"(?:ромск|циганск|имигрантск|мигрантск)\w+ престъпност\w*",
        r"(?:ромск|циганск)\w+ (?:въпрос|проблем)\w*",
    ),
    "en": (
        r"illegal (?:im)?migrants?",
        r"illegals",
        r"(?:flood|wave|swarm|tide|invasion|influx)s? of (?:im)?(?:migrants?|refugees?|foreigners?)",
        r"(?:roma|migrant|immigrant|ethnic) crime",
        r"roma (?:problem|question)",
    ),
}
"""Warnings: frames that turn people into a threat or a disaster."""


def check_words(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E9: slurs are errors, warnings inside a quotation; loaded frames are warnings."""
    for field, text in list_texts(item, language=language):
        place = place_in(item, field=field, language=language)
        quoted = _is_quotation(field, template)
        for found in _search(SLURS, language, text):
            severity = Severity.WARNING if quoted else Severity.ERROR
            message = say("“%(word)s” degrades people.", word=found)
            yield Finding(
                "E9", severity, message, say("Use the name the people themselves use."), place, measured=found
            )
        for found in _search(LOADED, language, text):
            message = say("“%(word)s” frames people as a threat.", word=found)
            hint = say("Say what happened and to whom, with a figure instead of a picture.")
            yield Finding("E9", Severity.WARNING, message, hint, place, measured=found)


def check_myth(item: Item, *, language: str) -> Iterator[Finding]:
    """E8: the myth stands once; what repeats it makes people remember it (Debunking Handbook)."""
    if "myth" not in item.values:
        return
    texts = dict(list_texts(item, language=language))
    myth = _fold(texts.get("values.myth", ""))
    if not myth:
        return
    for field, text in texts.items():
        count = _fold(text).count(myth)
        # Whoever only hears the picture hears the myth once too.
        if count > (1 if field in ("values.myth", "alt") else 0):
            message = say("The myth is repeated here.")
            hint = say("Say the fact in its own words; the myth appears once.")
            yield Finding("E8", Severity.ERROR, message, hint, place_in(item, field=field, language=language))


def _is_quotation(field: str, template: Template) -> bool:
    """Whether a field, or a part of its rows ("values.photos.0.caption"), holds a person's words or the myth."""
    _, _, path = field.partition("values.")
    name, _, inner = path.partition(".")
    spec = template.manifest.fields.get(name)
    if spec is not None and spec.parts:
        spec = spec.parts.get(next((part for part in inner.split(".") if part in spec.parts), ""))
    return name == "myth" or (spec is not None and spec.type is FieldType.QUOTE)


def _search(words: Mapping[str, tuple[str, ...]], language: str, text: str) -> Iterator[str]:
    for pattern in words.get(language, ()):
        for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            yield match.group(0)


def _fold(text: str) -> str:
    """Case, spaces and the marks around a sentence do not make another sentence."""
    return " ".join(text.casefold().replace("\u00a0", " ").split()).strip("„“”\"'’.!?… ")
