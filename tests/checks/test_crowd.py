"""How many words stand large at once (checks.md B6); most cases are in the corpus."""

from dataclasses import replace

import pytest

from benchmarks.corpus.phrases import Phrase, play_phrases, say_words
from campaign.checks.crowd import check_crowd
from campaign.spec.channels import is_passed
from campaign.spec.findings import Severity
from tests.factories.values import make_channel


def test_a_crowd_is_told_with_its_count_and_the_longest_text() -> None:
    phrases = (Phrase(say_words(4)), Phrase(say_words(14, word="x"), "values.sentence"))
    (found,) = check_crowd(play_phrases(phrases, seconds=0))
    assert (found.rule, found.severity, found.place.field) == ("B6", Severity.WARNING, "values.sentence")
    assert (found.measured, found.allowed) == ("18", "≤ 15")


@pytest.mark.parametrize(
    ("venue", "passed"),
    [
        (10801, False),
        (10802, True),
        (10502, False),
        (10503, True),
        (301, True),
        (30101, True),
        (303, False),
        (6, False),
    ],
)
def test_people_pass_streets_concourses_and_vehicles(venue: int, passed: bool) -> None:
    assert is_passed(venue) is passed


def test_a_channel_tells_its_pictures_that_people_pass_them() -> None:
    inside = make_channel()
    assert (inside.venue, inside.format.passed) == (10801, False)
    assert replace(inside, venue=10802).format.passed
