"""A proposal. In: a template's fields, a frame, what it is about. Out: how honest it is, why, its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from campaign.checks.proposals.frame import Frame
from campaign.render.countries import Country
from campaign.render.manifest import Template, TemplateField
from campaign.spec.languages import Texts
from campaign.spec.message import Message


class Measure(StrEnum):
    """What the figures are."""

    COUNT = "count"
    PERCENT = "percent"
    PER_1000 = "per_1000"
    PER_10000 = "per_10000"
    PER_100000 = "per_100000"
    EURO = "euro"
    MILLION_EURO = "million_euro"
    OTHER = "other"

    @property
    def is_rate(self) -> bool:
        return self in (Measure.PERCENT, Measure.PER_1000, Measure.PER_10000, Measure.PER_100000)


class Sample(StrEnum):
    """Whether a part of the people was asked, and how many answers each could give."""

    NONE = "none"
    ONE = "one"
    MANY = "many"


class Verdict(StrEnum):
    """From the one to take to those that cannot hold the table at all."""

    HONEST = "honest"
    CAREFUL = "careful"
    MISLEADING = "misleading"
    UNFIT = "unfit"


@dataclass(frozen=True)
class About:
    """What people say of their table. `whole`: its parts together are everybody; `changed` is the time from which it
    was counted otherwise; `focus` the row and column of the one figure that a picture of one figure shows."""

    headline: Texts = field(default_factory=dict)
    place: Texts = field(default_factory=dict)
    period: str = ""
    population: Texts = field(default_factory=dict)
    unit: Texts = field(default_factory=dict)
    measure: Measure = Measure.COUNT
    whole: bool = False
    sample: Sample = Sample.NONE
    asked: int | None = None
    question: Texts = field(default_factory=dict)
    began: str = ""
    ended: str = ""
    changed: str = ""
    focus: tuple[int, int] | None = None


@dataclass(frozen=True)
class Case:
    """What every judge is asked with; `name` is the field that takes the figures."""

    template: Template
    name: str
    frame: Frame
    about: About
    languages: tuple[str, ...]
    countries: Mapping[str, Country]

    @property
    def field(self) -> TemplateField:
        return self.template.manifest.fields[self.name]

    @property
    def least(self) -> int:
        return int(self.field.least or 0)

    @property
    def most(self) -> int:
        return int(self.field.most) if self.field.most is not None else 100


@dataclass(frozen=True)
class Proposal:
    """`values` fill the template as far as the table goes; empty where it cannot hold it. `rank` orders proposals of
    one verdict, lowest first; `needs_file` tells that a map has to be added before there is a picture."""

    template: str
    verdict: Verdict
    reasons: tuple[Message, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 50
    needs_file: bool = False


@dataclass(frozen=True)
class Doubts:
    """What speaks against a picture: reasons of each weight, none at all for an honest one."""

    careful: tuple[Message, ...] = ()
    misleading: tuple[Message, ...] = ()
    unfit: tuple[Message, ...] = ()

    def __add__(self, other: "Doubts") -> "Doubts":
        return Doubts(
            (*self.careful, *other.careful), (*self.misleading, *other.misleading), (*self.unfit, *other.unfit)
        )

    @property
    def verdict(self) -> Verdict:
        if self.unfit:
            return Verdict.UNFIT
        if self.misleading:
            return Verdict.MISLEADING
        return Verdict.CAREFUL if self.careful else Verdict.HONEST

    @property
    def reasons(self) -> tuple[Message, ...]:
        if self.unfit:
            return self.unfit[:1]
        said = (*self.misleading, *self.careful)
        return tuple(one for at, one in enumerate(said) if one not in said[:at])


def unfit(message: Message) -> Doubts:
    return Doubts(unfit=(message,))


def misleading(message: Message) -> Doubts:
    return Doubts(misleading=(message,))


def careful(message: Message) -> Doubts:
    return Doubts(careful=(message,))
