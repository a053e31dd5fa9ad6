"""What a template is filled with. In: a table's frame, and what people say of it. Out: a proposal with its values."""

from collections.abc import Iterable, Mapping
from typing import Any

from campaign.checks.proposals.proposal import Case, Doubts, Measure, Proposal
from campaign.render.manifest import FieldType, TemplateField
from campaign.spec.table import Cell

SHORT = 6
"""Letters of a column's name, such as “share”, that say nothing of what is measured."""


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
