"""Figures (checks.md E). In: an item and its template. Out: findings about source, sums and doubt."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from campaign.checks.amounts import is_number, list_rows
from campaign.checks.texts import place_in
from campaign.render.entry import choose_language
from campaign.render.manifest import FieldType, Template, TemplateField, Total
from campaign.render.totals import WrongTotal, find_wrong_totals, measure_slack, to_decimal
from campaign.spec.content import Item, Kind
from campaign.spec.figure import HUNDRED, PERCENT, Figure, sum_parts
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

FIGURES = (FieldType.NUMBER, FieldType.PERCENT, FieldType.SERIES, FieldType.REGIONS, FieldType.MAP)
MAPS = (FieldType.REGIONS, FieldType.MAP)
CLAIMS = (Kind.STATISTIC, Kind.MYTH)
"""What claims something about the world even without a figure field."""

PARTS_TAG = "parts-of-a-whole"
"""Marks a series whose shares make 100 %; answers of which people choose several do not carry it."""


def check_source(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E1: every figure has source, period, population and unit, in the language."""
    if item.kind is Kind.NOTICE or (item.kind not in CLAIMS and not _has_figure(item, template)):
        return  # a notice carries the contract that its budget comes from
    if item.source is None:
        message = say("The figure has no source.")
        hint = say("Say who counted: name, period, population and unit.")
        yield _find("E1", item, message, hint, field="source", language=language)
        return
    source = item.source
    parts = {"name": source.name, "population": source.population, "unit": source.unit}
    for part, texts in parts.items():
        if not _says_something(texts.get(language, "")):
            message = say("The source does not say its %(part)s.", part=part)
            yield _find("E1", item, message, _FILL_IN, field=f"source.{part}", language=language)
    if not _YEAR.search(source.period):
        message = say("The source does not say its %(part)s.", part="period")
        yield _find("E1", item, message, _YEARS, field="source.period", measured=source.period)
    yield from _check_period(item, source.period, language=language)


def _says_something(text: str) -> bool:
    """A name, not a mark that stands for none."""
    return bool(re.search(r"[^\W_]|%|‰", text)) and not _NOTHING.fullmatch(text.strip())


def _check_period(item: Item, period: str, *, language: str) -> Iterator[Finding]:
    """E1: the years on the picture are those of the source."""
    shown = choose_language(item.values.get("period"), language=language)
    told, known = (
        [int(year) for year in _YEAR.findall(text)] for text in (shown if isinstance(shown, str) else "", period)
    )
    strange = [year for year in told if known and not min(known) <= year <= max(known) + 1]
    if strange:
        yield _find(
            "E1",
            item,
            say("The picture says %(shown)s, its source %(period)s.", shown=str(shown), period=period),
            say("Say on both the period in which it was counted."),
            field="values.period",
            language=language,
            measured=str(strange[0]),
            allowed=period,
        )


def check_gaps(item: Item, *, template: Template) -> Iterator[Finding]:
    """E5: what is not known is no nought: a map or a row of bars with noughts in it is asked whether they were counted.
    On a map a region without a figure is left out of the figures, and stays on the picture as one without data."""
    for name, spec in template.manifest.fields.items():
        noughts = list(_list_noughts(item.values.get(name), spec.type))
        if noughts:
            yield Finding(
                "E5",
                Severity.WARNING,
                say(
                    "Nought is shown for: %(names)s.", names=", ".join(noughts[:8]) + (" …" if len(noughts) > 8 else "")
                ),
                say("Leave out what is not known: it is shown as no data. Accept this only if nought was counted."),
                place_in(item, field=f"values.{name}"),
                str(len(noughts)),
                "0",
            )


def _list_noughts(value: object, kind: FieldType) -> Iterator[str]:
    figures = value.get("figures") if isinstance(value, Mapping) and kind in MAPS else None
    if isinstance(figures, Mapping):
        yield from (str(code) for code, amount in figures.items() if is_number(amount) and not amount)
    elif kind is FieldType.SERIES and isinstance(value, (list, tuple)):
        for row in value:
            if isinstance(row, Mapping) and is_number(row.get("amount")) and not row["amount"]:
                label = row.get("label")
                yield str(next(iter(label.values()), "") if isinstance(label, Mapping) else label)


def check_sums(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E2: k parts of a whole, each rounded, sum to 100 within ± 0.5 · k units of the last digit. Rows of parts say so
    in their template; a series does by its tag."""
    for name, spec in template.manifest.fields.items():
        for wrong in _list_wrong(item, name, spec, language=language):
            field = f"values.{wrong.path}"
            yield _find(
                "E2", item, wrong.message, wrong.hint, field=field, measured=wrong.measured, allowed=wrong.allowed
            )
        if spec.type is FieldType.SERIES and PARTS_TAG in item.tags:
            yield from _check_series(item, name)


def _list_wrong(item: Item, name: str, spec: TemplateField, *, language: str) -> Iterator[WrongTotal]:
    if spec.total is None or _allows_several(item, spec.total):
        return
    columns = choose_language(item.values.get(spec.total.columns), language=language)
    count = len(columns) if isinstance(columns, (list, tuple)) else 0
    yield from find_wrong_totals(name, spec, _list_shares(item, name, language), columns=count, language=language)


def _allows_several(item: Item, total: Total) -> bool:
    """People who may choose several answers make more than one whole, and the picture says so."""
    name, _, code = total.unless.partition(".")
    return bool(name) and item.values.get(name) == code


def _list_shares(item: Item, name: str, language: str) -> tuple[Mapping[str, float], ...]:
    rows = list_rows(item, name, language=language)
    return tuple({part: float(amount) for part, amount in row.items() if is_number(amount)} for row in rows)


def _check_series(item: Item, name: str) -> Iterator[Finding]:
    amounts = _list_amounts(item.values.get(name))
    if not amounts:
        return
    total, slack = sum_parts([Figure(amount, PERCENT) for amount in amounts]).value, measure_slack(amounts)
    if total is not None and abs(total - HUNDRED) > slack:
        yield _find(
            "E2",
            item,
            say("The parts sum to %(total)s, not to 100.", total=str(total)),
            say("Correct the parts, or remove the tag “%(tag)s”.", tag=PARTS_TAG),
            field=f"values.{name}",
            measured=str(total),
            allowed=f"100 ± {slack}",
        )


def check_doubt(item: Item, *, language: str) -> Iterator[Finding]:
    """E7: a figure nobody could verify is never published."""
    if item.doubt:
        why = item.doubt.get(language) or next(iter(item.doubt.values()))
        message = say("The figure is not verified and will not be published: %(why)s", why=why)
        hint = say("Verify it at its source, then remove the doubt.")
        yield _find("E7", item, message, hint, field="doubt")


def _has_figure(item: Item, template: Template) -> bool:
    fields = template.manifest.fields.items()
    return any(spec.type in FIGURES and item.values.get(name) not in (None, "", []) for name, spec in fields)


def _list_amounts(value: object) -> tuple[Decimal, ...]:
    if not isinstance(value, (list, tuple)):
        return ()
    found = [row.get("amount") for row in value if isinstance(row, Mapping)]
    return tuple(to_decimal(amount) for amount in found if isinstance(amount, (int, float)))


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NOTHING = re.compile(r"[-–—?.]+|n/?a|unknown|none|tba|tbd|неизвестно|няма|н\.?\s?д\.?|без", re.IGNORECASE)
"""What people write into a field that must not be empty."""
_YEARS = say("Write the year or years in which it was counted, e.g. 2021 or 2018–2019.")
_FILL_IN = say("Fill it in: without it nobody can tell what the figure means.")


def _find(
    rule: str,
    item: Item,
    message: Message,
    hint: Message,
    *,
    field: str,
    language: str = "",
    measured: str = "",
    allowed: str = "",
) -> Finding:
    place = place_in(item, field=field, language=language)
    return Finding(rule, Severity.ERROR, message, hint, place, measured, allowed)
