"""Flights for people's calendar programs (RFC 5545). In: bookings, and releases that take over. Out: the file's bytes.

A flight that runs all day is one entry over its days, or a weekly one where weekdays or calendars leave days out; with
dayparts it is an entry by the clock for each stretch of hours, in the zone of its screens. Days are service days: what
runs after midnight stands on the date that the clocks show then. The same flights give the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from campaign.playlists.vtimezone import make_timezone
from campaign.playlists.xml_file import FORBIDDEN
from campaign.schedule.dayparts import WEEK, Weekday
from campaign.schedule.service_day import DAY, Minutes

PRODUCT = "-//Campaign studio//Flights//EN"
REFRESH = timedelta(hours=1)
"""How often programs are asked to fetch anew."""


@dataclass(frozen=True)
class Hours:
    """A stretch of the service day in minutes from its first midnight, by the clocks of a zone; `key` tells it from
    the flight's other stretches, `where` names the channels that have it."""

    key: str
    minutes: Minutes
    zone: str
    where: str
    weekdays: tuple[Weekday, ...] = WEEK
    excluded: tuple[date, ...] = ()


@dataclass(frozen=True)
class Booking:
    """A flight. `days` are its only ones where calendars say so, `excluded` those that they take; `hours` are empty for
    the whole day. `firm` says whether it is released as it stands; `changed` is when it was last touched."""

    id: str
    title: str
    notes: str
    where: str
    url: str
    since: date
    until: date
    changed: datetime
    firm: bool
    weekdays: tuple[Weekday, ...] = WEEK
    days: tuple[date, ...] | None = None
    excluded: tuple[date, ...] = ()
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class Takeover:
    """A release and the moment from which it plays."""

    id: str
    title: str
    notes: str
    url: str
    at: datetime
    changed: datetime


def write_calendar(bookings: Sequence[Booking], takeovers: Sequence[Takeover], *, title: str, host: str) -> bytes:
    """`host` makes the entries' names the world's own."""
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("x-wr-calname", title)):
        calendar.add(name, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    _add_zones(calendar, bookings)
    for booking in bookings:
        for event in _make_events(booking, host=host):
            calendar.add_component(event)
    for takeover in takeovers:
        calendar.add_component(_make_takeover(takeover, host=host))
    return bytes(calendar.to_ical())


def _add_zones(calendar: Calendar, bookings: Sequence[Booking]) -> None:
    """Each zone that an entry goes by, over the days of its bookings."""
    zones = sorted({hours.zone for booking in bookings for hours in booking.hours})
    for zone in zones:
        known = [booking for booking in bookings if any(hours.zone == zone for hours in booking.hours)]
        since, until = min(booking.since for booking in known), max(booking.until for booking in known)
        calendar.add_component(make_timezone(zone, since=since, until=until + timedelta(days=2)))


def _make_events(booking: Booking, *, host: str) -> Iterator[Event]:
    if not booking.hours:
        yield from _make_whole_days(booking, host=host)
    for hours in booking.hours:
        yield from _make_stretch(booking, hours, host=host)


def _make_whole_days(booking: Booking, *, host: str) -> Iterator[Event]:
    days = list_days(booking, booking.weekdays, booking.excluded)
    if days is None:
        return
    event = _begin(booking, key="", where=booking.where, host=host)
    if days.is_unbroken:
        event.add("dtstart", days.first)
        event.add("dtend", booking.until + timedelta(days=1))
    else:
        event.add("dtstart", days.first)
        event.add("dtend", days.first + timedelta(days=1))
        _repeat(event, days, at=lambda day: day, until=booking.until)
    event.add("transp", "TRANSPARENT")
    yield event


def _make_stretch(booking: Booking, hours: Hours, *, host: str) -> Iterator[Event]:
    weekdays = tuple(day for day in booking.weekdays if day in hours.weekdays)
    days = list_days(booking, weekdays, (*booking.excluded, *hours.excluded))
    if days is None:
        return
    zone, (start, end) = ZoneInfo(hours.zone), hours.minutes

    def face(day: date, minutes: int) -> datetime:
        return (datetime.combine(day, time()) + timedelta(minutes=minutes)).replace(tzinfo=zone)

    event = _begin(booking, key=hours.key, where=hours.where, host=host)
    event.add("dtstart", face(days.first, start))
    event.add("dtend", face(days.first, end))
    last = face(booking.until, start).astimezone(ZoneInfo("UTC"))
    _repeat(event, days, at=lambda day: face(day, start), until=last, shift=start // DAY)
    yield event


@dataclass(frozen=True)
class Days:
    """The days on which something runs: the `first`; `single` ones where there are no others, else the weekdays of
    every week but the `missing` ones."""

    first: date
    weekdays: tuple[Weekday, ...]
    missing: tuple[date, ...] = ()
    single: tuple[date, ...] | None = None

    @property
    def is_unbroken(self) -> bool:
        return self.single is None and len(self.weekdays) == len(WEEK) and not self.missing


def list_days(booking: Booking, weekdays: tuple[Weekday, ...], excluded: Sequence[date]) -> Days | None:
    """None where no day is left."""

    def fits(day: date) -> bool:
        return booking.since <= day <= booking.until and WEEK[day.weekday()] in weekdays

    gone = {day for day in excluded if fits(day)}
    if booking.days is not None:
        single = tuple(sorted({day for day in booking.days if fits(day)} - gone))
        return Days(single[0], weekdays, single=single) if single else None
    first = _find_first(booking, weekdays, gone)
    if first is None:
        return None
    return Days(first, weekdays, tuple(sorted(day for day in gone if day > first)))


def _find_first(booking: Booking, weekdays: tuple[Weekday, ...], gone: set[date]) -> date | None:
    day = booking.since
    while day <= booking.until:
        if WEEK[day.weekday()] in weekdays and day not in gone:
            return day
        day += timedelta(days=1)
    return None


def _repeat(event: Event, days: Days, *, at: Any, until: date | datetime, shift: int = 0) -> None:
    """What follows the first; `at` makes a day what the entry begins with, `shift` is how many dates later that is."""
    if days.single is not None:
        if days.single[1:]:
            event.add("rdate", [at(day) for day in days.single[1:]], parameters=_type_of(days.first, at))
        return
    rule: dict[str, Any] = {"freq": "weekly", "until": until}
    rule["byday"] = [WEEK[(WEEK.index(day) + shift) % len(WEEK)][:2].upper() for day in days.weekdays]
    event.add("rrule", rule)
    if days.missing:
        event.add("exdate", [at(day) for day in days.missing], parameters=_type_of(days.first, at))


def _type_of(day: date, at: Any) -> dict[str, str]:
    """Lists of dates must say that they are none of moments."""
    return {} if isinstance(at(day), datetime) else {"VALUE": "DATE"}


def _add_texts(event: Event, **texts: str) -> None:
    """Without control characters, which make the whole file unreadable to some programs (RFC 5545, 3.1)."""
    for name, text in texts.items():
        event.add(name, FORBIDDEN.sub("", text))


def _begin(booking: Booking, *, key: str, where: str, host: str) -> Event:
    event = Event()
    event.add("uid", f"{booking.id}{'.' if key else ''}{key}@{host}")
    event.add("dtstamp", booking.changed)
    _add_texts(event, summary=booking.title, description=booking.notes, location=where)
    event.add("url", booking.url)
    event.add("status", "CONFIRMED" if booking.firm else "TENTATIVE")
    return event


def _make_takeover(takeover: Takeover, *, host: str) -> Event:
    event = Event()
    event.add("uid", f"{takeover.id}@{host}")
    event.add("dtstamp", takeover.changed)
    event.add("dtstart", takeover.at.astimezone(ZoneInfo("UTC")))
    event.add("duration", timedelta(minutes=15))
    _add_texts(event, summary=takeover.title, description=takeover.notes)
    event.add("url", takeover.url)
    event.add("transp", "TRANSPARENT")
    return event
