"""A figure with all that it means. In: amounts as counted. Out: sums, shares, differences and margins that stay true.

What is not known is a value of its own: it goes through every sum and share, and never turns into nought. Nothing is
rounded before it is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from math import sqrt

from campaign.spec.errors import InvalidValue
from campaign.spec.message import Message, say
from campaign.spec.rules.words import CONFIDENCE, FEW, FEWEST, ROUNDING

PERCENT = "%"
POINTS = "pp"
"""Percentage points: what lies between two percentages (checks.md E5)."""
HUNDRED = Decimal(100)


class Status(StrEnum):
    """How sure a figure is, from surest to least; the last two have no value."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    PROVISIONAL = "provisional"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"


VALUELESS = frozenset({Status.SUPPRESSED, Status.UNKNOWN})
_DOUBT = tuple(Status)


class Shown(StrEnum):
    """How a figure of so many people may be shown (FRA practice; checks.md E6)."""

    PLAIN = "plain"
    BRACKETED = "bracketed"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Interval:
    """Between which amounts the true one lies, both in the figure's unit."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Figure:
    """`value` is none exactly when it is suppressed or unknown. `denominator` is the whole that a share is taken of,
    `n` how many people or cases it rests on; it is printed with `decimals` digits behind the point. Raises InvalidValue
    for what contradicts itself."""

    value: Decimal | None
    unit: str
    period: str = ""
    population: str = ""
    source: str = ""
    denominator: Decimal | None = None
    n: int | None = None
    decimals: int = 0
    status: Status = Status.MEASURED
    interval: Interval | None = None

    def __post_init__(self) -> None:
        if (self.value is None) is not (self.status in VALUELESS):
            raise _refuse(
                say("A figure has no value exactly when it is suppressed or unknown."),
                say("Leave the value out, or say how it is known. Unknown is not nought."),
            )
        if self.value is not None and not self.value.is_finite():
            raise _refuse(say("“%(given)s” is not a number.", given=str(self.value)), _DIGITS)
        if self.decimals < 0 or (self.n is not None and self.n < 0):
            raise _refuse(say("A count is never below nought."), _DIGITS)
        if self.interval and not (self.interval.low <= (self.value or self.interval.low) <= self.interval.high):
            raise _refuse(say("The figure lies outside its own interval."), say("Correct the figure or the interval."))

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def printed(self) -> Decimal | None:
        """The value as it is printed: half to even, as the numbers of the pictures are."""
        return None if self.value is None else round(self.value, self.decimals)

    @property
    def slack(self) -> Decimal:
        """How far the printed value may be from the true one: half a unit of the last digit."""
        return Decimal(str(ROUNDING.value)).scaleb(-self.decimals)

    @property
    def shown(self) -> Shown:
        return Shown.PLAIN if self.n is None else show_count(self.n)


def show_count(count: float) -> Shown:
    """What may be shown of an answer of so many people (checks.md E6)."""
    if count < FEWEST.value:
        return Shown.HIDDEN
    return Shown.BRACKETED if count < FEW.value else Shown.PLAIN


def suppress(figure: Figure) -> Figure:
    """The figure as it may be shown: without its value where too few people stand behind it."""
    if figure.shown is not Shown.HIDDEN or not figure.is_known:
        return figure
    return replace(figure, value=None, interval=None, status=Status.SUPPRESSED)


def sum_parts(parts: Sequence[Figure]) -> Figure:
    """The parts as one: of one unit, period and whole. One part unknown, and the sum is; it is as sure and as exact as
    the least of them. Raises InvalidValue for parts that cannot be added, or none."""
    if not parts:
        raise _refuse(say("There is nothing to add up."), say("Give at least one part."))
    first = parts[0]
    for part in parts[1:]:
        _demand_same(first, part)
        if first.unit in (PERCENT, POINTS) and part.denominator != first.denominator:
            raise _refuse(
                say("Percentages of different wholes cannot be added."),
                say("Add the counts, then take their share of the whole."),
            )
    status, value = _join_status(parts), None
    if status not in VALUELESS:
        value = sum((part.value for part in parts if part.value is not None), Decimal(0))
    counts = [part.n for part in parts]
    whole = first.unit in (PERCENT, POINTS)
    count = first.n if whole else None if None in counts else sum(one for one in counts if one is not None)
    decimals = min(part.decimals for part in parts)
    return replace(first, value=value, status=status, n=count, decimals=decimals, interval=None)


def take_share(part: Figure, whole: Figure, *, decimals: int = 1) -> Figure:
    """The part in per cent of its whole, which is its denominator. Of an unknown whole, or of none at all, the share is
    unknown. Raises InvalidValue for a part that is none."""
    _demand_same(part, whole)
    status, value = _join_status((part, whole)), None
    if part.value is not None and whole.value is not None:
        if not 0 <= part.value <= whole.value:
            raise _refuse(say("The part is not inside its whole."), say("Look which of the two figures is wrong."))
        if whole.value:
            value = part.value * HUNDRED / whole.value
        else:
            status = Status.UNKNOWN
    return replace(
        part,
        value=value,
        unit=PERCENT,
        denominator=whole.value,
        population=whole.population or part.population,
        n=whole.n,
        decimals=decimals,
        status=status,
        interval=None,
    )


def subtract(later: Figure, earlier: Figure) -> Figure:
    """How much more the first is: between percentages in percentage points, else in their own unit (checks.md E5)."""
    _demand_unit(later, earlier)
    status, value = _join_status((later, earlier)), None
    if later.value is not None and earlier.value is not None:
        value = later.value - earlier.value
    return replace(
        later,
        value=value,
        unit=POINTS if later.unit == PERCENT else later.unit,
        period=_join_periods(earlier, later),
        denominator=None,
        n=None if later.n is None or earlier.n is None else min(later.n, earlier.n),
        decimals=min(later.decimals, earlier.decimals),
        status=status,
        interval=None,
    )


def measure_change(later: Figure, earlier: Figure, *, decimals: int = 1) -> Figure:
    """How much more in per cent of the earlier one: 4 % after 2 % is a change of 100 %, and of 2 points. From nought
    there is none."""
    step = subtract(later, earlier)
    base, value, status = earlier.value, None, step.status
    if step.value is not None and base is not None:
        if base:
            value = step.value * HUNDRED / abs(base)
        else:
            status = Status.UNKNOWN
    return replace(step, value=value, unit=PERCENT, denominator=base, decimals=decimals, status=status)


def measure_margin(share: float, count: float) -> float:
    """Percentage points on either side of a share in per cent of `count` people: 1.96·√(p(1−p)/n), the 95 % margin of a
    simple random sample (ESOMAR/WAPOR; checks.md E4). Nobody asked, nothing known."""
    part = min(max(share / 100, 0.0), 1.0)
    return 100 * CONFIDENCE.value * sqrt(part * (1 - part) / count) if count > 0 else 100.0


def measure_joint_margin(one: float, of: float, other: float, among: float) -> float:
    """Percentage points that two shares of two independent samples may lie apart by chance."""
    return sqrt(measure_margin(one, of) ** 2 + measure_margin(other, among) ** 2)


def _join_status(figures: Sequence[Figure]) -> Status:
    """The least sure; what was made of a suppressed part is not suppressed itself, it is not known."""
    worst = max((figure.status for figure in figures), key=_DOUBT.index)
    return Status.UNKNOWN if worst is Status.SUPPRESSED and len(figures) > 1 else worst


def _join_periods(earlier: Figure, later: Figure) -> str:
    periods = dict.fromkeys(filter(None, (earlier.period, later.period)))
    return "–".join(periods)


def _demand_same(one: Figure, other: Figure) -> None:
    _demand_unit(one, other)
    if one.period and other.period and one.period != other.period:
        raise _refuse(
            say("Figures of %(one)s and %(other)s cannot be put together.", one=one.period, other=other.period),
            say("Take both from the same period."),
        )


def _demand_unit(one: Figure, other: Figure) -> None:
    if one.unit != other.unit:
        raise _refuse(
            say("“%(one)s” and “%(other)s” cannot be put together.", one=one.unit, other=other.unit),
            say("Bring both to one unit first."),
        )


_DIGITS = say("Write digits, e.g. 35000 or 7.3.")


def _refuse(message: Message, hint: Message) -> InvalidValue:
    return InvalidValue(message, hint=hint)
