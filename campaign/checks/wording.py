"""Words (checks.md E8, E9). In: an item's texts in a language. Out: findings for slurs, loaded frames, repeated myths.

The lists are short on purpose: what Council of Europe, FRA and OHCHR guidance names as degrading, or as framing people
as a threat; every form of it, and no more. Nothing is ever rewritten: a finding quotes the word and where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.checks.folding import Folded, Token, fold, list_tokens, straighten
from campaign.checks.lexicon.bulgarian import TRANSLITERATED
from campaign.checks.lexicon.entry import Entry
from campaign.checks.lexicon.lists import list_frames, list_slurs, list_stems
from campaign.checks.quotations import is_quoted
from campaign.checks.texts import list_texts, place_in
from campaign.render.manifest import FieldType, Template
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

NEAR = 45
"""Characters to each side that tell what a word with two meanings means here."""
_LEAST_KNOWN = 3  # letters of a masked word (ц*ган*н) that must be there


@dataclass(frozen=True)
class Found:
    """A word of the lists as it was typed, from its first character (0) to behind its last. `is_sure` unless it has an
    innocent meaning and nothing near it tells."""

    word: str
    start: int
    end: int
    entry: Entry
    is_sure: bool = True


def check_words(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E9: slurs are errors, warnings inside a quotation with a recorded reason; loaded frames are warnings."""
    for field, text in list_texts(item, language=language):
        place = place_in(item, field=field, language=language)
        yield from check_text(text, place=place, item=item, is_speech=is_speech(field, template))


def check_text(text: str, *, place: Place, item: Item, is_speech: bool) -> Iterator[Finding]:
    """E9 of one text in `place.language`; `is_speech` where all of it is a person's words, or the myth."""
    reason = item.reasons.get("E9", "").strip()
    for found in find_slurs(text, language=place.language):
        quoted = is_speech or is_quoted(text, found.start, found.end)
        is_grave = found.is_sure and not (quoted and reason)
        severity = Severity.ERROR if is_grave else Severity.WARNING
        message = say("“%(word)s” degrades people (character %(at)d).", word=found.word, at=found.start + 1)
        if not found.is_sure:
            message = say("“%(word)s” may degrade people (character %(at)d).", word=found.word, at=found.start + 1)
        yield Finding(
            "E9", severity, message, _propose(found, quoted=quoted, reason=reason), place, measured=found.word
        )
    for word, start, hint in find_frames(text, language=place.language):
        message = say("“%(word)s” frames people as a threat (character %(at)d).", word=word, at=start + 1)
        yield Finding("E9", Severity.WARNING, message, hint, place, measured=word)


def _propose(found: Found, *, quoted: bool, reason: str) -> Message:
    if quoted and reason:
        return say("It stands in a quotation, for this reason: “%(reason)s”. Is that enough?", reason=reason)
    if quoted:
        return say(
            "Use the name the people themselves use (%(own)s); if the quotation must keep the word, write why under "
            "reasons: E9.",
            own=found.entry.own,
        )
    return say("Use the name the people themselves use: %(own)s.", own=found.entry.own)


def find_slurs(text: str, *, language: str) -> Iterator[Found]:
    """Every slur of the lists, however it is disguised; each stretch of the text once."""
    folded = fold(text)
    reached: set[int] = set()
    for token in list_tokens(folded):
        entry = _match(token, language)
        if entry is None:
            continue
        start, end = folded.place(token.start, token.end)
        is_sure = not entry.doubtful or bool(entry.people and entry.people.search(_blank(folded, token)))
        is_innocent = entry.innocent is not None and entry.innocent.search(_look_around(folded, token))
        if (is_innocent and not (entry.doubtful and is_sure)) or not reached.isdisjoint(range(start, end)):
            continue
        reached.update(range(start, end))
        yield Found(text[start:end], start, end, entry, is_sure)


def find_frames(text: str, *, language: str) -> Iterator[tuple[str, int, Message]]:
    """Loaded frames as typed, where they begin, and what to say instead; the longest of those that overlap."""
    folded = straighten(fold(text))
    found = [
        (match.span(), frame.hint) for frame in list_frames(language) for match in frame.found.finditer(folded.text)
    ]
    reached = -1
    for (first, last), hint in sorted(found, key=lambda each: (each[0][0], -each[0][1])):
        if first >= reached:
            start, end = folded.place(first, last)
            yield text[start:end], start, hint
            reached = last


def _match(token: Token, language: str) -> Entry | None:
    forms = list_slurs(language)
    for reading in token.readings:
        if reading in forms:
            return forms[reading]
        for stem, entry in list_stems(language):
            if reading.startswith(stem):
                return entry
        if "*" in reading and (masked := _unmask(reading, language)):
            return masked
        if TRANSLITERATED.fullmatch(reading) and "циганин" in forms:
            return forms["циганин"]
    return None


def _unmask(reading: str, language: str) -> Entry | None:
    """The slur behind a word with stars in it, if enough of its letters are there."""
    if reading[0] == "*" or len(reading) - reading.count("*") < _LEAST_KNOWN:
        return None
    for form, entry in list_slurs(language).items():
        if len(form) == len(reading) and all(ours in ("*", theirs) for ours, theirs in zip(reading, form, strict=True)):
            return entry
    return None


def _look_around(folded: Folded, token: Token) -> str:
    return folded.text[max(0, token.start - NEAR) : token.end + NEAR]


def _blank(folded: Folded, token: Token) -> str:
    """What stands around a word, without the word: it is no witness to itself."""
    before = folded.text[max(0, token.start - NEAR) : token.start]
    return f"{before} · {folded.text[token.end : token.end + NEAR]}"


def check_myth(item: Item, *, language: str) -> Iterator[Finding]:
    """E8: the myth stands once; what repeats it makes people remember it (Debunking Handbook)."""
    if "myth" not in item.values:
        return
    texts = dict(list_texts(item, language=language))
    myth = _fold_sentence(texts.get("values.myth", ""))
    if not myth:
        return
    for field, text in texts.items():
        count = _fold_sentence(text).count(myth)
        # Whoever only hears the picture hears the myth once too.
        if count > (1 if field in ("values.myth", "alt") else 0):
            message = say("The myth is repeated here.")
            hint = say("Say the fact in its own words; the myth appears once.")
            yield Finding("E8", Severity.ERROR, message, hint, place_in(item, field=field, language=language))


def is_speech(field: str, template: Template) -> bool:
    """Whether a field, or a part of its rows ("values.photos.0.caption"), holds a person's words or the myth."""
    _, _, path = field.partition("values.")
    name, _, inner = path.partition(".")
    spec = template.manifest.fields.get(name)
    if spec is not None and spec.parts:
        spec = spec.parts.get(next((part for part in inner.split(".") if part in spec.parts), ""))
    return name == "myth" or (spec is not None and spec.type is FieldType.QUOTE)


def _fold_sentence(text: str) -> str:
    """Case, spaces, hidden signs and the marks around a sentence do not make another sentence."""
    return " ".join(fold(text).text.split()).strip("„“”\"'’.!?… ")
