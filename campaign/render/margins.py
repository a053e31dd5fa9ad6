"""How sure a share of a sample is. In: a share in per cent, how many were asked. Out: percentage points.

The 95 % margin of a simple random sample, 1.96·√(p(1−p)/n): ESOMAR/WAPOR Guideline on Opinion Polls and Published
Surveys (checks.md E4).
"""

from math import ceil, sqrt

from campaign.render.numbers import format_number

Z_95 = 1.96
"""The normal quantile of 97.5 %."""
FEWEST = 20
"""Answers of fewer people are not shown; of fewer than fifty, the kit sets them in brackets (FRA practice; checks.md
E6)."""


def measure_margin(share: float, count: float) -> float:
    """Percentage points on either side of a share of `count` people; nobody asked, nothing known."""
    part = min(max(share / 100, 0.0), 1.0)
    return 100 * Z_95 * sqrt(part * (1 - part) / count) if count > 0 else 100.0


def print_margin(share: float, count: float, language: str) -> str:
    """The margin with one decimal, rounded up: nobody is made to look surer than they are."""
    return format_number(ceil(round(measure_margin(share, count) * 10, 6)) / 10, language=language, decimals=1)
