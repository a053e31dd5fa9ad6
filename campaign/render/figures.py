"""Figures that a drawing works out itself: differences, ticks. In: an amount and its kin. Out: text as printed."""

from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import format_compact_decimal

from campaign.render.numbers import count_decimals, count_most_decimals, format_number, format_share
from campaign.render.typography import NARROW

SHORT_FROM = 1_000_000
"""From here on the ticks of an axis are printed in words: 2 млн."""


def print_figure(amount: float, language: str, *, like: Sequence[float] = (), percent: bool = False) -> str:
    """The amount with as many decimals as its kin, so that a difference is as exact as what it comes from."""
    decimals = count_most_decimals(like or (amount,))
    exact = round(amount, decimals) + 0.0  # no minus before a nought
    show = format_share if percent else format_number
    return show(exact, language=language, decimals=decimals)


def print_ticks(amounts: Sequence[float], language: str, *, percent: bool = False) -> tuple[str, ...]:
    """All ticks of an axis in one way: in full, or in millions and more where they are large."""
    if max(map(abs, amounts), default=0) < SHORT_FROM:
        return tuple(print_figure(amount, language, like=amounts, percent=percent) for amount in amounts)
    return tuple(_shorten(amount, language) for amount in amounts)


def _shorten(amount: float, language: str) -> str:
    """Ticks are round, so nothing is lost."""
    exponent = min(15, (len(str(int(abs(amount)))) - 1) // 3 * 3)
    decimals = count_decimals(float(Decimal(repr(amount)).scaleb(-exponent)))
    text: str = format_compact_decimal(amount, format_type="short", locale=language, fraction_digits=decimals)
    return text.replace("\u00a0", NARROW)
