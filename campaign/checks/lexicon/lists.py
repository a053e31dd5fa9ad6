"""All word lists. In: a language. Out: what is looked for in its texts."""

from collections.abc import Mapping
from functools import cache

from campaign.checks.lexicon import bulgarian, english, others
from campaign.checks.lexicon.entry import Entry
from campaign.checks.lexicon.frame import Frame

SLURS: Mapping[str, tuple[Entry, ...]] = {"bg": bulgarian.SLURS, "en": english.SLURS, **others.SLURS}
FRAMES: Mapping[str, tuple[Frame, ...]] = {"bg": bulgarian.FRAMES, "en": english.FRAMES, **others.FRAMES}


@cache
def list_slurs(language: str) -> Mapping[str, Entry]:
    """Form → entry: the language's own, and of others those that are slurs wherever they stand."""
    strangers = [entry for code, entries in SLURS.items() if code != language for entry in entries if entry.anywhere]
    entries = (*strangers, *SLURS.get(language, ()))
    return {form: entry for entry in entries for form in entry.forms}


@cache
def list_stems(language: str) -> tuple[tuple[str, Entry], ...]:
    return tuple((stem, entry) for entry in SLURS.get(language, ()) for stem in entry.stems)


def list_frames(language: str) -> tuple[Frame, ...]:
    return FRAMES.get(language, ())
