"""Words against the time they can be read in (checks.md B5); most cases are in the corpus."""

from collections.abc import Sequence

import pytest

from benchmarks.corpus.phrases import Phrase, play_phrases, say_words
from campaign.checks.reading import Reading
from campaign.checks.words import count_read, count_words
from campaign.spec.findings import Finding, Severity


def look(phrases: Sequence[Phrase], *, seconds: float = 10.0, slot: float = 0.0) -> list[Finding]:
    scene = play_phrases(phrases, seconds=seconds)
    reading = Reading(scene, slot=slot)
    for moment in scene.moments:
        reading.see(moment)
    return list(reading.tell())


def test_a_hurried_text_is_told_with_its_field_place_and_seconds() -> None:
    (found,) = look((Phrase(say_words(6), start=2, end=3.5),))
    assert (found.rule, found.severity, found.place.field) == ("B5", Severity.ERROR, "values.headline")
    assert (found.measured, found.allowed) == ("1.5 s", "≥ 2.0 s")
    assert found.place.box is not None


def test_too_many_words_together_are_told_once_with_the_second_they_begin() -> None:
    texts = [Phrase(say_words(8, word=f"w{part}x"), f"values.part.{part}", start=1) for part in range(4)]
    (found,) = look(texts)
    assert (found.severity, found.place.second, found.allowed) == (Severity.ERROR, 1.0, "≤ 3 words in 1 s")
    assert float(found.measured.split()[0]) == pytest.approx(32 / 9, abs=0.1)


def test_what_each_text_lacks_is_told_before_what_all_lack() -> None:
    found = look((Phrase(say_words(40)), Phrase(say_words(4, word="x"), "values.note", start=9)))
    assert [each.place.field for each in found] == ["values.headline", "values.note"]


def test_a_still_is_only_held_against_the_slot_in_which_it_is_shown() -> None:
    assert look((Phrase(say_words(40)),), seconds=0) == []
    assert [found.severity for found in look((Phrase(say_words(40)),), seconds=0, slot=10)] == [Severity.ERROR]


def test_words_are_counted_with_the_figures_among_them() -> None:
    assert [count_words(text) for text in ("310", "от 480 ученици", "a – b", "", "7,3 %", "Щип · 2018 г.")] == [
        0,
        3,
        2,
        0,
        0,
        3,
    ]


def test_of_two_languages_everybody_reads_one() -> None:
    assert count_read(("едно две три", "one two", "310"), language="bg+en") == 3
    assert count_read(("one two three", "een twee"), language="en+nl") == 2.5
    assert count_read(("едно две три", "one two"), language="bg") == 5
