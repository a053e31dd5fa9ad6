"""The form of every template: it says what its values say, keeps what is typed, and puts each fault at its input."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.translation import override

from campaign.forms.values import ValuesForm
from campaign.preview.server import SETTINGS
from campaign.render.folder import list_templates, load_template
from campaign.render.manifest import Manifest, Template
from campaign.render.trial import Content, make_values
from campaign.render.values import read_values
from campaign.spec.content import RawValues
from campaign.spec.errors import CampaignError
from tests.render.jobs import load_plain

ROOT = Path(__file__).resolve().parents[2] / "templates"
LANGUAGES = ("bg", "en", "ar")


def make_form(typed: dict[str, str], *, template: Template | None = None) -> ValuesForm:
    return ValuesForm((template or load_plain()).manifest, languages=LANGUAGES, files=("sample.svg",), typed=typed)


def read(manifest: Manifest, raw: RawValues, language: str) -> object:
    """The values, or what is wrong with them."""
    try:
        return read_values(manifest, raw, language=language)
    except CampaignError as error:
        return str(error)


@pytest.mark.parametrize("content", [Content.SHORTEST, Content.TYPICAL, Content.LONGEST])
@pytest.mark.parametrize("name", list_templates(ROOT))
def test_what_the_form_shows_is_what_the_values_say(name: str, content: Content) -> None:
    manifest = load_template(ROOT / name).manifest
    raw = make_values(manifest, content)
    again = ValuesForm(manifest, languages=LANGUAGES, values=raw).read_raw()
    for language in LANGUAGES:
        assert read(manifest, again, language) == read(manifest, raw, language)


def test_a_fault_stands_at_its_input_in_the_readers_language() -> None:
    typed = {"headline.bg": "Много", "headline.en": "", "number": "2 000 000", "photo.file": ""}
    form = make_form(typed)
    with override("bg"):
        form.check(["bg", "en"])
        errors = {name: str(next(iter(words))).partition(".")[0] for name, words in form.errors.items()}
    assert errors == {"headline.en": "Това поле е задължително", "number": "2e+06 е твърде голямо"}


def test_nothing_typed_is_lost_however_wrong() -> None:
    typed = {"headline.bg": "<b>x</b>" * 100, "headline.en": " и ", "number": "много", "photo.focus": "a b c"}
    with override_settings(INSTALLED_APPS=SETTINGS["INSTALLED_APPS"], TEMPLATES=SETTINGS["TEMPLATES"]):
        page = render_to_string("forms/values.html", {"form": make_form(typed)})
    assert "&lt;b&gt;x&lt;/b&gt;" * 100 in page
    assert 'value="много"' in page
    assert 'value="a b c"' in page
    assert "<b>" not in page


def test_a_field_the_page_did_not_know_yet_shows_its_sample() -> None:
    form = make_form({"headline.bg": "Моят текст"})
    assert form.read_raw()["headline"] == {"bg": "Моят текст"}
    assert form.read_raw()["number"] == 35000


def test_an_optional_field_may_be_emptied() -> None:
    form = make_form({"headline.bg": "Да", "number": "", "photo.file": "", "photo.focus": "", "photo.alt.bg": ""})
    assert form.read_raw() == {"headline": {"bg": "Да"}}
    assert form.check(["bg"]) == ()
