"""A proposal. In: a template's fields, a frame, what it is about. Out: how honest it is, why, its values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from campaign.checks.proposals.frame import Frame, Name
from campaign.render.countries import Country
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.render.totals import measure_slack
from campaign.spec.figure import HUNDRED, PERCENT, Shown, show_count
from campaign.spec.languages import Texts
from campaign.spec.message import Message, say
from campaign.spec.rules.words import FEW, FEWEST
from campaign.spec.table import Cell

SHORT = 6
"""Letters of a column's name, such as “share”, that say nothing of what is measured."""


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


def conclude(case: Case, doubts: Doubts, values: Mapping[str, Any], *, rank: int = 50) -> Proposal:
    whole = {} if doubts.unfit else {**fill_texts(case), **values}
    return Proposal(case.template.id, doubts.verdict, doubts.reasons, whole, rank)


def fill_texts(case: Case) -> Mapping[str, Any]:
    """Fields that every template of figures calls the same."""
    about, fields = case.about, case.template.manifest.fields
    counted = {
        language: _join_unit(about.unit.get(language, ""), about.population.get(language, ""))
        for language in case.languages
    }
    known: dict[str, Any] = {
        "kicker": dict(about.place),
        "headline": dict(about.headline),
        "measure": _name_measure(case, fields.get("measure")),
        "unit": _name_unit(case, fields.get("unit"), counted),
        "axis": "from_zero",
        "population": dict(about.population),
        "whom": dict(about.population),
        "who": dict(about.population),
        "question": dict(about.question),
        "asked": about.asked,
        "began": about.began,
        "ended": about.ended,
        "period": write_period(about.period, case.languages),
    }
    return {name: value for name, value in known.items() if name in fields and value not in ({}, "", None)}


def _join_unit(unit: str, population: str) -> str:
    """Unit and population, where the one does not name the other already."""
    stem = population.casefold()[:6]
    return unit if not stem or stem in unit.casefold() else ", ".join(filter(None, (unit, population)))


def write_period(period: str, languages: Iterable[str]) -> Mapping[str, str]:
    """2021 is 2021 г. in Bulgarian."""
    plain = period and not any(letter.isalpha() for letter in period)
    return {language: f"{period} г." if language == "bg" and plain else period for language in languages if period}


def _name_measure(case: Case, spec: TemplateField | None) -> Any:
    """A choice between per cent and amounts, or on maps the words for whom the rate counts."""
    if spec is None:
        return ""
    if spec.type is FieldType.CHOICE:
        return "percent" if case.about.measure is Measure.PERCENT else "amount"
    column = case.frame.columns[0] if len(case.frame.columns) == 1 else None
    says_more = column is not None and len(column.text) > SHORT and not column.moment
    return dict(column.texts) if column is not None and says_more else dict(case.about.unit)


def _name_unit(case: Case, spec: TemplateField | None, counted: Mapping[str, str]) -> Any:
    if spec is None:
        return ""
    if spec.type is FieldType.CHOICE:
        codes = {Measure.COUNT: "people"}
        code = codes.get(case.about.measure, case.about.measure.value)
        return code if code in spec.options else ""
    longest = spec.longest or 1000
    return {
        language: text if len(text) <= longest else case.about.unit.get(language, "")
        for language, text in counted.items()
        if text
    }


def write_amount(cell: Cell) -> int | float | None:
    if cell.amount is None:
        return None
    return int(cell.amount) if cell.amount == cell.amount.to_integral() else float(cell.amount)


def name_list(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def doubt_unknown(names: Sequence[Name], cells: Sequence[Cell]) -> Doubts:
    """Bars and parts have nothing that stands for what nobody knows."""
    gone = [name.text for name, cell in zip(names, cells, strict=True) if cell.is_unknown]
    if not gone:
        return Doubts()
    return misleading(
        say(
            "Not known: %(names)s. Nothing on this picture can stand for that, and nought would be a lie.",
            names=name_list(gone),
        )
    )


def doubt_unit(frame: Frame) -> Doubts:
    if frame.unit is None:
        return misleading(
            say("The columns are counted in different units: one scale for them would compare what cannot be compared.")
        )
    return Doubts()


def doubt_few(case: Case) -> Doubts:
    """Shares of few people (checks.md E6)."""
    counts = [*case.frame.asked, *([case.about.asked] if case.about.asked else [])]
    if case.about.measure is not Measure.PERCENT or not counts:
        return Doubts()
    fewest = min(counts)
    if show_count(fewest) is Shown.HIDDEN:
        message = say(
            "Only %(count)d people stand behind a share: of fewer than %(least)d none are shown.",
            count=fewest,
            least=int(FEWEST.value),
        )
        return misleading(message)
    if show_count(fewest) is Shown.BRACKETED and not (case.field.total and case.field.total.asked):
        return careful(
            say(
                "Shares of fewer than %(least)d people stand in brackets, which this picture has not.",
                least=int(FEW.value),
            )
        )
    return Doubts()


def doubt_sample(case: Case) -> Doubts:
    """A survey on a picture that does not tell how many were asked, and what (checks.md E4)."""
    if case.about.sample is Sample.NONE or (case.field.total and case.field.total.asked):
        return Doubts()
    return careful(say("People were asked, and this picture has no place for how many and for the question."))


def doubt_names(names: Sequence[Name], longest: int | None) -> Doubts:
    """Names that do not fit are never cut."""
    long = [name.text for name in names if longest and len(name.text) > longest]
    if not long:
        return Doubts()
    return careful(
        say(
            "Too long for this picture (%(most)d characters): %(names)s. Shorten them in the table.",
            most=longest or 0,
            names=name_list(long),
        )
    )


def find_longest(spec: TemplateField, part: str = "label") -> int | None:
    return spec.parts[part].longest if part in spec.parts else spec.longest


def sum_known(cells: Iterable[Cell]) -> Decimal | None:
    """None as soon as one is not known."""
    amounts = [cell.amount for cell in cells]
    return None if None in amounts else sum((amount for amount in amounts if amount is not None), Decimal(0))


def makes_hundred(cells: Sequence[Cell]) -> bool:
    """Shares that make 100 % within rounding (checks.md E2)."""
    total = sum_known(cells)
    slack = measure_slack([cell.amount for cell in cells if cell.amount is not None])
    return total is not None and abs(total - HUNDRED) <= slack


def is_percent(about: About, frame: Frame) -> bool:
    return about.measure is Measure.PERCENT or frame.unit == PERCENT
