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
PLAIN = make_schema(headline=FieldType.TEXT)


def make_survey(**total: Any) -> Template:
    schema = make_schema(asked=FieldType.NUMBER, began=FieldType.DATE, question=FieldType.TEXT)
    rows = TemplateField(FieldType.ROWS, BOTH, BOTH, parts=dict.fromkeys("abc", SHARE), total=Total(**total))
    manifest: Manifest = replace(schema.manifest, fields={**schema.manifest.fields, "rows": rows})
    return replace(schema, manifest=manifest)


POLL = make_survey(down=("a",), asked="asked")
SIDES = make_survey(across=("a", "b", "c"), sides=(("a", "b"), ("c",)), asked="asked")
ROUNDS = make_survey(sides=(("a",),), rounds="b")
FACTS = {"began": "2021-05-03", "question": {"bg": "Бихте ли?", "en": "Would you?"}}


def make_answers(asked: object, *rows: dict[str, float], **facts: Any) -> Item:
    return replace(make_figure(), values={"asked": asked, "rows": list(rows)} | FACTS | facts)


def make_text(headline: str) -> Item:
    return replace(make_figure(), values={"headline": {"bg": headline, "en": headline}})


def list_found(item: Item, template: Template, language: str = "en") -> list[tuple[str, str, str]]:
    found = check_surveys(item, language=language, template=template)
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


@pytest.mark.parametrize(("second", "found"), [(54, []), (52, [("E4", "warning", "values.rows.1.a")]), (50, [])])
def test_two_surveys_differ_by_more_than_both_may_be_off(second: float, found: list[tuple[str, str, str]]) -> None:
    """Twice ±2.5 points of 1500 people: together ±3.6."""
    rows = ({"a": 50.0, "b": 1500.0}, {"a": float(second), "b": 1500.0})
    assert list_found(make_answers(None, *rows), ROUNDS) == found


def test_each_of_several_surveys_needs_its_people() -> None:
    few = make_answers(None, {"a": 50, "b": 1500}, {"a": 80, "b": 19})
    assert list_found(few, ROUNDS) == [("E6", "error", "values.rows.1.b")]
    missing = make_answers(None, {"a": 50, "b": 1500}, {"a": 80})
    assert list_found(missing, ROUNDS) == [("E4", "error", "values.rows")]


@pytest.mark.parametrize(("facts", "field"), [
    ({"asked": None}, "values.asked"),
    ({"began": ""}, "values.began"),
    ({"question": {"en": " "}}, "values.question"),
])  # fmt: skip
def test_a_survey_says_how_many_when_and_what(facts: dict[str, Any], field: str) -> None:
    item = make_answers(1000, {"a": 60}, {"a": 40})
    assert list_found(replace(item, values={**item.values, **facts}), POLL) == [("E4", "error", field)]


@pytest.mark.parametrize(("language", "text", "missing"), [
    ("en", "62% of those asked have a friend abroad", 2),
    ("en", "62% of 812 respondents have a friend abroad", 1),
    ("en", "Do you have a friend abroad? 62% yes (n = 812, poll)", 0),
    ("bg", "62 % от запитаните имат приятел в чужбина", 2),
    ("bg", "62 % от 812 анкетирани имат приятел в чужбина", 1),
    ("bg", "Имате ли приятел в чужбина? 62 % (допитване, n = 812)", 0),
    ("en", "15.3% of those who answered the census", 0),
    ("bg", "15,3 % от отговорилите при преброяването", 0),
    ("en", "6% were out of work (Labour Force Survey)", 0),
])  # fmt: skip
def test_a_text_that_speaks_of_a_survey_tells_how_many_were_asked_and_what(
    language: str, text: str, missing: int
) -> None:
    found = [("E4", "error", "values.headline")] * missing
    assert list_found(make_text(text), PLAIN, language) == found
