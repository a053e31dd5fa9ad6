"""A campaign to try templates with. In: a template. Out: a job that shows its sample values."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from campaign.render.job import Job, MediaFile
from campaign.render.manifest import Template
from campaign.spec.channels import Medium, Profile
from campaign.spec.content import Campaign, Item, Kind, RawValues, Source
from campaign.spec.digest import hash_bytes
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile, FundingRules

TRIED_LANGUAGES = ("bg", "en", "bg+en", "ar")
"""What templates are tried in: those of the samples, and two of them in one picture."""
CAMPAIGN = Campaign(
    id="sample",
    title={"bg": "Примерна кампания", "en": "Sample campaign", "ar": "حملة تجريبية"},
    # The wording is the law's own; Arabic has none of its own, so the English one stands there.
    funder=FunderProfile(
        id="sample",
        title={"bg": "Пример", "en": "Sample"},
        rules=FundingRules.EU_2021_2027,
        statement={
            "bg": "Съфинансирано от Европейския съюз",
            "en": "Co-funded by the European Union",
            "es": "Cofinanciado por la Unión Europea",
            "nl": "Medegefinancierd door de Europese Unie",
            "fr": "Cofinancé par l'Union européenne",
            "ar": "Co-funded by the European Union",
        },
    ),
    url="https://example.org/sample",
)
SOURCE = Source(
    name={"bg": "примерно проучване", "en": "sample survey", "ar": "استطلاع تجريبي"},
    period="2021",
    population={"bg": "жители", "en": "residents", "ar": "السكان"},
    unit={"bg": "души", "en": "people", "ar": "أشخاص"},
)


def make_sample_job(
    template: Template,
    *,
    language: str,
    screen: Format,
    medium: Medium = Medium.STILL,
    profile: Profile | None = None,
    slot_seconds: int = 10,
) -> Job:
    """The template with its own samples, their files from its folder."""
    values = {name: field.sample for name, field in template.manifest.fields.items()}
    return Job(
        template=template,
        campaign=CAMPAIGN,
        item=make_item(template, values),
        language=language,
        format=screen,
        medium=medium,
        profile=profile or Profile(),
        slot_seconds=slot_seconds,
        media=find_media(values, folder=template.folder),
    )


def make_item(template: Template, values: RawValues) -> Item:
    """A fictional item with a source, so that a picture shows all that it may have to."""
    return Item(
        id=template.id,
        kind=Kind(template.manifest.kinds[0]),
        template=template.id,
        title=template.manifest.title,
        values=values,
        source=SOURCE if "statistic" in template.manifest.kinds else None,
        fictional="story" in template.manifest.kinds,
    )


def find_media(values: RawValues, *, folder: Path) -> Mapping[str, MediaFile]:
    """The files of the folder that the values name."""
    names = dict.fromkeys(name for name in _list_texts(values) if Path(name).name == name)
    paths = [folder.resolve() / name for name in names]
    return {path.name: MediaFile(path, hash_bytes(path.read_bytes())) for path in paths if path.is_file()}


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and 0 < len(value) < 200 and "\0" not in value:
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _list_texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _list_texts(part)
