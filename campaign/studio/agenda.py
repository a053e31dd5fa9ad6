"""Flights in a calendar's words. In: what is booked, and a language. Out: the calendar file's bytes."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.data.models import Release
from campaign.forms.words import pick_text
from campaign.playlists.ical import Booking, Hours, Takeover, write_calendar
from campaign.schedule.dayparts import Daypart, cut_daypart
from campaign.schedule.flight import Flight
from campaign.services.agenda import Agenda
from campaign.studio.flight_words import BRIEF, say_promise
from campaign.studio.titles import Titles, find_shown, read_titles, say_title


def write_agenda(agenda: Agenda, *, language: str) -> bytes:
    """In the person's language, whoever fetches it."""
    with override(language):
        titles = read_titles(map(find_shown, agenda.flights))
        bookings = [_make_booking(flight, agenda, titles) for flight in agenda.flights]
        takeovers = [_make_takeover(row) for row in agenda.coming]
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        return write_calendar(bookings, takeovers, title=_("Flights"), host=host)


def _make_booking(flight: Flight, agenda: Agenda, titles: Titles) -> Booking:
    firm = flight.id in agenda.firm
    return Booking(
        id=flight.id,
        title=say_title(flight, titles),
        notes="\n".join(_list_notes(flight, titles, firm=firm)),
        where=_name_channels(flight.channels, agenda),
        url=_make_address("flight", flight.id),
        since=flight.since,
        until=flight.until,
        changed=agenda.changed.get(flight.id, agenda.touched),
        firm=firm,
        weekdays=flight.weekdays,
        days=tuple(_list_days(flight.only_on, agenda)) if flight.only_on else None,
        excluded=tuple(_list_days(flight.excludes, agenda)),
        hours=tuple(_list_hours(flight, agenda)),
    )


def _list_notes(flight: Flight, titles: Titles, *, firm: bool) -> Iterator[str]:
    yield f"{titles.name(flight)}: {say_promise(flight)}"
    if flight.priority in BRIEF:
        yield str(BRIEF[flight.priority])
    if not firm:
        yield _("Not released yet as it stands here")


def _list_days(calendars: Iterable[str], agenda: Agenda) -> Iterator[date]:
    for id_ in calendars:
        if id_ in agenda.calendars:
            yield from agenda.calendars[id_].days


def _list_hours(flight: Flight, agenda: Agenda) -> Iterator[Hours]:
    """Of each daypart every stretch that some of the channels are open in, with those channels."""
    for name in flight.dayparts:
        part = agenda.dayparts.get(name)
        if part is not None:
            yield from _cut(part, flight, agenda)


def _cut(part: Daypart, flight: Flight, agenda: Agenda) -> Iterator[Hours]:
    found: dict[tuple[tuple[int, int], str], list[str]] = {}
    for id_ in flight.channels:
        channel = agenda.channels[id_]
        for minutes in cut_daypart(part, channel.hours):
            found.setdefault((minutes, channel.timezone), []).append(id_)
    excluded = tuple(_list_days(part.excludes, agenda))
    for number, ((minutes, zone), ids) in enumerate(found.items()):
        where = f"{pick_text(part.title)}: {_name_channels(ids, agenda)}"
        yield Hours(f"{part.id}.{number}", minutes, zone, where, part.weekdays, excluded)


def _name_channels(ids: Iterable[str], agenda: Agenda) -> str:
    return " · ".join(pick_text(agenda.channels[id_].title) for id_ in ids)


def _make_takeover(row: Release) -> Takeover:
    assert row.starts_at is not None  # noqa: S101 - only those with a moment are to come
    return Takeover(
        id=f"release-{row.number}",
        title=_("Release %(number)s takes over") % {"number": row.number},
        notes=row.why,
        url=_make_address("release", row.number),
        at=row.starts_at,
        changed=row.released_at or row.proposed_at,
    )


def _make_address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"
