"""E4 and E6, on both sides of their thresholds."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.checks.surveys import check_surveys
from campaign.render.manifest import FieldType, Manifest, Template, TemplateField, Total
from campaign.spec.content import Item
from tests.factories.items import make_figure, make_schema

BOTH = {"bg": "Поле", "en": "Field"}
SHARE = TemplateField(FieldType.PERCENT, BOTH, BOTH)


def make_survey(**total: Any) -> Template:
    schema = make_schema(asked=FieldType.NUMBER)
    rows = TemplateField(
        FieldType.ROWS, BOTH, BOTH, parts=dict.fromkeys("abc", SHARE), total=Total(asked="asked", **total)
    )
    manifest: Manifest = replace(schema.manifest, fields={**schema.manifest.fields, "rows": rows})
    return replace(schema, manifest=manifest)


POLL = make_survey(down=("a",))
SIDES = make_survey(across=("a", "b", "c"), sides=(("a", "b"), ("c",)))


def make_answers(asked: object, *rows: dict[str, float]) -> Item:
    return replace(make_figure(), values={"asked": asked, "rows": list(rows)})


def list_found(item: Item, template: Template) -> list[tuple[str, str, str]]:
    found = check_surveys(item, language="en", template=template)
    return [(finding.rule, finding.severity.value, finding.place.field) for finding in found]


@pytest.mark.parametrize(("asked", "found"), [(19, [("E6", "error", "values.asked")]), (20, [])])
def test_fewer_than_twenty_people_are_no_survey(asked: int, found: list[tuple[str, str, str]]) -> None:
    assert list_found(make_answers(asked, {"a": 90}, {"a": 10}), POLL) == found


@pytest.mark.parametrize(("first", "second", "found"), [(53, 47, False), (51, 49, True), (50, 50, False)])
def test_a_lead_inside_the_margin_is_told(first: float, second: float, found: bool) -> None:
    """A thousand people: ±3.1 points."""
    answers = list_found(make_answers(1000, {"a": first}, {"a": second}), POLL)
    assert answers == [("E4", "warning", "values.rows")] * found


def test_the_sides_of_a_statement_are_compared_as_sums() -> None:
    item = make_answers(1000, {"a": 40, "b": 11, "c": 49}, {"a": 20, "b": 20, "c": 60})
    assert list_found(item, SIDES) == [("E4", "warning", "values.rows.1")]


def test_what_lacks_its_number_of_people_is_for_its_field_to_tell() -> None:
    assert list_found(make_answers(None, {"a": 51}, {"a": 49}), POLL) == []
