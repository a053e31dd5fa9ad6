"""What good typesetting ties together. In: a text and its language. Out: the same text with fixed spaces.

No one-letter word ends a line, no figure loses its unit or its thousands, and every paragraph runs in the
direction of its language.
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

UNITS = (
    "%", "‰", "€", "°C", "лв", "г", "ч", "мин", "км", "м", "см", "мм", "кг", "т", "хил", "млн", "млрд", "бр",
    "km", "m", "cm", "mm", "kg", "t", "h", "min", "EUR", "BGN",
)  # fmt: skip

_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})[ \u00a0](?=\d{3}(?!\d))")
_UNIT = re.compile(rf"(?<=\d)[ \u00a0](?=(?:{'|'.join(map(re.escape, UNITS))})(?!\w))")
_NUMERO = re.compile(r"(№|§) (?=\d)")
_DASH = re.compile(r"(?<=\S) (?=[–—] )")


def set_text(text: str, *, language: str) -> str:
    """Collapse white space, then tie what belongs together."""
    text = re.sub(r"[ \t\r\n\f\v]+", " ", unicodedata.normalize("NFC", text)).strip()
    text = _tie_letters(text, ONE_LETTER.get(language, ""))
    text = _THOUSANDS.sub(rf"\1{NARROW}", _THOUSANDS.sub(rf"\1{NARROW}", text))
    text = _UNIT.sub(NARROW, text)
    text = _NUMERO.sub(rf"\1{NO_BREAK}", text)
    return _DASH.sub(NO_BREAK, text)


def _tie_letters(text: str, letters: str) -> str:
    if not letters:
        return text
    return re.sub(rf"(?<![\w’'-])([{letters}]) (?=\S)", rf"\1{NO_BREAK}", text)


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
