"""Where a subtitle's line may end. In: words, their language, how long a line may be. Out: lines, even and by phrase.

A line ends after a mark or before a small word that belongs to what follows it (Netflix: break before conjunctions and
prepositions, after punctuation, never between an article and its noun). Languages without a list of such words are
broken by marks and evenness alone. Words are moved, never touched.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from campaign.render.guide import MOST_LINES

_BULGARIAN = """
    в във с със на от до за по при през без под над пред зад след между към из около край срещу според чрез върху вместо
    освен поради заради сред спрямо и или но а че да ако защото като когато докато дали нито не ще най
    който която което които чийто чиято чието чиито
"""
_ENGLISH = """
    a an the of in on at to for from with by about into onto under between through without within against during and or
    but nor if because as than while which who whose my your his its our their no not is are was were be
    i we he she they
"""
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "bg": frozenset(_BULGARIAN.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""Words that start a phrase: no line ends with one (checks.md D5)."""

_OPENING = "„“«‹\"'([¿¡-–—"
_CLOSING = "“”»\"')]"
_SENTENCE_ENDS = (".", "!", "?", "…", "؟", "।")
_CLAUSE_ENDS = (",", ";", ":", "،", "؛")
_SPEAKS = ("-", "–", "—")
# In characters of unevenness that a good place outweighs, and a bad one costs
_AFTER_SENTENCE, _AFTER_CLAUSE, _IN_PHRASE, _BEFORE_SPEAKER = -12.0, -6.0, 15.0, -40.0


def splits_phrase(line: str, *, language: str) -> bool:
    """Whether a line that others follow ends with a small word."""
    word = line.rpartition(" ")[2].lstrip(_OPENING).casefold()
    return word in SMALL_WORDS.get(language, frozenset())


def list_words(text: str) -> list[str]:
    """What stands between spaces and line ends; no-break spaces tie."""
    return [word for word in text.replace("\n", " ").split(" ") if word]


def break_lines(text: str, *, language: str, room: int) -> tuple[str, ...]:
    """The words in as few lines of at most `room` characters as they need; two lines are even and end by phrase. A word
    that is longer than a line stands alone in one."""
    words = list_words(text)
    lines = _fill(words, room=room)
    if len(lines) != MOST_LINES:
        return tuple(lines)
    ends = _list_ends(words)
    fitting = [at for at in range(1, len(words)) if max(ends[at - 1], ends[-1] - ends[at - 1] - 1) <= room]
    if not fitting:
        return tuple(lines)
    at = min(fitting, key=lambda at: _weigh(words, at, ends=ends, language=language))
    return " ".join(words[:at]), " ".join(words[at:])


def split_text(text: str, *, language: str, room: int) -> tuple[str, ...]:
    """The words in parts that fit two lines each, parted where a sentence, a clause or at least a phrase ends."""
    words = list_words(text)
    if len(words) < MOST_LINES or fits_lines(text, room=room):
        return (" ".join(words),)
    # what is far from the middle is weighed last, so looking at so many words is enough, however long the text
    ends = _list_ends(words)
    middle = bisect_left(ends, ends[-1] / 2) + 1
    near = range(max(1, middle - room), min(len(words), middle + room))
    at = min(near, key=lambda at: _weigh(words, at, ends=ends, language=language))
    halves = (" ".join(words[:at]), " ".join(words[at:]))
    return tuple(part for half in halves for part in split_text(half, language=language, room=room))


def fits_lines(text: str, *, room: int) -> bool:
    """Whether the words stand in two lines of so many characters, wherever they are broken."""
    lines = _fill(list_words(text), room=room)
    return len(lines) <= MOST_LINES and all(len(line) <= room for line in lines)


def _fill(words: Sequence[str], *, room: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _weigh(words: Sequence[str], at: int, *, ends: Sequence[int], language: str) -> float:
    """How bad it is to part the words before number `at`: unevenness, mended or worsened by what stands there."""
    uneven = abs(2 * ends[at - 1] + 1 - ends[-1]) / 2
    before = words[at - 1].rstrip(_CLOSING)
    return uneven + sum(_list_weights(before, words, at, language=language))


def _list_weights(before: str, words: Sequence[str], at: int, *, language: str) -> Iterator[float]:
    if before.endswith(_SENTENCE_ENDS):
        yield _AFTER_SENTENCE
        if words[at].startswith(_SPEAKS):  # another person answers
            yield _BEFORE_SPEAKER
    elif before.endswith(_CLAUSE_ENDS):
        yield _AFTER_CLAUSE
    if splits_phrase(words[at - 1], language=language):
        yield _IN_PHRASE


def _list_ends(words: Sequence[str]) -> list[int]:
    """How many characters the words have up to the end of each."""
    return [length + at for at, length in enumerate(accumulate(map(len, words)))]
