"""Flights and loops on a line of days. In: a plan or release, and the first day. Out: bars to draw, in days.

A day of a channel is as full as its fullest hour: what is promised there, in per cent of the loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from campaign.forms.words import pick_text
from campaign.schedule.calendars import Calendars, is_marked
from campaign.schedule.dayparts import WEEK, Dayparts
from campaign.schedule.flight import Flight
from campaign.schedule.outlook import look_ahead
from campaign.schedule.release import Release
from campaign.schedule.shares import open_books
from campaign.spec.channels import Channel
from campaign.studio.flight_words import write_day, write_short

WEEKS = 6
DAYS = 7 * WEEKS


@dataclass(frozen=True)
class Bar:
    """Days in a row: `start` counts from the first day shown."""

    start: int
    length: int


@dataclass(frozen=True)
class Column:
    """One day of a channel: `height` in per cent of the loop, at most 100; `over` where more was promised."""

    day: int
    height: int
    over: bool


@dataclass(frozen=True)
class Fullness:
    """How full a channel's loops are promised: the fullest day, in whole per cent, and every day."""

    slug: str
    title: str
    most: int
    columns: tuple[Column, ...]
    words: str

    @property
    def over(self) -> bool:
        return self.most > 100


def list_days(first: date) -> list[date]:
    return [first + timedelta(days=shift) for shift in range(DAYS)]


def list_weeks(first: date) -> list[str]:
    """What stands above each week."""
    return [write_short(first + timedelta(weeks=week)) for week in range(WEEKS)]


def is_on(flight: Flight, day: date, *, dayparts: Dayparts, calendars: Calendars) -> bool:
    """Whether it runs on that service day: the day is one of its own, and one of its dayparts is there."""
    if not flight.runs_on(day, calendars=calendars):
        return False
    parts = [dayparts[name] for name in flight.dayparts if name in dayparts]
    weekday = WEEK[day.weekday()]
    return not flight.dayparts or any(
        weekday in part.weekdays and not is_marked(day, part.excludes, calendars) for part in parts
    )


def cut_bars(flight: Flight, first: date, *, dayparts: Dayparts, calendars: Calendars) -> tuple[Bar, ...]:
    """The days on which it runs."""
    runs = [
        (place, is_on(flight, day, dayparts=dayparts, calendars=calendars))
        for place, day in enumerate(list_days(first))
    ]
    bars = ([place for place, _runs in group] for on, group in groupby(runs, key=lambda one: one[1]) if on)
    return tuple(Bar(places[0], len(places)) for places in bars)


def measure_fullness(release: Release, first: date) -> tuple[Fullness, ...]:
    """Every channel of the release."""
    books, sold = (
        open_books(release),
        {channel.id: dict.fromkeys(list_days(first), 0.0) for channel in release.channels},
    )
    for company in look_ahead(release, today=first, days=DAYS).companies:
        id_ = company.channel.id
        part = float(100 * sum(books[id_][flight.id].share for flight in company.flights))
        for day, _minutes in company.times:
            sold[id_][day] = max(sold[id_][day], part)
    return tuple(_measure(channel, list(sold[channel.id].values()), first) for channel in release.channels)


def _measure(channel: Channel, sold: Sequence[float], first: date) -> Fullness:
    columns = tuple(Column(day, min(100, round(part)), round(part) > 100) for day, part in enumerate(sold))
    return Fullness(channel.id, pick_text(channel.title), round(max(sold)), columns, _tell(sold, first))


def _tell(sold: Sequence[float], first: date) -> str:
    """In words, for who does not see the columns."""
    fullest = max(range(len(sold)), key=lambda place: sold[place])
    numbers = {"least": round(min(sold)), "most": round(max(sold)), "day": write_day(first + timedelta(days=fullest))}
    if numbers["least"] == numbers["most"]:
        return _("%(most)s %% on every day") % numbers
    return _("between %(least)s and %(most)s %%, most on %(day)s") % numbers
