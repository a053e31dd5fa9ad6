"""E1, E2 and E7, on both sides of their thresholds."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from campaign.checks.statistics import check_doubt, check_source, check_sums
from campaign.render.manifest import FieldType, TemplateField, Total
from campaign.render.totals import measure_slack
from campaign.spec.content import Item, Kind
from tests.factories.items import SOURCE, make_figure, make_myth, make_schema, make_story

NUMBER = make_schema(number=FieldType.NUMBER, what=FieldType.TEXT)
SERIES = make_schema(series=FieldType.SERIES)
WHOLE = ("parts-of-a-whole",)


def list_fields(item: Item, *, language: str = "bg") -> list[str]:
    return [found.place.field for found in check_source(item, language=language, template=NUMBER)]


def test_a_figure_with_its_source_passes() -> None:
    assert list_fields(make_figure()) == []


def test_a_figure_without_a_source_is_refused() -> None:
    assert list_fields(make_figure(source=None)) == ["source"]


def test_a_myth_needs_a_source_though_it_has_no_figure() -> None:
    assert list_fields(replace(make_myth(), source=None)) == ["source"]


def test_a_story_without_a_figure_needs_none() -> None:
    assert list_fields(make_story()) == []


def test_an_event_with_a_figure_needs_one() -> None:
    assert list_fields(make_figure(kind=Kind.EVENT, source=None)) == ["source"]


def test_a_notice_carries_its_contract_instead() -> None:
    assert list_fields(make_figure(kind=Kind.NOTICE, source=None)) == []


@pytest.mark.parametrize("part", ["name", "population", "unit"])
def test_every_part_of_a_source_is_needed_in_the_language(part: str) -> None:
    changes: dict[str, Any] = {part: {"bg": "Нещо", "en": " "}}
    item = make_figure(source=replace(SOURCE, **changes))
    assert list_fields(item, language="en") == [f"source.{part}"]
    assert list_fields(item, language="bg") == []


def test_a_source_has_a_period() -> None:
    assert list_fields(make_figure(source=replace(SOURCE, period=""))) == ["source.period"]


@pytest.mark.parametrize(
    ("amounts", "rules"),
    [
        ((60, 40), []),
        ((33.3, 33.3, 33.3), []),  # 99.9, slack 0.15
        ((33.4, 33.4, 33.3), []),  # 100.1
        ((33.4, 33.4, 33.4), ["E2"]),  # 100.2
        ((50, 30, 19), []),  # 99, slack 1.5
        ((50, 30, 18), ["E2"]),  # 98
        ((50.5, 30, 19.4), []),  # 99.9, tenths: slack 0.15
        ((50.5, 30, 19.3), ["E2"]),  # 99.8
    ],
)
def test_parts_of_a_whole_sum_to_it(amounts: tuple[float, ...], rules: list[str]) -> None:
    item = make_figure(amounts=amounts, tags=WHOLE)
    assert [found.rule for found in check_sums(item, language="bg", template=SERIES)] == rules


@pytest.mark.parametrize(("shares", "answers", "fields"), [
    ((60, 40), "one", []),
    ((60, 30), "one", ["values.rows"]),
    ((60, 30), "many", []),
])  # fmt: skip
def test_rows_of_a_total_sum_to_it_unless_people_chose_several(
    shares: tuple[float, ...], answers: str, fields: list[str]
) -> None:
    both = {"bg": "Поле", "en": "Field"}
    share = TemplateField(FieldType.PERCENT, both, both)
    total = Total(down=("share",), unless="answers.many")
    rows = TemplateField(FieldType.ROWS, both, both, parts={"share": share}, total=total)
    schema = make_schema(answers=FieldType.CHOICE)
    template = replace(schema, manifest=replace(schema.manifest, fields={**schema.manifest.fields, "rows": rows}))
    item = replace(make_figure(), values={"answers": answers, "rows": [{"share": amount} for amount in shares]})

    found = list(check_sums(item, language="en", template=template))

    assert [(finding.rule, finding.place.field) for finding in found] == [("E2", field) for field in fields]


def test_what_is_not_a_whole_may_sum_to_anything() -> None:
    assert list(check_sums(make_figure(amounts=(70, 60)), language="bg", template=SERIES)) == []


def test_slack_grows_with_the_number_of_parts() -> None:
    assert measure_slack((Decimal("1.5"), Decimal("2"))) == Decimal("0.10")
    assert measure_slack((Decimal("50"), Decimal("50"), Decimal("0"))) == Decimal("1.5")


def test_a_doubtful_figure_is_refused_in_the_readers_language() -> None:
    item = make_figure(doubt={"bg": "Неясно.", "en": "Unclear."})
    assert [str(found.message) for found in check_doubt(item, language="en")] == [
        "The figure is not verified and will not be published: Unclear."
    ]
    assert list(check_doubt(make_figure(), language="en")) == []
