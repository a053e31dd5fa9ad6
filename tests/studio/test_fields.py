"""Fields of packs and templates, in the words of the people who fill them in."""

from dataclasses import fields
from pathlib import Path

from django.conf import settings
from django.utils import translation

from campaign.spec.consent import Consent
from campaign.spec.content import Source
from campaign.studio.fields import FIELDS, name_field

TEMPLATE = Path(settings.TEMPLATES_FOLDER) / "story-quote"


def test_fields_of_every_item_have_names() -> None:
    with translation.override("bg"):
        names = [name_field(path) for path in ("doubt", "source.period", "consent.until")]
    assert names == ["Какво е съмнително", "Източник: период", "Съгласие: последен ден"]


def test_values_are_called_what_their_template_calls_them() -> None:
    with translation.override("bg"):
        names = [name_field(path, template=TEMPLATE) for path in ("values.quote", "quote", "values.photo.alt")]
    assert names == ["Цитат", "Цитат", "Снимка"]


def test_what_nobody_named_keeps_its_path() -> None:
    paths = ("values.unheard", "values.quote")
    assert [name_field(path, template=TEMPLATE.parent / "gone") for path in paths] == list(paths)
    assert name_field("values.unheard", template=TEMPLATE) == "values.unheard"


def test_every_named_part_of_a_consent_or_a_source_is_one() -> None:
    parts = {
        f"{name}.{part.name}" for name, record in (("consent", Consent), ("source", Source)) for part in fields(record)
    }
    assert {path for path in FIELDS if path.startswith(("consent.", "source."))} - parts == set()


def test_every_part_of_a_funder_has_a_name() -> None:
    paths = ("funder.fund", "funder.programme", "funder.added_value", "funder.contract", "partners.2.logo")
    assert [path for path in paths if name_field(path) == path] == []
