"""Raw values become typed ones, or errors that name field, language and what is allowed."""

from typing import Any

import pytest

from campaign.render.context import Choice, Clip, Day, Number, Picture, Row
from campaign.render.manifest import FieldType, Manifest, TemplateField
from campaign.render.typography import loosen
from campaign.render.values import check_values, read_values
from campaign.spec.content import Kind
from campaign.spec.errors import Faults, InvalidValue
from campaign.spec.formats import Shape
from campaign.spec.text import read_also

NARROW = "\u202f"


def make_manifest(kind: FieldType, **limits: Any) -> Manifest:
    texts = {"bg": "x", "en": "x"}
    slot = TemplateField(kind, texts, texts, sample=None, **limits)
    return Manifest(texts, texts, (Kind.STORY,), (Shape.LANDSCAPE,), {"it": slot})


def read(kind: FieldType, raw: Any, *, language: str = "bg", **limits: Any) -> Any:
    return read_values(make_manifest(kind, **limits), {"it": raw}, language=language)["it"]


def refuse(kind: FieldType, raw: Any, *, language: str = "bg", **limits: Any) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        read(kind, raw, language=language, **limits)
    return caught.value


def test_a_text_is_chosen_by_language_and_typeset() -> None:
    raw = {"bg": "Среща в  парка\nднес", "en": "A meeting"}
    assert read(FieldType.TEXT, raw) == "Среща в\u00a0парка днес"
    assert read(FieldType.TEXT, raw, language="en") == "A\u00a0meeting"
    assert read(FieldType.TEXT, "едно за всички") == "едно за\u00a0всички"


def test_a_language_without_text_is_named_and_never_translated() -> None:
    error = refuse(FieldType.TEXT, {"en": "Only English"})
    assert str(error) == "bg · it: There is no value in Български. Add it: nothing is translated by itself."


@pytest.mark.parametrize("raw", [None, "", [], {}])
def test_a_required_field_is_demanded_and_an_optional_one_may_be_left(raw: Any) -> None:
    assert str(refuse(FieldType.TEXT, raw).message) == "This field is required."
    assert read(FieldType.TEXT, raw, required=False) is None


def test_a_long_text_is_told_by_how_many_characters() -> None:
    error = refuse(FieldType.TEXT, "дванадесет б", longest=10)
    assert str(error) == "bg · it: The text is 2 characters too long. At most 10 characters fit here; it has 12."


@pytest.mark.parametrize("raw", [12, ["a"], {"bg": 5}])
def test_what_is_not_text_is_refused(raw: Any) -> None:
    assert "is not text" in str(refuse(FieldType.TEXT, raw))


def test_control_characters_are_refused() -> None:
    assert "U+0007" in str(refuse(FieldType.TEXT, "bell\x07"))


@pytest.mark.parametrize("sign", ["\u202e", "\u2066"])
def test_a_character_that_turns_the_line_round_is_refused(sign: str) -> None:
    assert "turns its direction" in str(refuse(FieldType.TEXT, f"2018{sign}").message)


def test_a_missing_number_is_called_missing() -> None:
    series = [{"label": "А"}]

    assert str(refuse(FieldType.SERIES, series).message) == "The number is missing."


def test_a_number_is_printed_and_counted_up_to() -> None:
    number = read(FieldType.NUMBER, 35000)
    assert isinstance(number, Number)
    assert (number.amount, number.text, number.steps[-1]) == (35000, f"35{NARROW}000", f"35{NARROW}000")
    assert read(FieldType.PERCENT, 7.3).text == f"7,3{NARROW}%"


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), -float("inf"), 1e30, "35000", True])
def test_what_is_no_finite_number_is_refused(raw: Any) -> None:
    refuse(FieldType.NUMBER, raw)


def test_bounds_of_a_number_are_named() -> None:
    assert "at least 0" in str(refuse(FieldType.NUMBER, -1, least=0))
    assert "at most 10" in str(refuse(FieldType.NUMBER, 11, most=10))
    assert "whole number" in str(refuse(FieldType.NUMBER, 1.5, whole=True))


def test_rows_share_the_largest_amount_and_start_at_nought() -> None:
    raw = [{"label": {"bg": "Щип"}, "amount": 132}, {"label": "Стражица", "amount": 66}, {"label": "Няма", "amount": 0}]
    assert read(FieldType.SERIES, raw) == (
        Row("Щип", 132, "132", 1.0),
        Row("Стражица", 66, "66", 0.5),
        Row("Няма", 0, "0", 0.0),
    )


def test_figures_of_a_series_have_the_same_decimals() -> None:
    rows = [{"label": "Сливен", "amount": 15.3}, {"label": "Шумен", "amount": 8}]

    assert [row.text for row in read(FieldType.SERIES, rows)] == ["15,3", "8,0"]


@pytest.mark.parametrize(("unit", "printed"), [("%", f"2,5{NARROW}%"), ({"bg": "км"}, f"2,5{NARROW}км")])
def test_a_row_may_carry_its_unit(unit: object, printed: str) -> None:
    rows = read(FieldType.SERIES, [{"label": "а", "amount": 2.5, "unit": unit}])

    assert [row.text for row in rows] == [printed]


def test_figures_of_different_units_do_not_stand_on_one_scale() -> None:
    error = refuse(FieldType.SERIES, [{"label": "а", "amount": 2, "unit": "%"}, {"label": "б", "amount": 3}])

    assert str(error.message) == "The rows have different units: %, –."


def test_each_broken_row_is_named() -> None:
    raw = [{"label": "а", "amount": -1}, {"label": {"en": "b"}, "amount": 1}, {"label": "в", "amounts": 1}, 7]
    with pytest.raises(Faults) as caught:
        read(FieldType.SERIES, raw)
    assert [error.place.field for error in caught.value.errors] == ["it.1.amount", "it.2.label", "it.3.amounts", "it.4"]


def test_too_few_and_too_many_rows_are_counted() -> None:
    assert str(refuse(FieldType.LIST, ["а"], least=2).message) == "There are too few rows: 1."
    assert str(refuse(FieldType.LIST, list("абвг"), most=3).message) == "There are too many rows: 4."
    assert "not a list" in str(refuse(FieldType.LIST, "а"))


def test_a_list_may_be_language_bound_as_a_whole_or_in_its_entries() -> None:
    assert read(FieldType.LIST, {"bg": ["а", "б"], "en": ["c"]}) == ("а", "б")
    assert read(FieldType.LIST, [{"bg": "а", "en": "c"}, "б"]) == ("а", "б")


def test_an_image_has_words_and_a_focal_point() -> None:
    raw = {"file": "a.jpg", "alt": {"bg": "Двама съседи"}, "focus": [30, 40]}
    assert read(FieldType.IMAGE, raw) == Picture("a.jpg", "Двама съседи", 30, 40)
    assert refuse(FieldType.IMAGE, {"file": "a.jpg"}).place.field == "it.alt"
    assert refuse(FieldType.IMAGE, {"alt": "x"}).place.field == "it.file"
    assert refuse(FieldType.IMAGE, {**raw, "focus": [30, 140]}).place.field == "it.focus"
    assert refuse(FieldType.IMAGE, {**raw, "fokus": 1}).place.field == "it.fokus"


def test_a_clip_ends_after_it_starts() -> None:
    raw = {"file": "a.mp4", "from": 1, "to": 7.5, "alt": "Площад"}
    assert read(FieldType.CLIP, raw) == Clip("a.mp4", 1, 7.5, "Площад")
    assert refuse(FieldType.CLIP, {**raw, "to": 1}).place.field == "it.to"


def test_subtitles_are_a_file_of_the_language() -> None:
    assert read(FieldType.SUBTITLES, {"bg": "a.bg.srt", "en": "a.en.srt"}, language="en") == "a.en.srt"


def test_an_unknown_field_is_told_with_those_that_exist() -> None:
    errors = check_values(make_manifest(FieldType.TEXT), {"it": "а", "ti": "б"}, languages=["bg", "en"])
    assert [str(error) for error in errors] == ["ti: The template has no field “ti”. Its fields are: it."]


def test_all_languages_are_checked_and_a_shared_fault_is_told_once() -> None:
    manifest = make_manifest(FieldType.TEXT, longest=3)
    errors = check_values(manifest, {"it": {"bg": "четири"}}, languages=["bg", "en"])
    assert [(error.place.language, error.place.field) for error in errors] == [("bg", "it"), ("en", "it")]
    assert len(check_values(make_manifest(FieldType.NUMBER), {"it": "x"}, languages=["bg", "en"])) == 1


def test_right_to_left_paragraphs_keep_their_direction() -> None:
    assert read(FieldType.TEXT, "EU 2021", language="ar") == "\u200fEU 2021"
    assert read(FieldType.TEXT, "جيران", language="ar") == "جيران"
    assert read(FieldType.TEXT, "جيران", language="bg") == "\u200eجيران"


@pytest.mark.parametrize(
    ("raw", "text"), [("2025-12-09", "09.12.2025 г."), ("2025-12", "декември 2025 г."), (2025, "2025 г.")]
)
def test_a_date_may_be_a_day_a_month_or_a_year(raw: Any, text: str) -> None:
    day = read(FieldType.DATE, raw)

    assert isinstance(day, Day)
    assert loosen(day.text) == text


@pytest.mark.parametrize("raw", ["2025-13-01", "09.12.2025", "2025-02-30", "0000", True, 25])
def test_what_is_no_date_is_refused_with_an_example(raw: Any) -> None:
    assert "2025-12-09" in str(refuse(FieldType.DATE, raw).hint)


def test_a_choice_is_one_of_its_options_in_the_language() -> None:
    options = {
        "one": {"bg": "един отговор", "en": "one answer"},
        "many": {"bg": "няколко отговора", "en": "several answers"},
    }

    assert read(FieldType.CHOICE, "many", language="en", options=options) == Choice("many", "several answers")
    assert "one, many" in str(refuse(FieldType.CHOICE, "none", options=options).hint)


def make_part(kind: FieldType, **limits: Any) -> TemplateField:
    return TemplateField(kind, {"bg": "а", "en": "a"}, {"bg": "а.", "en": "a."}, **limits)


def test_rows_are_records_of_their_parts_with_like_decimals() -> None:
    parts = {"label": make_part(FieldType.TEXT), "share": make_part(FieldType.PERCENT, most=100)}
    rows = [{"label": {"bg": "да", "en": "yes"}, "share": 15.3}, {"label": {"bg": "не", "en": "no"}, "share": 8}]

    read_rows = read(FieldType.ROWS, rows, parts=parts)

    assert [(row["label"], row["share"].text) for row in read_rows] == [("да", "15,3\u202f%"), ("не", "8,0\u202f%")]


def test_a_fault_inside_a_row_is_named_by_row_and_part() -> None:
    parts = {"label": make_part(FieldType.TEXT), "share": make_part(FieldType.PERCENT, most=100)}

    error = refuse(FieldType.ROWS, [{"label": "да", "share": 15}, {"label": "не", "share": 120}], parts=parts)

    assert error.place.field == "it.2.share"


def test_rows_of_two_languages_are_paired() -> None:
    parts = {"label": make_part(FieldType.TEXT)}

    (row,) = read(FieldType.ROWS, [{"label": {"bg": "да", "en": "yes"}}], parts=parts, language="bg+en")

    assert (row["label"], read_also(row["label"])) == ("да", "yes")
