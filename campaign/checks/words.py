"""The words of a picture that people are meant to read. In: wordings. Out: which are message, and how many words.

Not counted: source, statement, fund, disclaimer and partners, which the law or courtesy asks for: whoever wants them
finds them at the next pass, and whoever reads only the message has read it. Nor the kit's own words, such as tags and
keys: they are recognised, not read; nor figures alone, on axes and tiles: they are looked up.
"""

import unicodedata
from collections.abc import Iterable

from campaign.render.scene import Wording
from campaign.spec.languages import split_languages

CREDITS = ("source", "funder.", "partners", "campaign.")
SCRIPTS = {"bg": "CYRILLIC", "uk": "CYRILLIC", "mk": "CYRILLIC", "ar": "ARABIC", "fa": "ARABIC", "hi": "DEVANAGARI"}
"""Of the languages that are not written in Latin letters."""
LATIN = "LATIN"


SHORT = 40
"""Characters of a text that it is found by."""
MARKS = '„“”«»"'


def shorten(text: str) -> str:
    """As findings quote it: a text in quotation marks gets no second pair."""
    text = text.strip(MARKS)
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def is_credit(wording: Wording) -> bool:
    """Whether the law or courtesy asks for it, rather than the message."""
    return wording.field.startswith(CREDITS)


def is_message(wording: Wording) -> bool:
    """Whether it comes from the item itself."""
    return bool(wording.field) and not is_credit(wording)


def count_words(text: str) -> int:
    """Words, and figures among them; none where no letter is."""
    if not any(map(str.isalpha, text)):
        return 0
    return sum(any(map(str.isalnum, word)) for word in text.split())


def count_read(texts: Iterable[str], *, language: str) -> float:
    """Words that one person reads: of two languages everybody reads one; the longer counts. Where both are written in
    the same letters, half of all."""
    kept = tuple(texts)
    scripts = {SCRIPTS.get(code, LATIN) for code in split_languages(language)}
    if len(scripts) > 1:
        return max(sum(count_words(text) for text in kept if _reads(text, script, scripts)) for script in scripts)
    return sum(map(count_words, kept)) / len(split_languages(language))


def _reads(text: str, script: str, scripts: set[str]) -> bool:
    """Whether it is in these letters, or in none of the picture's languages, as a name may be."""
    return find_script(text) == script or find_script(text) not in scripts


def find_script(text: str) -> str:
    """The letters that it begins with, as Unicode names them."""
    return next((unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha()), "")
