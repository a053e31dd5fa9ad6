"""`campaign check` finds out what it was given: a material of the database, a template, or nothing that is known."""

import json

import pytest
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.convert import write_body, write_error
from campaign.data.models import Material, Rendering
from campaign.spec.boxes import Box
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from tests.factories.rows import TOO_LONG, make_material

PALE = Finding(
    "B3",
    Severity.ERROR,
    say("A text is too pale."),
    say("Darken it."),
    Place(field="values.headline", box=Box(10, 20, 300, 40)),
    "3.1 : 1",
    "≥ 4.5 : 1",
)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["check", *words])


@pytest.fixture
def material(db: None) -> Material:
    material = make_material()
    material.still.findings = write_body([PALE])
    material.still.save()
    return material


def test_a_material_is_checked_by_its_number(material: Material) -> None:
    result = run(str(material.pk))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == f"{material.pk} · {material}: 1 checked"
    assert lines[1].startswith("  B3 error")
    assert lines[1].endswith("values.headline")


def test_all_materials_of_an_item_are_checked_by_its_name(material: Material) -> None:
    found = json.loads(run(str(material.version.item), "--json").stdout)
    assert [each["rule"] for each in found] == ["B3"]
    assert found[0]["place"] == {
        "item": material.version.item.slug,
        "channel": "tram",
        "language": material.language,
        "field": "values.headline",
        "box": {"left": 10, "top": 20, "width": 300, "height": 40},
    }


def test_on_another_channel_there_is_none(material: Material) -> None:
    result = run(str(material.pk), "--channel", "metro")
    assert result.exit_code == 1
    assert "There is no material" in result.stderr


def test_what_could_not_be_rendered_is_told(material: Material) -> None:
    Rendering.objects.filter(pk=material.still.pk).update(state=Rendering.State.FAILED, error=write_error(TOO_LONG))
    assert "The text is 12 characters too long." in run(str(material.pk)).stdout


def test_what_is_not_rendered_yet_is_no_error(material: Material) -> None:
    Rendering.objects.filter(pk=material.still.pk).update(state=Rendering.State.DUE, findings=[])
    result = run(str(material.pk))
    assert result.exit_code == 0
    assert "It is not rendered yet" in result.stdout


def test_a_template_is_tried_on_a_screen_in_all_languages() -> None:
    result = run("big-number", "--channel", "tram")
    assert (result.exit_code, result.stdout) == (0, "big-number: 4 checked\n")


def test_what_nobody_knows_is_told_with_the_mend() -> None:
    result = run("no-such-thing")
    assert result.exit_code == 1
    assert "There is no file, material or template “no-such-thing”." in result.stderr
