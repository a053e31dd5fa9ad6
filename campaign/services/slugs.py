"""Names of ours for what people write. In: a title in any language. Out: small Latin letters, digits and hyphens."""

import re
import unicodedata
from collections.abc import Collection, Iterable

LONGEST = 50
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya", "ѝ": "i", "ђ": "dj",
    "ј": "j", "љ": "lj", "њ": "nj", "ќ": "kj", "ѓ": "gj", "ѕ": "dz", "џ": "dzh", "і": "i", "ї": "yi", "є": "ye",
    "ґ": "g", "ы": "y", "э": "e", "ё": "yo",
}  # fmt: skip
"""As the Bulgarian law on transliteration has it; letters of other Cyrillic alphabets by their usual sounds."""


def make_slug(titles: Iterable[str], *, taken: Collection[str], otherwise: str) -> str:
    """Of the first title that has letters we can write, else `otherwise`; numbered when that is taken."""
    stem = next(filter(None, map(_spell, titles)), otherwise)
    if stem not in taken:
        return stem
    numbered = (f"{stem[: LONGEST - 5].rstrip('-')}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in numbered if name not in taken)


def _spell(title: str) -> str:
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in title.casefold())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    words = re.sub(r"['’`]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:LONGEST].rstrip("-")
