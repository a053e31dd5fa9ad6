"""Text as a reader sees it. In: what was typed. Out: the same without disguise, and where each letter stood.

Soft hyphens, zero-width signs and stray accents are dropped, case and width are levelled, and a word that mixes
alphabets is read in the one that is asked for: a Latin “a” in a Bulgarian word is seen as what it looks like. й stays a
letter of its own; other letters lose their accents, in our word lists as in the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Read as a Cyrillic letter inside a Cyrillic word: what has its shape first, then what stands for its sound.
_CYRILLIC = {
    "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "k": "к", "m": "м", "t": "т", "b": "в",
    "h": "н", "n": "п", "u": "и", "g": "г", "r": "г", "i": "и", "і": "и", "ї": "и", "z": "з", "w": "ш", "l": "л",
    "α": "а", "ο": "о", "ρ": "р", "0": "о", "1": "и", "3": "з", "4": "ч", "6": "ш", "@": "а", "$": "с",
}  # fmt: skip
_LATIN = {
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "к": "k", "м": "m", "т": "t", "в": "b",
    "н": "h", "п": "n", "и": "u", "г": "r", "і": "i", "ѕ": "s", "ј": "j", "ԁ": "d", "ɡ": "g", "ı": "i", "α": "a",
    "ο": "o", "ρ": "p", "ν": "v", "ι": "i", "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a",
    "$": "s", "!": "i",
}  # fmt: skip
_WORD = re.compile(r"[^\W_](?:[\w@$!*·]|-\n(?=\w)|['’.\-](?=\w))*")
_SPACED = re.compile(r"(?<!\w)\w(?:[\s.\-_*·,/|]{1,2}\w){3,}(?!\w)")
_INSIDE = re.compile(r"[\s.\-_*·,/|'’]")
_LEAST_RUN, _LONGEST_RUN = 5, 40
"""Letters of a word that is looked for inside a hashtag, of which a hostile one is as long as a book."""
_REPEATED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True)
class Folded:
    """`spots[i]` is where in the typed text the i-th letter stood."""

    text: str
    spots: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the typed text, from its first character (0) to behind its last."""
        return self.spots[start], self.spots[end - 1] + 1


@dataclass(frozen=True)
class Token:
    """One word with the ways it can be read, the plainest first; `start` and `end` in the folded text."""

    readings: tuple[str, ...]
    start: int
    end: int


def fold(text: str) -> Folded:
    letters: list[str] = []
    spots: list[int] = []
    for spot, sign in enumerate(text):
        if sign == "\u0306" and letters and letters[-1] == "и":  # й in two parts
            letters[-1] = "й"
            continue
        for letter in _level(sign):
            letters.append(letter)
            spots.append(spot)
    return Folded("".join(letters), tuple(spots))


def _level(sign: str) -> str:
    if sign in "йЙ":
        return "й"
    if unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return ""
    plain = (part for part in unicodedata.normalize("NFKD", sign) if unicodedata.category(part) != "Mn")
    return "".join(plain).casefold().replace("ı", "i")


def straighten(folded: Folded) -> Folded:
    """The same with every word in one alphabet: that of its first letter."""

    def unify(match: re.Match[str]) -> str:
        word = match.group(0)
        first = _name_script(word[0])
        table = _CYRILLIC if first == "cyrillic" else _LATIN
        is_mixed = len({_name_script(letter) for letter in word if letter.isalpha()}) > 1
        return "".join(table.get(letter, letter) for letter in word) if is_mixed else word

    return Folded(_WORD.sub(unify, folded.text), folded.spots)


def list_tokens(folded: Folded) -> Iterator[Token]:
    """Every word, and letters that were spaced out to hide one."""
    for match in _WORD.finditer(folded.text):
        whole = match.group(0).rstrip(".-'’!*·$@")
        yield Token(tuple(_read(whole)), match.start(), match.start() + len(whole))
        if not whole.isalnum():
            yield from _split(whole, match.start())
        if folded.text.endswith("#", 0, match.start()):
            yield Token(tuple(_list_ends(whole)), match.start(), match.start() + len(whole))
    for match in _SPACED.finditer(folded.text):
        yield Token(tuple(_read(_INSIDE.sub("", match.group(0)))), match.start(), match.end())


def _list_ends(whole: str) -> Iterator[str]:
    """What a hashtag begins and ends with, for its words are run together: #ЦиганитеВън."""
    for count in range(min(len(whole) - 1, _LONGEST_RUN), _LEAST_RUN - 1, -1):
        yield whole[:count]
        yield whole[-count:]


def _split(whole: str, start: int) -> Iterator[Token]:
    """The parts of a compound, or of words between which somebody forgot a space: ромско-циганска, вън.Цигани."""
    for part in re.finditer(r"[^\W_]+", whole):
        yield Token(tuple(_read(part.group(0))), start + part.start(), start + part.end())


def _read(word: str) -> Iterator[str]:
    """The word as it stands; joined, calmed (цииигани) and in one alphabet."""
    seen = set()
    for reading in (word, _INSIDE.sub("", word), _REPEATED.sub(r"\1", word)):
        for spelling in (reading, *_unify(reading)):
            if spelling and spelling not in seen:
                seen.add(spelling)
                yield spelling


def _unify(word: str) -> Iterator[str]:
    """A word that mixes letters with those of another alphabet, digits or signs, in each alphabet it has."""
    kinds = {_name_script(letter) for letter in word}
    if len(kinds - {"*"}) < 2:
        return
    if "cyrillic" in kinds:
        yield "".join(_CYRILLIC.get(letter, letter) for letter in word)
    if "latin" in kinds:
        yield "".join(_LATIN.get(letter, letter) for letter in word)


def _name_script(letter: str) -> str:
    if "а" <= letter <= "џ" or "\u0400" <= letter <= "\u052f":
        return "cyrillic"
    if letter == "*":
        return "*"
    return "latin" if "a" <= letter <= "z" else "other"
