"""Texts that were written to keep the checks busy: what is asked of them grows no faster than they do."""

import pytest

from campaign.checks.folding import fold, list_tokens
from campaign.checks.origin import find_persons
from campaign.checks.points import SIGNED

LENGTH = 400_000


def test_a_hashtag_as_long_as_a_book_has_no_more_readings_than_a_long_one() -> None:
    counts = [max(len(token.readings) for token in list_tokens(fold("#" + "аб" * size))) for size in (100, 5_000)]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["1" * LENGTH, "1 %" + " " * LENGTH, "1" + " " * LENGTH, "1," * (LENGTH // 2)])
def test_numbers_without_end_are_read_once(text: str) -> None:
    assert [match[0] for match in SIGNED.finditer(text)] == (["1 %"] if "%" in text else [])


def test_every_person_named_is_asked_about_with_the_words_before_alone() -> None:
    found = list(find_persons("Мехмед, ром от Монтана. " * 4_000, language="bg", is_personal=True))
    assert len(found) == 4_000
