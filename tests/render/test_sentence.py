"""Sentences for listeners run in a language too small to do harm, and say what is wrong with file and line."""

import shutil
from pathlib import Path

import pytest

from campaign.render.context import Number
from campaign.render.folder import load_template
from campaign.render.sentence import check_sentences, render_sentence
from campaign.spec.errors import InvalidTemplate
from tests.render.jobs import ROOT

FOLDER = ROOT / "plain"
NAMES = {"values": {"headline": "Съседи", "rows": ("една", "две")}, "source": "", "words": {}, "fictional": ""}


def render(text: str, *, language: str = "bg") -> str:
    return render_sentence(text, {**NAMES, "language": language}, folder=FOLDER, language=language)


def find_faults(text: str) -> list[tuple[int | None, str]]:
    found = check_sentences({"bg": text}, fields=("headline", "rows"), folder=FOLDER)
    return [(error.place.line, str(error.message)) for error in found]


def test_expressions_conditions_loops_and_filters_are_enough() -> None:
    text = "{% for row in values.rows %}{{ row | upper }}{{ ', ' if not loop.last }}{% endfor %}"
    assert render(text) == "ЕДНА, ДВЕ"
    assert render("{{ values.headline | sentence }} {{ values.rows }}", language="ar") == "Съседи. една؛ две"


def test_figures_are_joined_and_summed_as_they_are_printed() -> None:
    names = {
        "values": {"rows": ({"amount": Number(12000, "12,000")}, {"amount": Number(345, "345")})},
        "language": "en",
    }
    joined = "{{ values.rows | map(attribute='amount') | join(' + ') }}"
    summed = "{{ values.rows | sum(attribute='amount.amount') | number }}"
    assert render_sentence(f"{joined} = {summed}", names, folder=FOLDER, language="en") == "12,000 + 345 = 12,345"


@pytest.mark.parametrize(
    "text",
    [
        "{{ range(1000000000) | list }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ values.headline | center(1000000000) }}",
        "{{ lipsum() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ values.__class__ }}",
        "{% include 'plain/template.html' %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% for a in 'ab' %}{% for b in 'ab' %}{% for c in 'ab' %}{{ c }}{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_nothing_is_called_multiplied_or_reached(text: str) -> None:
    if not find_faults(text):
        with pytest.raises(InvalidTemplate):
            render(text)


@pytest.mark.parametrize(
    ("text", "problem", "below"),
    [
        ("{{ values.headlin }}", "there is no field “headlin”", 1),
        ("{{ surface.width }}", "“surface” is unknown", 1),
        ("{% if values.headline %}", "Unexpected end of template", 2),
        ("{{ values.headline | shout }}", "No filter named 'shout'", 1),
        ("{{ values.headline.upper() }}", "“call” has no place in a sentence", 1),
    ],
)
def test_what_is_wrong_is_told_when_the_template_is_loaded(text: str, problem: str, below: int, tmp_path: Path) -> None:
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "plain" / "template.toml"
    manifest = path.read_text(encoding="utf-8")
    path.write_text(manifest.replace("{{ values.headline | sentence }}\n", text + "\n", 1), encoding="utf-8")
    with pytest.raises(InvalidTemplate) as caught:
        load_template(tmp_path / "plain")
    place = caught.value.place
    assert problem in str(caught.value)
    opening = manifest.splitlines().index('en = """') + 1
    assert (place.file, place.field, place.line) == ("plain/template.toml", "alt.en", opening + below)


def test_a_language_that_does_not_exist_is_refused() -> None:
    (error,) = check_sentences({"xx": "…"}, fields=(), folder=FOLDER)
    assert "“xx” is no language" in str(error)
