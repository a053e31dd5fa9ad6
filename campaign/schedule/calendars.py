"""Named days. In: the text of calendars.yaml and the years looked at. Out: calendars, each with its days.

A flight or daypart says by a calendar's name when it does not run, or when alone it runs: public holidays, elections,
days of mourning. Public holidays are those of a country by the `holidays` library; whoever freezes a schedule keeps the
days themselves, so that a newer library changes no release.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

import holidays

from campaign.schedule.faults import fault, find_id_fault, raise_faults
from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError
from campaign.spec.languages import Texts
from campaign.spec.message import say

LONGEST = 366
"""Days of one stretch: a year is written as one only by mistake for a single day."""


@dataclass(frozen=True)
class Days:
    """From one service day to another, both of them included; why is for people."""

    since: date
    until: date
    why: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenCalendar:
    """As in the file: single days, stretches of days, and the public holidays of a country (ISO 3166-1, “BG”)."""

    id: str
    title: Texts
    days: tuple[date, ...] = ()
    stretches: tuple[Days, ...] = ()
    holidays: str = ""


@dataclass(frozen=True)
class Calendar:
    """Every one of its days that matters, in order."""

    id: str
    title: Texts
    days: tuple[date, ...] = ()


Calendars: TypeAlias = Mapping[str, Calendar]


@dataclass(frozen=True)
class CalendarsFile:
    calendars: tuple[WrittenCalendar, ...] = ()


def read_calendars(text: str, *, file: str) -> Mapping[str, WrittenCalendar]:
    """Read the calendars in the order of the file. Raises InvalidDocument or Faults."""
    document = load_yaml(text, file=file)
    written = read_value(document, CalendarsFile)
    raise_faults(_find_faults(document, written))
    return {calendar.id: calendar for calendar in written.calendars}


def list_days(calendar: WrittenCalendar, *, years: Iterable[int]) -> Calendar:
    """The calendar with its days in those years."""
    wanted = frozenset(years)
    days = {*calendar.days, *(day for stretch in calendar.stretches for day in _walk(stretch))}
    if calendar.holidays:
        days |= set(holidays.country_holidays(calendar.holidays, years=sorted(wanted)))
    return Calendar(calendar.id, calendar.title, tuple(sorted(day for day in days if day.year in wanted)))


def is_marked(day: date, names: Iterable[str], calendars: Calendars) -> bool:
    """Whether the day is in one of the calendars."""
    return any(day in calendars[name].days for name in names)


def _walk(stretch: Days) -> Iterator[date]:
    for shift in range((stretch.until - stretch.since).days + 1):
        yield stretch.since + timedelta(days=shift)


def _find_faults(document: Document, written: CalendarsFile) -> Iterator[CampaignError]:
    seen: set[str] = set()
    for index, calendar in enumerate(written.calendars):
        path = ("calendars", index)
        yield from find_id_fault(document, (*path, "id"), calendar.id)
        if calendar.id in seen:
            yield fault(
                document,
                (*path, "id"),
                say("There are two calendars “%(id)s”.", id=calendar.id),
                say("Give each its own id."),
            )
        seen.add(calendar.id)
        if calendar.holidays and calendar.holidays not in holidays.list_supported_countries():
            yield fault(
                document,
                (*path, "holidays"),
                say("The public holidays of “%(country)s” are not known.", country=calendar.holidays),
                say("Write a country's two letters, as BG, or list the days."),
            )
        for place, stretch in enumerate(calendar.stretches):
            if not 0 <= (stretch.until - stretch.since).days < LONGEST:
                yield fault(
                    document,
                    (*path, "stretches", place),
                    say("These days end before they begin, or last more than a year."),
                    say("“until” is the last of the days, “since” the first."),
                )
