"""Real names that were not agreed to (checks.md F1, F3). In: an item with its consents, its texts. Out: findings.

Whoever agreed under a pseudonym must not stand anywhere under the real name, nor any part of it; whoever agreed to the
first name only, not under the rest. A name is found in Latin letters too, by the official Bulgarian transliteration
(Transliteration Act, art. 3–6), and a surname in its other forms: Иванова, Иванов, Иванови.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from campaign.checks.texts import list_texts, place_in
from campaign.spec.consent import Consent, Naming
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say

LEAST = 3
"""Letters of a part that is looked for: initials, "van" and "de" are nobody's name."""

_ONE = dict(zip("абвгдезийклмнопрстуфхъьѝ", "abvgdeziyklmnoprstufhayi", strict=True))
_SEVERAL = {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ю": "yu", "я": "ya"}
LATIN = _ONE | _SEVERAL
_WORD = re.compile(r"[^\W\d_]+")
_IYA = re.compile(r"iya$")  # art. 6: the ending -ия is written -ia
_SURNAME = re.compile(r"(?<=[a-z]{2})(ov|ev|sk|shk|tsk|chk)(a|i|y)$")


def check_names(item: Item) -> Iterator[Finding]:
    """The texts of the item, its alternative text and its id in every language."""
    for field, text in _list_all(item):
        yield from find_names(item, text, place=place_in(item, field=field))
    called = set(_list_words(item.id.title()))
    yield from find_names(item, item.id.title(), place=place_in(item, field="id"))
    if any(len(called.intersection(_list_words(consent.person))) > 1 for consent in item.consents):
        message = say("The item’s id is the name of the person shown.")
        hint = say("Choose another: an id stands in playlists and reports, and stays when the person is erased.")
        yield Finding("F1", Severity.WARNING, message, hint, place_in(item, field="id"))


def find_names(item: Item, text: str, *, place: Place) -> Iterator[Finding]:
    """One finding where a text holds a part of a name that nobody agreed to show."""
    hidden = list_hidden(item.consents)
    if hidden and hidden & set(_list_words(text)):
        message = say("A real name stands here that the person did not agree to show.")
        hint = say("Write what the consent says the person is shown as, or ask the person.")
        yield Finding("F3", Severity.ERROR, message, hint, place)


def list_hidden(consents: Iterable[Consent]) -> frozenset[str]:
    """The parts of names, folded, that must not be seen; a part that somebody else on the item agreed to may be."""
    given = tuple(consents)
    shown = {word for consent in given for word in _list_words(_find_shown(consent))}
    hidden = {word for consent in given for word in _list_words(consent.person)}
    return frozenset(hidden - shown)


def _find_shown(consent: Consent) -> str:
    if consent.naming is Naming.PSEUDONYM:
        return consent.shown_as
    return "" if consent.naming is Naming.NOBODY else consent.shown_as or consent.person


def _list_all(item: Item) -> Iterator[tuple[str, str]]:
    if not item.consents:
        return
    seen = set()
    for language in LANGUAGES:
        for field, text in list_texts(item, language=language):
            if (field, text) not in seen:
                seen.add((field, text))
                yield field, text


def _list_words(text: str) -> Iterator[str]:
    """Words with a capital, as names have, folded: „роза“ is a flower, „Роза“ somebody."""
    for word in _WORD.findall(text):
        if len(word) >= LEAST and word[0].isupper():
            yield fold_name(word)


def fold_name(word: str) -> str:
    """The same for the forms of one name: letters in Latin, without accents, surnames without their ending."""
    letters = unicodedata.normalize("NFC", word.casefold())
    plain = unicodedata.normalize("NFKD", "".join(LATIN.get(letter, letter) for letter in letters))
    latin = _IYA.sub("ia", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return _SURNAME.sub(r"\1", latin)
