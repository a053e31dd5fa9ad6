"""E3: lengths are found out whoever drew them, from nought or not; signs are as many as were counted."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.checks.proportions import check_proportions
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.render.marks import Length, Marks, Signs
from campaign.spec.boxes import Box
from campaign.spec.content import Item
from tests.factories.items import make_figure, make_schema

BOTH = {"bg": "Поле", "en": "Field"}
BARS = make_schema(series=FieldType.SERIES)
SERIES = (31.0, 38.0, 52.0)


def make_rows(*parts: str) -> Template:
    fields = {part: TemplateField(FieldType.NUMBER, BOTH, BOTH) for part in parts}
    rows = TemplateField(FieldType.ROWS, BOTH, BOTH, parts=fields)
    return replace(BARS, manifest=replace(BARS.manifest, fields={"rows": rows}))


def draw(*lengths: float, side: str = "width", amounts: tuple[float | None, ...] = (), family: str = "bar") -> Marks:
    told = amounts or (None,) * len(lengths)
    return Marks(
        tuple(
            Length(
                f"bar-{at}",
                family,
                Box(0, 0, length, 9) if side == "width" else Box(0, 0, 9, length),
                {side: f"{length:g}px"},
                amount,
            )
            for at, (length, amount) in enumerate(zip(lengths, told, strict=True))
        )
    )


def list_found(marks: Marks, item: Item | None = None, template: Template = BARS) -> list[tuple[str, str]]:
    item = item or make_figure(amounts=SERIES)
    found = check_proportions(marks, item=item, template=template, language="en")
    return [(finding.measured, finding.allowed) for finding in found]


@pytest.mark.parametrize("side", ["width", "height"])
@pytest.mark.parametrize(("lengths", "found"), [
    ((310, 380, 520), []),
    ((311, 379, 520), []),
    ((10, 80, 220), [("5 %", "60 %")]),  # from 30 on
    ((410, 480, 620), [("66 %", "60 %")]),  # a hundred pixels beside
    ((96, 144, 270), [("36 %", "60 %")]),  # squared
    ((557, 616, 721), [("77 %", "60 %")]),  # by area
    ((318, 380, 520), []),  # two per cent of the longest is allowed
    ((322, 380, 520), [("62 %", "60 %")]),
])  # fmt: skip
def test_bars_start_at_nought_and_are_in_proportion(side: str, lengths: Any, found: list[tuple[str, str]]) -> None:
    assert list_found(draw(*lengths, side=side)) == found


@pytest.mark.parametrize("lengths", [(200, 200, 200), (200, 201, 202), (300, 200, 100), (100, 300, 200), (100, 200)])
def test_what_does_not_rise_with_the_figures_is_no_bar(lengths: tuple[float, ...]) -> None:
    assert list_found(draw(*lengths)) == []


def test_a_page_that_tells_the_amounts_is_held_to_them_in_any_order() -> None:
    assert list_found(draw(520, 310, amounts=(52, 31))) == []
    assert list_found(draw(520, 400, amounts=(52, 31))) == [("77 %", "60 %")]


def test_parts_of_rows_may_be_drawn_in_any_order() -> None:
    rows = make_rows("a", "b")
    item = replace(make_figure(), values={"rows": [{"a": 60, "b": 40}, {"a": 30, "b": 70}]})
    assert list_found(draw(600, 400, 300, 700), item, rows) == []
    assert list_found(draw(600, 300, 400, 700), item, rows) == []
    assert list_found(draw(200, 400), item, rows) == [], "the differences, as a dumbbell draws them"
    assert list_found(draw(700, 550, 450, 800), item, rows) != []


@pytest.mark.parametrize(("counts", "found"), [
    ((3, 7), []),
    ((7, 3), []),
    ((4, 6), [("4 / 10", "3 / 10")]),
    ((10,), [("0 / 10", "3 / 10")]),
    ((5, 5, 2), []),
    ((12, 3), []),
])  # fmt: skip
def test_as_many_signs_are_filled_as_were_counted(counts: tuple[int, ...], found: list[tuple[str, str]]) -> None:
    count = TemplateField(FieldType.NUMBER, BOTH, BOTH, whole=True, most=10)
    template = replace(BARS, manifest=replace(BARS.manifest, fields={"count": count}))
    item = replace(make_figure(), values={"count": 3})
    assert list_found(Marks(signs=(Signs("person", counts),)), item, template) == found


def test_the_longest_bar_is_outlined_where_it_is_wrong() -> None:
    (found,) = check_proportions(draw(10, 80, 220), item=make_figure(amounts=SERIES), template=BARS, language="en")
    assert (found.rule, found.place.field, found.place.box) == ("E3", "values.series", Box(0, 0, 10, 9))


def test_a_long_table_is_not_tried_in_every_way() -> None:
    rows = make_rows("a", "b", "c")
    item = replace(make_figure(), values={"rows": [{"a": at, "b": at * 2, "c": at + 7} for at in range(60)]})
    assert list_found(draw(*(10.0 + 3 * at for at in range(30))), item, rows) == []
