"""What is different between two versions: marked word by word, in a time that nobody can stretch."""

import pytest

from campaign.services import versions
from campaign.services.versions import MOST_PAIRS, Piece, mark_words


def test_words_are_marked_where_they_differ() -> None:
    assert mark_words("We play here.", "We play there.") == (
        (Piece("We play ", "kept"), Piece("here", "gone"), Piece(".", "kept")),
        (Piece("We play ", "kept"), Piece("there", "new"), Piece(".", "kept")),
    )
    assert mark_words("a b c d", "a x c y") == (
        (Piece("a ", "kept"), Piece("b", "gone"), Piece(" c ", "kept"), Piece("d", "gone")),
        (Piece("a ", "kept"), Piece("x", "new"), Piece(" c ", "kept"), Piece("y", "new")),
    )
    assert mark_words("same", "same") == ((Piece("same", "kept"),), (Piece("same", "kept"),))
    assert mark_words("", "new") == ((), (Piece("new", "new"),))
    assert mark_words("aa aa", "aa") == ((Piece("aa", "kept"), Piece(" aa", "gone")), (Piece("aa", "kept"),))


def test_a_word_changed_in_a_long_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (f"{'a b ' * 900}{word}{' c' * 900}" for word in ("old", "new"))
    assert [piece.text for side in mark_words(old, new) for piece in side if piece.how != "kept"] == ["old", "new"]


def test_what_would_take_too_long_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    class Matcher:
        def __init__(self, _junk: object, before: list[str], after: list[str], **_: object) -> None:
            compared.append(len(before) * len(after))

        def get_opcodes(self) -> list[tuple[str, int, int, int, int]]:
            return []

    monkeypatch.setattr(versions, "SequenceMatcher", Matcher)
    dots = "." * 999, ",." * 499
    assert mark_words(*dots)[0][0] == Piece("." * 998, "gone")
    mark_words("a b", "c d")
    assert compared == [9]
    assert max(compared) <= MOST_PAIRS
