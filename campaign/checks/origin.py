"""A person's ethnicity, faith or origin (checks.md E10). In: an item's texts. Out: a warning where no reason is given.

Bulgarian media code of ethics 2.5.2. A story is of persons, so whoever is named so there is one; a statistic is of
groups, and only who speaks in it or is suspected of something is a person. “Every Roma pupil” is no person anywhere.
"""

import re
from collections.abc import Iterator

from campaign.checks.folding import Folded, fold, straighten
from campaign.checks.lexicon.peoples import OriginPatterns, find_patterns
from campaign.checks.texts import list_texts, place_in
from campaign.checks.wording import is_speech
from campaign.render.manifest import Template
from campaign.spec.content import Item, Kind
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

NEAR = 60
"""Characters to each side in which a crime makes of somebody a suspect."""
_SHORT = 4
"""Letters of a word that may mean something else: ром is a drink too."""
_ABOUT_GROUPS = frozenset({"source.population", "source.unit", "source.name"})


def check_origin(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    for field, text in list_texts(item, language=language):
        if field not in _ABOUT_GROUPS:
            place = place_in(item, field=field, language=language)
            yield from check_person(text, place=place, item=item, is_speech=is_speech(field, template))


def check_person(text: str, *, place: Place, item: Item, is_speech: bool) -> Iterator[Finding]:
    """E10 of one text in `place.language`."""
    if item.reasons.get("E10", "").strip():
        return
    is_personal = item.kind is not Kind.STATISTIC or is_speech
    for word, start in find_persons(text, language=place.language, is_personal=is_personal):
        message = say(
            "“%(word)s” tells a person’s ethnicity, faith or origin (character %(at)d).", word=word, at=start + 1
        )
        hint = say("Leave it out; if the story needs it, write why under reasons: E10.")
        yield Finding("E10", Severity.WARNING, message, hint, place, measured=word)


def find_persons(text: str, *, language: str, is_personal: bool) -> Iterator[tuple[str, int]]:
    """How persons are named by origin, as typed, and where; outside a personal text only suspects are persons."""
    patterns = find_patterns(language)
    if patterns is None:
        return
    folded = straighten(fold(text))
    spans = {*_find_suspects(folded, patterns), *(_find_ones(folded, patterns) if is_personal else ())}
    reached = -1
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if first >= reached:
            start, end = folded.place(first, last)
            yield text[start:end], start
            reached = last


def _find_ones(folded: Folded, patterns: OriginPatterns) -> Iterator[tuple[int, int]]:
    for match in re.finditer(patterns.one, folded.text):
        around = folded.text[max(0, match.start() - NEAR // 2) : match.end() + NEAR // 2]
        is_drink = len(match.group(0)) <= _SHORT and re.search(patterns.innocent, around)
        # all of the text before, for each of them, would take for ever
        before = folded.text[max(0, match.start() - 2 * NEAR) : match.start()]
        if not is_drink and not re.search(patterns.every, before):
            yield match.span()


def _find_suspects(folded: Folded, patterns: OriginPatterns) -> Iterator[tuple[int, int]]:
    for match in re.finditer(patterns.suspect, folded.text):
        around = folded.text[max(0, match.start() - NEAR) : match.end() + NEAR]
        if re.search(patterns.crime, around):
            yield match.span()
