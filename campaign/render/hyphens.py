"""Words broken by the rules of their language. In: a word, the languages of a picture. Out: parts, or none.

Patterns from LibreOffice by pyphen. Where a language has none, such as Arabic, which is never broken, nor has the
word: names with digits, codes, addresses and capitals stay whole.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise

import pyphen

LEAST = 3
"""Letters on either side of a break: shorter ends look torn off."""
LONGEST = 60
"""Letters of the longest word there is, a German compound; what is longer is no word."""
VOWELS = re.compile("[аеиоуъюяіїєэыaeiouyàáâãäåæèéêëìíîïòóôõöøùúûüăîœ]", re.IGNORECASE)
"""Every part is spoken, so it has one."""
CYRILLIC = frozenset({"bg", "mk", "uk"})

_WORD = re.compile(r"[^\W\d_]+")


def split_word(word: str, *, languages: Sequence[str], parts: int) -> tuple[str, ...] | None:
    """So many parts, as even as the breaks allow, without hyphens; None where the word has too few breaks."""
    breaks = _list_breaks(word, languages)
    if parts > len(breaks) + 1:
        return None
    chosen = (_cut(word, places) for places in combinations(breaks, parts - 1))
    good = [cut for cut in chosen if all(len(part) >= LEAST and VOWELS.search(part) for part in cut)]
    return min(good, key=lambda cut: max(map(len, cut)), default=None)


def count_parts(word: str, *, languages: Sequence[str]) -> int:
    """Into how many parts a word may be split at most."""
    return len(_list_breaks(word, languages)) + 1


def _list_breaks(word: str, languages: Sequence[str]) -> tuple[int, ...]:
    """Places inside a plain word where its own language breaks it."""
    if not _WORD.fullmatch(word) or not 2 * LEAST <= len(word) <= LONGEST or word.isupper():
        return ()
    is_cyrillic = "\u0400" <= word[0] <= "\u04ff"
    own = [code for code in languages if (code in CYRILLIC) is is_cyrillic]
    # Two languages in one script: nobody can tell whose word it is.
    patterns = _read_patterns(own[0]) if len(own) == 1 else None
    return tuple(patterns.positions(word)) if patterns else ()


@cache
def _read_patterns(language: str) -> pyphen.Pyphen | None:
    """The patterns of a language, if it has any."""
    return pyphen.Pyphen(lang=language, left=LEAST, right=LEAST) if language in pyphen.LANGUAGES else None


def _cut(word: str, places: Sequence[int]) -> tuple[str, ...]:
    edges = (0, *places, len(word))
    return tuple(word[start:end] for start, end in pairwise(edges))
