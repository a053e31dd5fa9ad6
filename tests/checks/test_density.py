"""How many words stand large at once (checks.md B6); most cases are in the corpus."""

from benchmarks.corpus.phrases import Phrase, play_phrases, say_words
from campaign.checks.density import Density
from campaign.spec.findings import Severity


def test_too_many_words_are_told_with_its_count_and_the_longest_text() -> None:
    phrases = (Phrase(say_words(4)), Phrase(say_words(14, word="x"), "values.sentence"))
    (found,) = Density(play_phrases(phrases, seconds=0)).tell()
    assert (found.rule, found.severity, found.place.field) == ("B6", Severity.WARNING, "values.sentence")
    assert (found.measured, found.allowed) == ("18", "≤ 15")
