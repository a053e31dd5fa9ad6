"""Somebody's own words in a text. In: the text. Out: the stretches between quotation marks.

„…“ “…” «…» »…« ‹…› "…" ‘…’ ‚…‘, one inside another too. A quotation that is not closed is none: nobody can tell where
it ends. An apostrophe opens nothing.
"""

from functools import lru_cache

_CLOSERS = {
    "„": "“”\"",
    "“": "”\"",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‚": "‘’",
    "‘": "’",
    "\"": "\"",
}  # fmt: skip
_MARKS = frozenset('„“”«»‹›‚‘’"')


DEEPEST = 20
"""Quotations one inside another; of more the outer ones were never meant to be closed."""


@lru_cache(maxsize=64)
def find_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """From behind the opening mark to the closing one, in the order they close."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for spot, sign in enumerate(text):
        if sign not in _MARKS or _is_apostrophe(text, spot):
            continue
        depth = next((at for at in range(len(opened) - 1, -1, -1) if sign in _CLOSERS[opened[at][0]]), None)
        if depth is not None:
            found.append((opened[depth][1] + 1, spot))
            del opened[depth:]  # what was opened inside and never closed is no quotation
        elif sign in _CLOSERS:
            opened.append((sign, spot))
            del opened[:-DEEPEST]
    return tuple(found)


def is_quoted(text: str, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in find_quotations(text))


def _is_apostrophe(text: str, spot: int) -> bool:
    return text[spot] in "’‘" and 0 < spot < len(text) - 1 and text[spot - 1].isalpha() and text[spot + 1].isalpha()
