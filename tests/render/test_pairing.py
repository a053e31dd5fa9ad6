"""Two languages in one picture: every text knows its second, figures stay the first's, unequal rows are refused."""

from collections.abc import Mapping

import pytest

from campaign.render.context import Number, Row, Shown
from campaign.render.pairing import pair_values
from campaign.spec.errors import InvalidValue, UnknownName
from campaign.spec.languages import name_languages, split_languages
from campaign.spec.text import Text, join_texts, read_also


def test_texts_know_their_second_language_and_figures_stay() -> None:
    first: Mapping[str, Shown] = {
        "claim": "Градът расте",
        "number": Number(7.3, "7,3 %"),
        "rows": (Row("Русе", 2, "2", 1.0),),
    }
    second: Mapping[str, Shown] = {
        "claim": "The city grows",
        "number": Number(7.3, "7.3%"),
        "rows": (Row("Ruse", 2, "2", 1.0),),
    }

    paired = pair_values(first, second, language="bg+en")

    assert paired == first
    assert [read_also(text) for text in (paired["claim"],) if isinstance(text, str)] == ["The city grows"]
    assert [read_also(row.label) for row in paired["rows"]] == ["Ruse"]  # type: ignore[union-attr]


def test_what_reads_the_same_in_both_is_said_once() -> None:
    assert read_also(Text("2018", "2018")) == ""


def test_rows_of_other_number_are_refused_by_field() -> None:
    with pytest.raises(InvalidValue) as caught:
        pair_values({"steps": ("а", "б")}, {"steps": ("a",)}, language="bg+en")

    assert (caught.value.place.field, caught.value.place.language) == ("steps", "bg+en")


def test_joined_texts_join_in_both_languages() -> None:
    joined = join_texts(Text("ученици", "pupils"), " · ", "2018")

    assert (joined, joined.also) == ("ученици · 2018", "pupils · 2018")


@pytest.mark.parametrize("code", ["bg+bg", "bg+en+ar", "bg+xx", ""])
def test_what_is_not_one_or_two_languages_is_refused(code: str) -> None:
    with pytest.raises(UnknownName):
        split_languages(code)


def test_two_languages_are_named_by_their_speakers() -> None:
    assert name_languages("bg+en") == "Български + English"
