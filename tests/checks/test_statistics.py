"""E1, E2 and E7, on both sides of their thresholds."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from campaign.checks.statistics import check_doubt, check_gaps, check_source, check_sums
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


@pytest.mark.parametrize("given", ["-", "n/a", "?", "неизвестно", "…"])
def test_a_mark_that_stands_for_nothing_is_no_source(given: str) -> None:
    item = make_figure(source=replace(SOURCE, population={"bg": given}))
    assert list_fields(item) == ["source.population"]


@pytest.mark.parametrize(("period", "fields"), [("recently", ["source.period"]), ("Q2 2021", []), ("2018–2019", [])])
def test_a_period_has_a_year(period: str, fields: list[str]) -> None:
    assert list_fields(make_figure(source=replace(SOURCE, period=period))) == fields


@pytest.mark.parametrize(("shown", "fields"), [
    ("2021 г.", []),
    ("преброяване", []),
    ("2021/2022 г.", []),
    ("2011 г.", ["values.period"]),
    ("2011–2021 г.", ["values.period"]),
])  # fmt: skip
def test_the_picture_and_its_source_say_the_same_years(shown: str, fields: list[str]) -> None:
    item = make_figure()
    assert list_fields(replace(item, values={**item.values, "period": {"bg": shown}})) == fields


TILES = make_schema(regions=FieldType.REGIONS)


def make_map(**figures: float | None) -> Item:
    return replace(make_figure(), values={"regions": {"country": "bg", "figures": figures}})


def test_provinces_without_a_figure_are_left_out_and_never_nought() -> None:
    """The census of 2021: of Dobrich and Burgas only the share is published, of most provinces neither."""
    known = {"SLV": 15.3, "SZR": 6.6, "SHU": 8.0, "DOB": 7.2, "BGS": 4.2}
    assert list(check_gaps(make_map(**known), template=TILES)) == []
    (found,) = check_gaps(make_map(**known, VID=0, VRC=0.0, PER=None), template=TILES)
    assert (found.rule, found.severity.value, found.measured) == ("E5", "warning", "2")
    assert str(found.message) == "Nought is shown for: VID, VRC."


def test_a_bar_of_nought_is_asked_for() -> None:
    assert [found.rule for found in check_gaps(make_figure(amounts=(4, 0)), template=SERIES)] == ["E5"]
    assert list(check_gaps(make_figure(amounts=(4, 1)), template=SERIES)) == []


def test_a_map_needs_a_source() -> None:
    item = replace(make_map(SLV=15.3), kind=Kind.EVENT, source=None)
    assert [found.rule for found in check_source(item, language="bg", template=TILES)] == ["E1"]
