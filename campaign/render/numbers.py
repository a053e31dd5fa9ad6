"""Figures as printed in a language. In: a finite number. Out: text with narrow no-break spaces, counter steps."""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberPattern

from campaign.render.typography import NARROW, NO_BREAK

MINUS = "\u2212"
"""As wide as a plus; CLDR has a hyphen."""
STEPS = 12
"""How many values a counter shows."""
SPACED_PERCENT = frozenset({"bg", "mk", "uk"})
"""Languages whose printed style puts a space before the sign, where CLDR has none."""


def format_number(amount: float, *, language: str, decimals: int | None = None) -> str:
    """35 000 in Bulgarian, 35,000 in English; every digit given is kept unless `decimals` says how many."""
    locale = Locale(language)
    return _print(locale.decimal_formats[None], _to_decimal(amount, decimals), locale=locale, decimals=decimals)


def format_share(amount: float, *, language: str, decimals: int | None = None) -> str:
    """7.3 as 7,3 % in Bulgarian and 7.3% in English."""
    locale = Locale(language)
    share = _to_decimal(amount, decimals).scaleb(-2)
    text = _print(locale.percent_formats[None], share, locale=locale, decimals=decimals)
    if language in SPACED_PERCENT:
        return text.replace(f"{NARROW}%", "%").replace("%", f"{NARROW}%")
    return text


def format_day(day: date, *, precision: int, language: str) -> str:
    """09.12.2025 г. in Bulgarian, 9 December 2025 in English; with `precision` 2 the month, with 1 the year alone."""
    if precision == 1:
        return f"{day.year}{NARROW}г." if language == "bg" else str(day.year)
    locale = "en_GB" if language == "en" else language
    if precision == 2:
        return format_skeleton("yMMMM", day, locale=locale).replace(" ", NO_BREAK)
    if language == "bg":
        return f"{day:%d.%m.%Y}{NARROW}г."
    return format_date(day, format="long", locale=locale).replace(" ", NO_BREAK)


def _print(pattern: NumberPattern, value: Decimal, *, locale: Locale, decimals: int | None) -> str:
    if decimals is not None:
        pattern = copy(pattern)
        pattern.frac_prec = (decimals, decimals)
    text: str = pattern.apply(value, locale, decimal_quantization=decimals is not None)
    return text.replace("\u00a0", NARROW).replace("-", MINUS)


def list_steps(amount: float, *, text: str, show: Callable[[float, int], str]) -> tuple[str, ...]:
    """The printed values a counter passes through from nought, slowing down; the last one is `text`.

    `show` prints a value with that many decimals."""
    decimals = count_decimals(amount)
    shown = [show(amount * (1 - (1 - step / STEPS) ** 3), decimals) for step in range(1, STEPS)]
    return (*(step for step in dict.fromkeys(shown) if step != text), text)


def count_decimals(amount: float) -> int:
    """Digits after the point in the shortest writing of the number."""
    exponent = _to_decimal(amount, None).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def count_most_decimals(amounts: Sequence[float]) -> int:
    """The digits that every figure of a series shows, so that 15,3 and 8 stand as 15,3 and 8,0."""
    return max((count_decimals(amount) for amount in amounts), default=0)


def _to_decimal(amount: float, decimals: int | None) -> Decimal:
    value = Decimal(str(amount))
    if decimals is not None:
        value = round(value, decimals)
    if value == value.to_integral_value() and not decimals:
        return value.to_integral_value()
    return value
