"""Words break by the rules of their own language, and what is no plain word never does."""

import pytest

from campaign.render.hyphens import split_word


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("антидискриминационните", "bg", ("антидискри", "минационните")),
        ("incomprehensibilities", "en", ("incomprehens", "ibilities")),
        ("Gleichstellungsbeauftragte", "de", ("Gleichstellungs", "beauftragte")),
        ("anticonstitutionnellement", "fr", ("anticonstitu", "tionnellement")),
        ("samenwerkingsverband", "nl", ("samenwer", "kingsverband")),
        ("desproporcionadamente", "es", ("despropor", "cionadamente")),
    ],
)
def test_a_word_splits_in_even_halves(word: str, language: str, parts: tuple[str, ...]) -> None:
    assert split_word(word, languages=(language,), parts=2) == parts


def test_more_parts_are_smaller() -> None:
    parts = split_word("противоконституционствувателствувайте", languages=("bg",), parts=4)
    assert parts is not None
    assert "".join(parts) == "противоконституционствувателствувайте"
    assert max(map(len, parts)) <= 11


@pytest.mark.parametrize(
    ("word", "languages"),
    [
        ("дом", ("bg",)),  # nothing to break
        ("BG16M1OP002", ("en",)),  # a code
        ("ПРОТИВОКОНСТИТУЦИОННО", ("bg",)),  # initials, or a shout
        ("example.org", ("en",)),
        ("مسؤوليات", ("ar",)),  # never broken
        ("muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine", ("tr",)),  # no patterns
        ("incomprehensibilities", ("bg",)),  # a foreign word
        ("samenwerkingsverband", ("nl", "fr")),  # whose word?
        ("а" * 300, ("bg",)),
    ],
)
def test_what_is_no_plain_word_of_the_language_stays_whole(word: str, languages: tuple[str, ...]) -> None:
    assert split_word(word, languages=languages, parts=2) is None


def test_two_languages_in_two_scripts_break_each_their_own_words() -> None:
    assert split_word("антидискриминационните", languages=("bg", "en"), parts=2)
    assert split_word("incomprehensibilities", languages=("bg", "en"), parts=2)
