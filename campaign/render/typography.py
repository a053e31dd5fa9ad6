"""What good typesetting ties together. In: a text and its language. Out: the same text with fixed spaces.

No word of one letter and no short preposition ends a line, no short word stands alone in the last one, no figure
loses its unit or its thousands, and every paragraph runs in the direction of its language.
"""

import re
import unicodedata
from collections.abc import Mapping

from campaign.spec.languages import Direction

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MARKS: Mapping[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}

ONE_LETTER: Mapping[str, str] = {
    "bg": "всикаоуяВСИКАОУЯ",
    "mk": "воиасВОИАС",
    "uk": "вуізйаояєВУІЗЙАОЯЄ",
    "en": "aAI",
    "es": "aeouyAEOUY",
    "fr": "aàyAÀY",
    "ro": "aoAO",
}
"""Words of one letter that lean on the next word."""

SHORT: Mapping[str, str] = {
    "bg": "на от до за по из със във при без под над към",
    "mk": "на од до за по со во при без под над",
}
"""Prepositions of two or three letters, which lean on the next word as well."""
LONGEST_TIE = 16
"""Longer than this, in characters, nothing more is tied: a wide clod of words would force small type on a screen."""
LONGEST_LAST = 6
"""A last word no longer than this, with its full stop, takes the word before it along into the last line."""
LEAST_WORDS = 4
"""Shorter texts are labels and titles: they break where they like, but for a last word of a few letters."""
FEW_LETTERS = 3

UNITS = (
    "%", "‰", "€", "°C", "лв", "г", "ч", "мин", "км", "м", "см", "мм", "кг", "т", "хил", "млн", "млрд", "бр",
    "km", "m", "cm", "mm", "kg", "t", "h", "min", "EUR", "BGN",
)  # fmt: skip

_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})[ \u00a0](?=\d{3}(?!\d))")
_UNIT = re.compile(rf"(?<=\d)[ \u00a0](?=(?:{'|'.join(map(re.escape, UNITS))})(?!\w))")
_NUMERO = re.compile(r"(№|§) (?=\d)")
_SHARE_OF = re.compile(r"(?<!\d[ \u00a0])(?<!\S)% (?=\S)")
_DASH = re.compile(r"(?<=\S) (?=[–—] )")


def set_text(text: str, *, language: str) -> str:
    """Collapse white space, then tie what belongs together."""
    text = re.sub(r"[ \t\r\n\f\v]+", " ", unicodedata.normalize("NFC", text)).strip()
    text = _SHARE_OF.sub(f"%{NO_BREAK}", text)
    text = _tie_letters(text, ONE_LETTER.get(language, ""))
    text = _tie_short(text, SHORT.get(language, ""))
    text = _THOUSANDS.sub(rf"\1{NARROW}", _THOUSANDS.sub(rf"\1{NARROW}", text))
    text = _UNIT.sub(NARROW, text)
    text = _NUMERO.sub(rf"\1{NO_BREAK}", text)
    return _tie_last(_DASH.sub(NO_BREAK, text))


def _tie_letters(text: str, letters: str) -> str:
    if not letters:
        return text
    return re.sub(rf"(?<![\w’'-])([{letters}]) (?=\S)", rf"\1{NO_BREAK}", text)


def _tie_short(text: str, words: str) -> str:
    if not words:
        return text
    reach = LONGEST_TIE - 1
    return re.sub(
        rf"(?<![\w’'-])({words.replace(' ', '|')}) (?=(\S+))",
        lambda found: found[1] + (NO_BREAK if len(found[1] + found[2]) <= reach else " "),
        text,
        flags=re.IGNORECASE,
    )


def _tie_last(text: str) -> str:
    """No short word stands alone in the last line."""
    words = text.split(" ")
    longest = LONGEST_LAST if len(words) >= LEAST_WORDS else FEW_LETTERS
    if len(words) == 1 or len(words[-1]) > longest or len(words[-2] + words[-1]) >= LONGEST_TIE:
        return text
    return " ".join(words[:-1]) + NO_BREAK + words[-1]


def mark_direction(text: str, *, direction: Direction) -> str:
    """Prefix a mark where the first strong character would turn the paragraph round: the engine looks at that
    character alone."""
    return text if not text or read_direction(text) == direction else MARKS[direction] + text


def read_direction(text: str) -> Direction | None:
    """The direction of the first strong character (Unicode UAX #9, P2)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return None


def loosen(text: str) -> str:
    """Turn fixed spaces and marks back into plain text, for alternative texts."""
    return re.sub("[\u200e\u200f]", "", re.sub(f"[{NO_BREAK}{NARROW}]", " ", text))
