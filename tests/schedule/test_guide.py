"""The guide of schedules: its examples are read by the product, and it names every field and every rule."""

import re
from dataclasses import fields
from pathlib import Path

from campaign.schedule.flight import Flight
from campaign.schedule.plan import read_plan
from campaign.spec.findings import Severity
from campaign.spec.rules.schedule import RULES
from tests.factories.schedule import read_samples

GUIDE = (Path(__file__).parents[2] / "docs" / "schedules.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


def read_rows(heading: str) -> list[str]:
    """The first cell of each row of the table below a heading, without the table's own head."""
    part = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")]
    return rows[1:]


def test_the_examples_are_a_schedule() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)
    texts = {**read_samples(), **{f"{block.partition(':')[0]}.yaml": block for block in blocks}}
    plan = read_plan(texts)
    assert [flight.id for flight in plan.flights] == ["neighbours", "commuters", "funded"]
    assert plan.flights[1].channels == ("tram", "tram-ribbon", "tram-band")


def test_every_field_of_a_flight_is_explained() -> None:
    named = [name for row in read_rows("Flights") for name in CODE.findall(row)]
    assert sorted(named) == sorted(part.name for part in fields(Flight))


def test_every_rule_is_explained_with_what_it_forbids() -> None:
    rows = read_rows("What stands in the way")
    expected = [rule.id for rule in RULES]
    assert [row.partition(",")[0] for row in rows] == expected
    errors = {rule.id for rule in RULES if rule.severity is Severity.ERROR} - {"S3"}  # its table cell says when
    assert {row.partition(",")[0] for row in rows if "error" in row} == errors
