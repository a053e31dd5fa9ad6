"""Figures (checks.md E). In: an item and its template. Out: findings about source, sums and doubt."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from campaign.checks.texts import place_in
from campaign.render.manifest import FieldType, Template
from campaign.spec.content import Item, Kind
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

FIGURES = (FieldType.NUMBER, FieldType.PERCENT, FieldType.SERIES)
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
        if not texts.get(language, "").strip():
            message = say("The source does not say its %(part)s.", part=part)
            yield _find("E1", item, message, _FILL_IN, field=f"source.{part}", language=language)
    if not source.period.strip():
        message = say("The source does not say its %(part)s.", part="period")
        yield _find("E1", item, message, _FILL_IN, field="source.period")


def check_sums(item: Item, *, template: Template) -> Iterator[Finding]:
    """E2: k parts of a whole, each rounded, sum to 100 within ± 0.5 · k units of the last digit."""
    if PARTS_TAG not in item.tags:
        return
    for name, spec in template.manifest.fields.items():
        amounts = _list_amounts(item.values.get(name)) if spec.type is FieldType.SERIES else ()
        if not amounts:
            continue
        total, slack = sum(amounts, Decimal(0)), measure_slack(amounts)
        if abs(total - 100) > slack:
            yield _find(
                "E2",
                item,
                say("The parts sum to %(total)s, not to 100.", total=str(total)),
                say("Correct the parts, or remove the tag “%(tag)s”.", tag=PARTS_TAG),
                field=f"values.{name}",
                measured=str(total),
                allowed=f"100 ± {slack}",
            )


def measure_slack(amounts: Sequence[Decimal]) -> Decimal:
    """How far rounded parts may miss their whole: half a unit of the last printed digit each."""
    digits = min(min(int(amount.as_tuple().exponent), 0) for amount in amounts)
    return Decimal("0.5") * len(amounts) * Decimal(1).scaleb(digits)


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
    return tuple(_to_decimal(amount) for amount in found if isinstance(amount, (int, float)))


def _to_decimal(amount: float) -> Decimal:
    """As printed: 40.0 has no digit behind the point."""
    number = Decimal(str(amount))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


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
