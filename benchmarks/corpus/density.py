"""Pictures with few words, and with too many at once (checks.md B6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from benchmarks.corpus.case import Case
from benchmarks.corpus.phrases import SCREEN, Phrase, play_phrases, say_words
from campaign.checks.density import Density
from campaign.render.scene import Moment
from campaign.spec.findings import Finding

LINE = "values.sentence"


def find(phrases: Sequence[Phrase], *, language: str = "bg", passed: bool = False) -> Iterable[Finding]:
    scene = play_phrases(phrases, seconds=0, language=language, screen=replace(SCREEN, passed=passed))
    return tuple(Density(scene).tell())


def find_later(phrases: Sequence[Phrase], later: Sequence[Phrase]) -> Iterable[Finding]:
    """A clip whose card has other words than its rest."""
    scene, card = play_phrases(phrases, seconds=0), play_phrases(later, seconds=0)
    density = Density(scene)
    density.see(Moment(3.0, 2.0, card.rest.picture, card.rest.ground, card.wordings))
    return tuple(density.tell())


def big(count: int, field: str = "values.headline") -> Phrase:
    return Phrase(say_words(count), field, size=18)


def small(count: int, field: str = LINE) -> Phrase:
    return Phrase(say_words(count, word="s"), field, size=12)


GOOD: Sequence[tuple[str, "partial[Iterable[Finding]]"]] = (
    ("fifteen words", partial(find, (big(15),))),
    ("ten words where people pass", partial(find, (big(10),), passed=True)),
    ("eight words large, thirty small", partial(find, (big(8), small(30)))),
    ("eight words large, thirty small, where people pass", partial(find, (big(8), small(30)), passed=True)),
    ("a large source", partial(find, (big(8), Phrase(say_words(20), "source", size=18)))),
    ("a large statement", partial(find, (big(10), Phrase(say_words(6), "funder.statement", size=24)))),
    ("forty figures as large", partial(find, (big(8), Phrase(" ".join(map(str, range(40))), LINE, size=18)))),
    ("dashes between words", partial(find, (Phrase(" – ".join(say_words(15).split()), size=18),))),
    ("two languages of fourteen words", partial(
        find, (big(14), Phrase(say_words(14, word="word"), size=18)), language="bg+en")),
    ("three texts of five words", partial(find, (big(5), big(5, field=LINE), big(5, field="values.note")))),
    ("one word under a large figure", partial(find, (Phrase("310", size=40), big(1)))),
    ("no words", partial(find, (Phrase("310", size=40),))),
    ("a card with few words", partial(find_later, (big(8),), (big(12),))),
)  # fmt: skip
BAD: Sequence[tuple[str, "partial[Iterable[Finding]]"]] = (
    ("sixteen words", partial(find, (big(16),))),
    ("eleven words where people pass", partial(find, (big(11),), passed=True)),
    ("forty words all alike", partial(find, (big(8), big(32, field=LINE)))),
    ("a wall of small words without a headline", partial(find, (small(40),))),
    ("twenty words nearly as large", partial(find, (big(8), Phrase(say_words(12, word="n"), LINE, size=15)))),
    ("sixteen words under a large source", partial(find, (big(16), Phrase(say_words(9), "source", size=30)))),
    ("two languages of sixteen words", partial(
        find, (big(16), Phrase(say_words(16, word="word"), size=18)), language="bg+en")),
    ("two languages, one of them long", partial(
        find, (big(9), Phrase(say_words(17, word="word"), size=18)), language="bg+en")),
    ("three texts of six words", partial(find, (big(6), big(6, field=LINE), big(6, field="values.note")))),
    ("six labels of three words, as large as the headline", partial(find, tuple(
        big(3, field=f"values.rows.{row}.label") for row in range(6)))),
    ("figures among words", partial(find, (Phrase("от 480 ученици 310 имат приятел " + say_words(10), size=18),))),
    ("a card with many words", partial(find_later, (big(8),), (big(20),))),
    ("two languages of eleven words where people pass", partial(
        find, (big(11), Phrase(say_words(11, word="word"), size=18)), language="bg+en", passed=True)),
)  # fmt: skip


def _list_cases() -> Iterator[Case]:
    for name, look in GOOD:
        yield Case("B6", name, False, look)
    for name, look in BAD:
        yield Case("B6", name, True, look, "warning")


CASES = tuple(_list_cases())
