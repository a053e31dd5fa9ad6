"""Shares of a whole. In: a field of rows with a total, its amounts as entered. Out: where they do not make 100 %.

Shares are rounded one by one, so k of them may miss 100 by half a unit of the last printed digit each (checks.md E2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from campaign.render.context import Choice, Number, Shown
from campaign.render.manifest import TemplateField, Total
from campaign.spec.figure import HUNDRED
from campaign.spec.languages import choose_text
from campaign.spec.message import Message, say
from campaign.spec.rules.words import ROUNDING

Amounts: TypeAlias = Mapping[str, float]
"""The shares of one row, by part; one that was left empty is missing."""


@dataclass(frozen=True)
class WrongTotal:
    """`path` is the field, or what of it: series, series.2 or series.2.share."""

    path: str
    message: Message
    hint: Message
    measured: str = ""
    allowed: str = ""


def find_wrong_totals(
    name: str, field: TemplateField, rows: Sequence[Amounts], *, columns: int, language: str
) -> Iterator[WrongTotal]:
    """Every whole of the field that is none; `columns` is how many wholes stand side by side by name."""
    if field.total is None or not rows:
        return
    if field.total.across:
        for number, row in enumerate(rows, start=1):
            yield from _check_sum(f"{name}.{number}", [row[part] for part in field.total.across if part in row])
    filled = [part for part in field.total.down if any(part in row for row in rows)]
    for part in filled:
        gaps = [number for number, row in enumerate(rows, start=1) if part not in row]
        title = choose_text(field.parts[part].title, language=language)
        if gaps:
            message = say("“%(part)s” is filled in for some rows only.", part=title)
            yield WrongTotal(f"{name}.{gaps[0]}.{part}", message, say("Give every row its share, or none."))
        else:
            yield from _check_sum(name, [row[part] for row in rows])
    if field.total.columns and filled != list(field.total.down[: max(columns, 1)]):
        message = say(
            "There are %(given)d columns of shares, not %(wanted)d.", given=len(filled), wanted=max(columns, 1)
        )
        yield WrongTotal(name, message, say("Fill in one column for each name, from the first on."))


def _check_sum(path: str, amounts: Sequence[float]) -> Iterator[WrongTotal]:
    exact = [to_decimal(amount) for amount in amounts]
    total, slack = sum(exact, Decimal(0)), measure_slack(exact)
    if exact and abs(total - HUNDRED) > slack:
        yield WrongTotal(
            path,
            say("The parts sum to %(total)s, not to 100.", total=str(total)),
            say("Correct the parts; who gave no answer is a part as well."),
            str(total),
            f"100 ± {slack}",
        )


def measure_slack(amounts: Sequence[Decimal]) -> Decimal:
    """How far rounded parts may miss their whole: each by as much as rounding takes from the last printed digit."""
    digits = min((min(int(amount.as_tuple().exponent), 0) for amount in amounts), default=0)
    return Decimal(str(ROUNDING.value)) * len(amounts) * Decimal(1).scaleb(digits)


def to_decimal(amount: float) -> Decimal:
    """As printed: 40.0 has no digit behind the point."""
    number = Decimal(str(amount))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def list_amounts(value: Shown) -> tuple[Amounts, ...]:
    """The shares of rows that were read."""
    rows = value if isinstance(value, tuple) else ()
    return tuple(
        {part: shown.amount for part, shown in row.items() if isinstance(shown, Number)}
        for row in rows
        if isinstance(row, Mapping)
    )


def is_whole(total: Total, values: Mapping[str, Shown]) -> bool:
    """Whether the rows make a whole: people who may choose several answers make more than one."""
    name, _, code = total.unless.partition(".")
    chosen = values.get(name)
    return not (isinstance(chosen, Choice) and chosen.code == code)
