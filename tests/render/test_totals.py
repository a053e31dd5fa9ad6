"""Shares that make a whole, down the rows and across them, on both sides of what rounding allows."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from campaign.render.manifest import FieldType, Manifest, TemplateField, Total
from campaign.render.totals import find_wrong_totals
from campaign.render.values import check_values
from campaign.spec.languages import Texts

TITLE: Texts = {"bg": "Поле", "en": "Field"}
SHARE = TemplateField(FieldType.PERCENT, TITLE, TITLE, required=False)


def make_field(**total: Any) -> TemplateField:
    parts = dict.fromkeys(("first", "second", "third"), SHARE)
    return TemplateField(FieldType.ROWS, TITLE, TITLE, required=False, parts=parts, total=Total(**total))


def list_paths(field: TemplateField, rows: Sequence[Mapping[str, float]], *, columns: int = 0) -> list[str]:
    return [wrong.path for wrong in find_wrong_totals("rows", field, rows, columns=columns, language="en")]


@pytest.mark.parametrize(
    ("shares", "paths"),
    [
        ((60, 40), []),
        ((33.3, 33.3, 33.3), []),  # 99.9, slack 0.15
        ((33.4, 33.4, 33.4), ["rows"]),  # 100.2
        ((50, 30, 19), []),  # 99, slack 1.5
        ((50, 30, 18), ["rows"]),
    ],
)
def test_a_column_is_a_whole_within_rounding(shares: tuple[float, ...], paths: list[str]) -> None:
    assert list_paths(make_field(down=("first",)), [{"first": share} for share in shares]) == paths


@pytest.mark.parametrize(("shares", "paths"), [((50, 30, 19), []), ((50, 30, 18), ["rows.2"]), ((50, 50), [])])
def test_a_row_is_a_whole_within_rounding(shares: tuple[float, ...], paths: list[str]) -> None:
    rows = [{"first": 100.0}, dict(zip(("first", "second", "third"), shares, strict=False))]
    assert list_paths(make_field(across=("first", "second", "third")), rows) == paths


def test_a_share_that_one_row_lacks_is_named() -> None:
    rows: list[Mapping[str, float]] = [{"first": 50, "second": 40}, {"first": 50}]
    assert list_paths(make_field(down=("first", "second")), rows) == ["rows.2.second"]


@pytest.mark.parametrize(
    ("row", "columns", "paths"),
    [
        ({"first": 100}, 0, []),
        ({"first": 100, "second": 100}, 2, []),
        ({"first": 100, "second": 100}, 0, ["rows"]),
        ({"first": 100}, 2, ["rows"]),
        ({"first": 100, "third": 100}, 2, ["rows"]),
    ],
)
def test_every_column_has_its_name(row: Mapping[str, float], columns: int, paths: list[str]) -> None:
    field = make_field(down=("first", "second", "third"), columns="names")
    assert list_paths(field, [row], columns=columns) == paths


@pytest.mark.parametrize(("answers", "faults"), [("one", ["rows"]), ("many", [])])
def test_several_answers_a_person_make_no_whole(answers: str, faults: list[str]) -> None:
    choice = TemplateField(FieldType.CHOICE, TITLE, TITLE, options={"one": TITLE, "many": TITLE})
    fields = {"answers": choice, "rows": make_field(down=("first",), unless="answers.many")}
    values = {"answers": answers, "rows": [{"first": 70}, {"first": 60}]}

    errors = check_values(Manifest(TITLE, TITLE, (), (), fields), values, languages=["en"])

    assert [error.place.field for error in errors] == faults
