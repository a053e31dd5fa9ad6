"""What people type into a form of the schedule. In: their text. Out: days, numbers and short names as files hold them.

What cannot be read stays as it was typed: the schedule's own reader refuses it in words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from campaign.checks.names import LATIN

LONGEST = 50
"""Signs of a short name."""
LONGEST_WHY = 2000
"""Signs of a reason, wherever one is asked for."""
YEARS = range(2000, 2200)
"""Beside the ends of the calendar no day has a day before or after it."""


def read_day(text: str) -> str:
    """31.12.2026 is 2026-12-31; what is no day stays as it is, for the reader to refuse."""
    found = re.fullmatch(r"\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\s*", text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text.strip()


class UnreadMoment(ValueError):
    """No date and time; `is_skipped` where the clocks skip it on that night."""

    def __init__(self, *, is_skipped: bool = False) -> None:
        super().__init__()
        self.is_skipped = is_skipped

    def __str__(self) -> str:
        if self.is_skipped:
            return _("The clocks skip this time on that night. Choose another.")
        return _("This is no date and time. Write it as 2026-12-31T08:30.")


def read_moment(text: str, *, zone: ZoneInfo) -> datetime:
    """A moment by the clocks of the zone, unless it says another; of a time that comes twice, the first. Raises
    UnreadMoment."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise UnreadMoment()
    if moment.tzinfo is not None:
        return moment.astimezone(zone)
    there = moment.replace(tzinfo=zone)
    if there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise UnreadMoment(is_skipped=True)
    return there


def read_number(text: str) -> float | int | str:
    """12,5 is 12.5; what is no number stays as it is, for the reader to refuse."""
    plain = re.sub(r"[\s\u00a0]", "", text).replace(",", ".").removesuffix("%")
    if re.fullmatch(r"-?\d{1,12}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"-?\d{0,12}\.\d{1,12}", plain) else text.strip()


def make_id(title: Mapping[str, str], ref: str, *, taken: Collection[str]) -> str:
    """A short name that no other flight has: neighbours, neighbours-2; Bulgarian by the official transliteration."""
    text = title.get("en") or title.get("bg") or ref.rpartition("/")[2]
    latin = "".join(LATIN.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST - 4].strip("-") or "flight"
    return next(name for name in _count_up(slug) if name not in taken)


def _count_up(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
