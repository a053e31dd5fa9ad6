"""B4 of a campaign's own colours, on both sides of its thresholds, and only where a template draws them."""

from pathlib import Path

import pytest

from campaign.checks.colours import check_colours, check_pair, check_shade
from campaign.render.colours import GROUNDS, INK, PAPER
from campaign.render.manifest import Template
from campaign.spec.content import Brand
from campaign.spec.findings import Finding, Severity
from tests.factories.items import make_schema

NAMES = {colour: name for name, colour in GROUNDS.items()}


def make_template(folder: Path, *, page: str, style: str = "") -> Template:
    folder.mkdir()
    (folder / "template.html").write_text(page, "utf-8")
    (folder / "style.css").write_text(style, "utf-8")
    schema = make_schema()
    return Template(folder.name, folder, schema.manifest, page + style)


def summarize(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.place.field) for finding in findings]


@pytest.mark.parametrize(
    ("colour", "ground", "measured"),
    [
        ("#949494", "#ffffff", []),  # 3.03 : 1
        ("#959595", "#ffffff", ["2.99:1"]),
        ("#ffdd00", PAPER, ["1.27:1"]),
        ("#ffdd00", INK, []),
    ],
)
def test_a_shape_needs_three_to_one(colour: str, ground: str, measured: list[str]) -> None:
    assert [found.measured for found in check_shade(colour, ground=ground, field="brand.accent")] == measured


def test_the_lead_is_told_by_how_much_a_colour_changes() -> None:
    (darker,) = check_shade("#ffdd00", ground=PAPER, field="brand.accent")
    assert str(darker.message) == "On #fff8ec the brand colour #ffdd00 is drawn 25 % darker, as #a69000."
    assert (darker.rule, darker.severity) == ("B4", Severity.WARNING)
    (lighter,) = check_shade("#1b2a4e", ground=INK, field="brand.accent")
    assert "lighter" in str(lighter.message)


@pytest.mark.parametrize(
    ("accent", "second", "apart"),
    [
        ("#e4572e", "#5b3a8c", True),
        ("#c0392b", "#3f8f3f", False),  # red and green of one lightness
        ("#c0392b", "#9fd39f", True),  # the same green, lighter
    ],
)
def test_two_colours_side_by_side_are_told_apart(accent: str, second: str, apart: bool) -> None:
    found = list(check_pair(Brand(accent, second), ground=INK))
    assert summarize(found) == ([] if apart else [("error", "brand.second")])


def test_what_is_drawn_is_measured_unless_the_template_pairs_it() -> None:
    brand = Brand("#e4572e", "#ffb703")  # apart as they are, but the sun darkens to coral's lightness on paper
    assert summarize(list(check_pair(brand, ground=PAPER))) == [("error", "brand.second")]
    assert summarize(list(check_pair(brand, ground=PAPER, paired=True))) == []


YELLOW = Brand("#ffdd00", "#ffee88")


@pytest.mark.parametrize(
    ("page", "style", "found"),
    [
        ("<i>{{ shade(accent, '#fff8ec') }}</i>", "", [("warning", "brand.accent")]),
        ("<i>plain</i>", ".x { color: var(--second); }", [("warning", "brand.second")]),
        ("<i class='second'>accent</i>", "", []),
        ("{% block ground %} ink{% endblock %}{{ accent }}", "", []),
        ("{% block ground %}{{ ' ink' if moving }}{% endblock %}{{ accent }}", "", [("warning", "brand.accent")]),
    ],
)
def test_only_what_a_template_draws_is_looked_at(
    tmp_path: Path, page: str, style: str, found: list[tuple[str, str]]
) -> None:
    template = make_template(tmp_path / "one", page=page, style=style)
    assert summarize(list(check_colours(YELLOW, template=template))) == found


def test_a_macro_that_is_imported_counts_as_drawn(tmp_path: Path) -> None:
    (tmp_path / "_kit").mkdir()
    kit = "{% macro bars() %}{{ accent }}{% endmacro %}{% macro other() %}{{ second }}{% endmacro %}"
    (tmp_path / "_kit" / "kit.html").write_text(kit, "utf-8")
    page = '{% from "_kit/kit.html" import bars with context %}{{ bars() }}'
    template = make_template(tmp_path / "one", page=page)
    assert summarize(list(check_colours(YELLOW, template=template))) == [("warning", "brand.accent")]


def test_both_colours_side_by_side_are_held_against_each_other(tmp_path: Path) -> None:
    ink = "{% block ground %} ink{% endblock %}"
    template = make_template(tmp_path / "one", page=ink + "{{ accent }}{{ second }}")
    assert summarize(list(check_colours(Brand("#ffdd00", "#ffe030"), template=template))) == [("error", "brand.second")]


def test_the_kits_own_palette_asks_for_nothing(tmp_path: Path) -> None:
    template = make_template(tmp_path / "one", page="{{ pair(accent, second, '#fff8ec') }}")
    assert summarize(list(check_colours(Brand(), template=template))) == []
