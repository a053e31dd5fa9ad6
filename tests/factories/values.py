"""Core values as tests need them: small screens, short loops, one campaign."""

from dataclasses import replace
from datetime import date, time

from campaign.render.folder import load_template
from campaign.render.manifest import Template
from campaign.spec.channels import Channel, Hours, Medium
from campaign.spec.content import Campaign, Item, Kind, Source
from campaign.spec.formats import Format, Shape
from campaign.spec.funding import FunderProfile, FundingRules
from tests.factories.jobs import TEMPLATES

SUNDAY = date(2026, 11, 22)


def make_channel(id_: str = "tram", *, medium: Medium = Medium.LOOP, languages: tuple[str, ...] = ("bg",)) -> Channel:
    """320 × 180, open from five to half past midnight."""
    return Channel(
        id=id_,
        title={"bg": "Трамвай", "en": "Tram"},
        format=Format(320, 180),
        venue=10801,
        hours=Hours(time(5), time(0, 30)),
        loop_seconds=60,
        slot_seconds=10,
        languages=languages,
        medium=medium,
    )


def make_campaign(id_: str = "together") -> Campaign:
    funder = FunderProfile(
        "esf",
        title={"bg": "ЕСФ+", "en": "ESF+"},
        rules=FundingRules.EU_2021_2027,
        statement={"bg": "Съфинансирано от Европейския съюз", "en": "Co-funded by the European Union"},
    )
    return Campaign(id_, title={"bg": "Заедно", "en": "Together"}, funder=funder, url="https://example.org/together")


def make_item(
    id_: str = "ana",
    *,
    text: str = "Ана чете първа",
    tags: tuple[str, ...] = (),
    until: date | None = None,
    doubt: str = "",
    fictional: bool = True,
) -> Item:
    """A story of a fictional person, in the plain template."""
    return Item(
        id=id_,
        kind=Kind.STORY,
        template="plain",
        title={"bg": text, "en": "Ana reads first"},
        values={"headline": {"bg": text, "en": "Ana reads first"}},
        source=Source(
            {"bg": "Община", "en": "City"}, "2025", {"bg": "ученици", "en": "pupils"}, {"bg": "брой", "en": "count"}
        ),
        doubt={"bg": doubt} if doubt else {},
        fictional=fictional,
        tags=tags,
        until=until,
    )


def make_template(*, digest: str = "1" * 64, shapes: tuple[Shape, ...] = tuple(Shape)) -> Template:
    """The plain template of the renderer's tests, as if its files hashed to `digest`."""
    template = load_template(TEMPLATES / "plain")
    return replace(template, digest=digest, manifest=replace(template.manifest, shapes=shapes))
