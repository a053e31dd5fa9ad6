"""Items and templates for checks: a figure, a story, a myth, each with nothing wrong."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from campaign.render.manifest import FieldType, Manifest, Template, TemplateField
from campaign.spec.consent import Consent, Naming
from campaign.spec.content import Item, Kind, Source
from campaign.spec.formats import Shape

TODAY = date(2026, 11, 22)

SOURCE = Source(
    name={"bg": "НСИ", "en": "NSI"},
    period="2021",
    population={"bg": "жители", "en": "residents"},
    unit={"bg": "души", "en": "people"},
)

CONSENT = Consent(
    person="Ана",
    given_to="Сдружение",
    given_on=date(2026, 1, 10),
    given_how="на хартия",
    wording="Съгласна съм историята ми да се показва.",
    wording_version="1",
    language="bg",
    told_of_withdrawal=True,
    naming=Naming.NAME,
    purposes=("public-screens",),
    channels=("tram",),
)


def make_schema(**types: FieldType) -> Template:
    """A template with these fields."""
    both = {"bg": "Поле", "en": "Field"}
    fields = {name: TemplateField(type_, both, both, both) for name, type_ in types.items()}
    manifest = Manifest(both, both, tuple(Kind), tuple(Shape), fields)
    return Template("plain", Path("plain"), manifest, "1" * 64)


def make_figure(*, amounts: tuple[float, ...] = (), **changes: Any) -> Item:
    """A statistic with a series when there are amounts, else with a number."""
    values = {"number": 259, "what": {"bg": "граждани", "en": "citizens"}}
    if amounts:
        values = {"series": [{"label": str(index), "amount": amount} for index, amount in enumerate(amounts)]}
    title = {"bg": "Граждани", "en": "Citizens"}
    return replace(Item("citizens", Kind.STATISTIC, "plain", title, values, source=SOURCE), **changes)


def make_story(*, consents: tuple[Consent, ...] = (CONSENT,), **changes: Any) -> Item:
    """A story of a real person."""
    values = {"quote": {"bg": "Играем заедно.", "en": "We play together."}}
    title = {"bg": "Ана", "en": "Ana"}
    return replace(Item("ana", Kind.STORY, "plain", title, values, consents=consents), **changes)


def make_myth(*, fact: str = "Живеем заедно.", myth: str = "Всички си тръгнаха.") -> Item:
    values = {"fact": {"bg": fact}, "myth": {"bg": myth}}
    return Item("myth", Kind.MYTH, "plain", {"bg": "Заедно"}, values, source=SOURCE)
