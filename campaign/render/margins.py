"""How sure a share of a sample is, as printed. In: a share in per cent, how many were asked. Out: percentage points."""

from math import ceil

from campaign.render.numbers import format_number
from campaign.spec.figure import measure_margin


def print_margin(share: float, count: float, language: str) -> str:
    """The margin with one decimal, rounded up: nobody is made to look surer than they are."""
    return format_number(ceil(round(measure_margin(share, count) * 10, 6)) / 10, language=language, decimals=1)
