"""A character that no packaged font draws is named with its field, before anything is drawn."""

import pytest

from campaign.render.compose import build_context
from campaign.render.glyphs import check_glyphs, find_missing
from campaign.spec.errors import Faults, MissingGlyph
from tests.render.jobs import make_job


@pytest.mark.parametrize(
    "text", ["Ѝ ѝ „кавички“ – № 5 …", "35\u202f000\u00a0€", "Štip ğ ş ı", "جيران", "नमस्ते", "e\u0301", "\u200fEU"]
)
def test_our_languages_are_drawn(text: str) -> None:
    assert find_missing(text) == ()


def test_emoji_and_foreign_scripts_are_found_once_each() -> None:
    assert find_missing("а 😀 😀 漢") == ("😀", "漢")


def test_what_only_the_legal_face_has_is_missing_elsewhere() -> None:
    assert (find_missing("👍"), find_missing("👍", is_legal=True)) == (("👍",), ())


def test_the_error_names_character_and_field() -> None:
    with pytest.raises(MissingGlyph) as caught:
        check_glyphs(build_context(make_job(headline="Здравей 😀")))
    assert str(caught.value).startswith("bg · headline: No font can draw “😀” (U+1F600).")


def test_several_are_told_at_once() -> None:
    with pytest.raises(Faults) as caught:
        check_glyphs(build_context(make_job(headline="😀 漢")))
    assert len(caught.value.errors) == 2
