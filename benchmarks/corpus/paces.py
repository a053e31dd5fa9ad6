"""Texts that are up long enough, or not quite (checks.md B5)."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from benchmarks.corpus.case import Case
from benchmarks.corpus.phrases import Phrase, play_phrases, say_words
from campaign.checks.reading import Reading
from campaign.render.scene import Pixels
from campaign.spec.findings import Finding

LEAD, LINE, NOTE = "values.headline", "values.sentence", "values.note"


def find(
    phrases: Sequence[Phrase], *, seconds: float = 10.0, slot: float = 0.0, language: str = "bg", photo: bool = False
) -> Iterable[Finding]:
    scene = play_phrases(phrases, seconds=seconds, language=language, ground=paint_photo() if photo else None)
    reading = Reading(scene, slot=slot)
    for moment in scene.moments:
        reading.see(moment)
    return tuple(reading.tell())


def paint_photo() -> Pixels:
    """Bright and uneven, as a photo is."""
    chance = np.random.default_rng(5)
    return chance.integers(190, 256, (360, 640, 3), dtype=np.uint8)


def _split(count: int, parts: int) -> tuple[Phrase, ...]:
    """So many words in so many texts."""
    sizes = [count // parts + (number < count % parts) for number in range(parts)]
    return tuple(
        Phrase(say_words(size, word=f"w{number}x"), f"values.part.{number}") for number, size in enumerate(sizes)
    )


GOOD: Sequence[tuple[str, "partial[Iterable[Finding]]"]] = (
    ("three words for two seconds", partial(find, (Phrase(say_words(3), start=4, end=6),))),
    ("twenty-one words in ten seconds", partial(find, (Phrase(say_words(21)),))),
    ("twenty-one words in three texts", partial(find, _split(21, 3))),
    ("eight words for four seconds", partial(find, (Phrase(say_words(8), start=6),))),
    ("captions that take turns", partial(find, (
        Phrase(say_words(6)), Phrase(say_words(6, word="x"), LINE, end=3),
        Phrase(say_words(6, word="y"), NOTE, start=3, end=6)))),
    ("a subtitle of three words for a second", partial(find, (Phrase("Добре дошли всички", "cue", start=3, end=4),))),
    ("a subtitle of nine words for three seconds", partial(find, (Phrase(say_words(9), "cue", start=3, end=6),))),
    ("a source of forty words", partial(find, (Phrase(say_words(8)), Phrase(say_words(40), "source")))),
    ("a fund's lines and a disclaimer", partial(find, (
        Phrase(say_words(8)), Phrase(say_words(20, word="x"), "funder.lines"),
        Phrase(say_words(30, word="y"), "funder.disclaimer")))),
    ("figures on an axis", partial(find, (Phrase(say_words(8)), Phrase(" ".join(map(str, range(40))), LINE)))),
    ("a figure for two seconds", partial(find, (Phrase("310", "values.number", start=8),))),
    ("two languages of twenty words", partial(
        find, (Phrase(say_words(20)), Phrase(say_words(20, word="word"))), language="bg+en")),
    ("dark words on a bright photo", partial(find, (Phrase(say_words(12), start=3),), photo=True)),
    ("a still for its slot", partial(find, (Phrase(say_words(20)),), seconds=0, slot=10)),
    ("a still that is only looked at", partial(find, (Phrase(say_words(60)),), seconds=0)),
)  # fmt: skip
BAD: Sequence[tuple[str, "partial[Iterable[Finding]]", str]] = (
    ("three words for a second and a half", partial(find, (Phrase(say_words(3), start=4, end=5.5),)), "error"),
    ("three words in the last second and a half", partial(find, (Phrase(say_words(3), start=8.5),)), "error"),
    ("thirty-two words in ten seconds", partial(find, (Phrase(say_words(32)),)), "error"),
    ("twenty-three words in ten seconds", partial(find, (Phrase(say_words(23)),)), "warning"),
    ("twenty-nine words in ten seconds", partial(find, (Phrase(say_words(29)),)), "warning"),
    ("forty words in four texts that all stay", partial(find, _split(40, 4)), "error"),
    ("twenty-four words in three texts that all stay", partial(find, _split(24, 3)), "warning"),
    ("ten words for three seconds", partial(find, (Phrase(say_words(10), start=2, end=5),)), "error"),
    ("eight words for three seconds", partial(find, (Phrase(say_words(8), start=2, end=5),)), "warning"),
    ("two captions in the same three seconds", partial(find, (
        Phrase(say_words(6), end=3), Phrase(say_words(6, word="x"), LINE, end=3))), "error"),
    ("words that are too pale for most of their time", partial(find, (
        Phrase(say_words(6), end=8, strength=0.2), Phrase(say_words(6), start=8.5))), "error"),
    ("a subtitle of eight words for two seconds", partial(
        find, (Phrase(say_words(8), "cue", start=3, end=5),)), "error"),
    ("a figure for one second", partial(find, (Phrase("310", "values.number", start=9),)), "error"),
    ("two languages of thirty-two words", partial(
        find, (Phrase(say_words(32)), Phrase(say_words(32, word="word"))), language="bg+en"), "error"),
    ("a still with thirty-two words for its slot", partial(
        find, (Phrase(say_words(32)),), seconds=0, slot=10), "error"),
    ("words on a photo that come late", partial(find, (Phrase(say_words(9), start=7.5),), photo=True), "error"),
)  # fmt: skip


def _list_cases() -> Iterator[Case]:
    for name, look in GOOD:
        yield Case("B5", name, False, look)
    for name, look, severity in BAD:
        yield Case("B5", name, True, look, severity)


CASES = tuple(_list_cases())
