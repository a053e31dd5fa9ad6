"""What people enter: campaigns, their items, the figures and the people in them.

One item is shown by one template; `values` are its fields, still raw, which render.values types
against the template's manifest. A field holds one value for all languages, or language → value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from campaign.spec.consent import Consent, Record
from campaign.spec.funding import FunderProfile
from campaign.spec.languages import Texts

RawValues: TypeAlias = Mapping[str, Any]
"""Template field → what YAML, a form or JSON gave: text, number, list or mapping."""


class Kind(StrEnum):
    STORY = "story"
    STATISTIC = "statistic"
    MYTH = "myth"
    NOTICE = "notice"
    EVENT = "event"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from; `period` is a year or span of years as printed, `population` whom it
    is about, `unit` what is counted (checks.md E1)."""

    name: Texts
    period: str
    population: Texts
    unit: Texts
    url: str = ""


@dataclass(frozen=True)
class Item:
    """A story, statistic, myth, notice or event, and the template that shows it. `doubt` names in plain words
    why a figure is not verified; while it is there nothing of the item is published (E7).
    `reasons` tell, by rule, why a word or a fact stands there that the rule asks about (E9, E10).
    `fictional` says that the people in it are made up: the picture says so, and nobody has to be asked. `consents`
    are those of the people shown, joined for the checks; no version of an item holds them.
    `until` is the last day the item may be shown; `alt` replaces the alternative text that is composed from the
    values, in the languages it has."""

    id: str
    kind: Kind
    template: str
    title: Texts
    values: RawValues
    source: Source | None = None
    doubt: Texts = field(default_factory=dict)
    fictional: bool = False
    consents: tuple[Consent, ...] = ()
    tags: tuple[str, ...] = ()
    until: date | None = None
    alt: Texts = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Partner:
    """An organisation; `logo` is a file in the pack, or empty: then the name is set in type."""

    name: Texts
    logo: str = ""


@dataclass(frozen=True)
class Brand:
    """Accents that replace the palette's, as #rrggbb; contrast is checked like any other colour's."""

    accent: str = "#e4572e"
    second: str = "#ffb703"


@dataclass(frozen=True)
class Campaign:
    """An initiative with its funder, partners and brand. `url` is where the QR code leads."""

    id: str
    title: Texts
    funder: FunderProfile
    url: str
    partners: tuple[Partner, ...] = ()
    brand: Brand = field(default_factory=Brand)


@dataclass(frozen=True)
class Pack:
    """A content pack as read from its folder: `media` maps names used in values to SHA-256 of the bytes. `records` are
    the consents, which the items have joined too."""

    campaign: Campaign
    items: tuple[Item, ...]
    media: Mapping[str, str]
    records: tuple[Record, ...] = ()
