"""How full a channel's loops are, drawn and in words. In: a ledger of promised and planned parts. Out: columns, texts.

A column stands for the fullest time of a day, or in hours for a stretch of it. From below: what will be shown, what was
promised and will not be, and above the line of a whole loop what nobody can keep.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from django.utils.translation import gettext as _

from campaign.schedule.fullness import EMPTY, Fullness, Ledger
from campaign.studio.flight_words import say_days, say_number
from campaign.studio.scale import Place, Scale

HEIGHT = 44
"""Pixels of the strip."""
WHOLE = 34
"""Pixels of a whole loop in it: above stands what was sold twice."""
Part: TypeAlias = tuple[str, int, int]
"""(look, y, height)."""


@dataclass(frozen=True)
class Column:
    """Times at which the loop is as full; `words` say it."""

    place: Place
    parts: tuple[Part, ...]
    words: str


@dataclass(frozen=True)
class Voice:
    """A channel's fullness in what is shown: `most` is the fullest time in whole per cent, `words` where and how much
    is free; `over` says when more was sold than there is, empty where never."""

    columns: tuple[Column, ...]
    most: int
    words: str
    over: str
    is_short: bool


def draw_voice(ledger: Ledger, channel: str, scale: Scale) -> Voice:
    days = scale.list_days()
    fullest = [ledger.find_fullest(channel, day) for day in days]
    columns = _list_hours(ledger, channel, scale) if scale.in_hours else _list_days(fullest, scale)
    return Voice(
        columns=tuple(columns),
        most=_per_cent(max(one.sold for one in fullest)),
        words=_tell(fullest),
        over=say_over(ledger, channel, days),
        is_short=any(one.planned < min(one.sold, Fraction(1)) for one in fullest),
    )


def say_over(ledger: Ledger, channel: str, days: Sequence[date]) -> str:
    """The stretches of days on which more was sold than there is: 3 – 9 December 2026, 12 December 2026."""
    over = [day for day in days if ledger.find_fullest(channel, day).over]
    runs = groupby(enumerate(over), key=lambda one: one[1].toordinal() - one[0])
    stretches = ([day for _place, day in run] for _key, run in runs)
    return ", ".join(say_days(stretch[0], stretch[-1]) for stretch in stretches)


def _tell(fullest: Sequence[Fullness]) -> str:
    least, most = min(one.sold for one in fullest), max(one.sold for one in fullest)
    numbers = {"least": _per_cent(least), "most": _per_cent(most)}
    if numbers["least"] == numbers["most"]:
        return _("%(most)s %% promised") % numbers
    return _("%(least)s to %(most)s %% promised") % numbers


def _list_days(fullest: Sequence[Fullness], scale: Scale) -> Iterator[Column]:
    days = scale.list_days()
    for _key, group in groupby(range(len(days)), key=lambda place: _cut(fullest[place])):
        places = list(group)
        since, until = days[places[0]], days[places[-1]]
        yield _make_column(fullest[places[0]], scale.place_days(since, until), say_days(since, until))


def _list_hours(ledger: Ledger, channel: str, scale: Scale) -> Iterator[Column]:
    for minutes, fullness in ledger.read_day(channel, scale.first):
        when = "–".join(f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in minutes)
        yield _make_column(fullness, scale.place_minutes(minutes), when)


def _make_column(fullness: Fullness, place: Place, when: str) -> Column:
    numbers = {"when": when, "sold": _per_cent(fullness.sold), "planned": _per_cent(fullness.planned)}
    words = _("%(when)s: %(sold)s %% promised, %(planned)s %% planned") % numbers
    return Column(place, _cut(fullness), words)


def _cut(fullness: Fullness) -> tuple[Part, ...]:
    """From below."""
    sold, planned = (min(HEIGHT, round(WHOLE * part)) for part in (fullness.sold, fullness.planned))
    kept = min(sold, WHOLE)
    pieces = (("planned", 0, planned), ("unplanned", planned, kept), ("over" if fullness.over else "above", kept, sold))
    return tuple((look, HEIGHT - end, end - start) for look, start, end in pieces if end > start)


def _per_cent(part: Fraction) -> int:
    return round(100 * float(part))


@dataclass(frozen=True)
class Shift:
    """What a trial does to a channel: the fullest time before and after, in per cent; `over` is when more is sold than
    there is; `gets` is what the flight itself would be shown of what it was promised, empty where that is all."""

    title: str
    before: int
    after: int
    over: str
    gets: str


def measure_shift(
    title: str, channel: str, flight: str, *, before: Ledger, after: Ledger, days: Sequence[date]
) -> Shift:
    """Over those days."""
    return Shift(
        title,
        _find_most(before, channel, days),
        _find_most(after, channel, days),
        say_over(after, channel, days),
        _say_gets(flight, (after.find_fullest(channel, day) for day in days)),
    )


def _find_most(ledger: Ledger, channel: str, days: Iterable[date]) -> int:
    return _per_cent(max((ledger.find_fullest(channel, day).sold for day in days), default=EMPTY.sold))


def _say_gets(flight: str, fullest: Iterable[Fullness]) -> str:
    parts = [one.flights[flight] for one in fullest if flight in one.flights]
    if not parts:
        return ""
    promised, planned = min(parts, key=lambda part: part[1] - part[0])
    if planned >= promised:
        return ""
    numbers = {
        "planned": say_number(round(100 * float(planned), 1)),
        "promised": say_number(round(100 * float(promised), 1)),
    }
    return _("%(planned)s of %(promised)s %%") % numbers
