"""Times as tables write them. In: the text of a cell. Out: the year, month or day it names, as ISO 8601; or none."""

import re
from calendar import monthrange
from dataclasses import dataclass

MONTHS: tuple[tuple[str, ...], ...] = (
    ("яну", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("май", "may"), ("юни", "jun"),
    ("юли", "jul"), ("авг", "aug"), ("сеп", "sep"), ("окт", "oct"), ("ное", "nov"), ("дек", "dec"),
)  # fmt: skip
"""How their names begin, Bulgarian and English."""
_YEAR = re.compile(r"(?P<year>(?:1[89]|20)\d\d)(?:\s*(?:г\.?|год\.?|година))?")
_SPAN = re.compile(r"(?P<year>(?:1[89]|20)\d\d)\s*[/–-]\s*(?:(?:1[89]|20)?\d\d)(?:\s*г\.?)?")
_MONTH = re.compile(
    r"(?P<year>(?:1[89]|20)\d\d)[-./M](?P<month>\d{1,2})|(?P<before>\d{1,2})[./](?P<after>(?:1[89]|20)\d\d)"
)
_NAMED = re.compile(r"(?P<name>[^\W\d]{3,10})\.?\s*(?P<year>(?:1[89]|20)\d\d)(?:\s*г\.?)?")
_DAY = re.compile(r"(?P<year>(?:1[89]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:T.*)?")
_EUROPEAN = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:1[89]|20)\d\d)(?:\s*г\.?)?")


@dataclass(frozen=True, order=True)
class Moment:
    """`iso` is 2021, 2021-05 or 2021-05-20; a school year or season has `is_span`, and stands under its first year."""

    iso: str
    is_span: bool = False

    @property
    def year(self) -> int:
        return int(self.iso[:4])

    @property
    def precision(self) -> int:
        """1 is a year, 2 a month, 3 a day."""
        return self.iso.count("-") + 1


def read_moment(text: str) -> Moment | None:
    """2021, 2021 г., 05.2021, 2021-05, май 2021, 20.05.2021 and 2020/21; nothing else."""
    plain = " ".join(text.split())
    if found := _YEAR.fullmatch(plain):
        return Moment(found["year"])
    if found := _DAY.fullmatch(plain) or _EUROPEAN.fullmatch(plain):
        return _make_day(int(found["year"]), int(found["month"]), int(found["day"]))
    if (found := _MONTH.fullmatch(plain)) and 1 <= int(found["month"] or found["before"]) <= 12:
        return Moment(f"{found['year'] or found['after']}-{int(found['month'] or found['before']):02}")
    if found := _NAMED.fullmatch(plain):
        name = found["name"].casefold()
        month = next((at for at, names in enumerate(MONTHS, start=1) if name.startswith(names)), 0)
        return Moment(f"{found['year']}-{month:02}") if month else None
    if found := _SPAN.fullmatch(plain):
        return Moment(found["year"], is_span=True)
    return None


def _make_day(year: int, month: int, day: int) -> Moment | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Moment(f"{year}-{month:02}-{day:02}")
