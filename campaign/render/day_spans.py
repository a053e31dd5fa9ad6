"""From one day to another. In: two days as printed. Out: one text, without saying a month and year twice."""

import re

from campaign.render.context import Day
from campaign.spec.text import Text, read_also

_STARTS = re.compile(r"(\d{1,2})(\D.*)", re.DOTALL)
"""A day's number before its month, as all our languages but Chinese print it."""


def join_days(first: Day, last: Day) -> Text:
    """03–17.05.2021 г., 3–17 May 2021, or both days in full where month or year differ; one day once."""
    if first.iso == last.iso:
        return Text(last.text, read_also(last.text))
    also = read_also(last.text)
    return Text(_join(first.text, last.text), _join(read_also(first.text), also) if also else "")


def _join(first: str, last: str) -> str:
    start, end = _STARTS.fullmatch(first), _STARTS.fullmatch(last)
    if start and end and start[2] == end[2]:
        return f"{start[1]}–{last}"
    return f"{first} – {last}"
