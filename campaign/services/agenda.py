"""What leads have in their calendars. In: the schedules folder, now. Out: flights with all that they name, one value.

Flights are those of the next release, whether released yet or not; while the files cannot be read, those that play.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from campaign.data import queries
from campaign.data.models import FlightChange, Release
from campaign.schedule.calendars import Calendar
from campaign.schedule.dayparts import Daypart
from campaign.schedule.flight import Flight
from campaign.services import publishing
from campaign.services.drafts import read_schedules
from campaign.services.progress import list_scheduled
from campaign.spec.channels import Channel
from campaign.spec.errors import CampaignError

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""When flights of a file were last touched that nobody has released yet."""


@dataclass(frozen=True)
class Agenda:
    """`firm` are the flights that are released exactly as they stand; `changed` is when each was last touched, of the
    others `touched`. `coming` are releases that take over later."""

    flights: tuple[Flight, ...]
    channels: Mapping[str, Channel]
    dayparts: Mapping[str, Daypart]
    calendars: Mapping[str, Calendar]
    firm: frozenset[str]
    changed: Mapping[str, datetime]
    touched: datetime
    coming: tuple[Release, ...]


def read_agenda(*, now: datetime, folder: Path) -> Agenda:
    """Everything that is booked now."""
    playing = publishing.current_release(at=now)
    row = queries.find_current_release(at=now)
    released = playing.flights if playing else ()
    try:
        plan = read_schedules(folder)
        flights, channels, dayparts, calendars = plan.flights, plan.channels, plan.dayparts, plan.calendars
    except CampaignError:
        flights, channels, dayparts, calendars = (
            (released, playing.channels, playing.dayparts, playing.calendars) if playing else ((), (), (), ())
        )
    return Agenda(
        flights,
        {channel.id: channel for channel in channels},
        {daypart.id: daypart for daypart in dayparts},
        {calendar.id: calendar for calendar in calendars},
        frozenset(flight.id for flight in flights if flight in released),
        dict(FlightChange.objects.values_list("flight", "at")),
        row.released_at if row and row.released_at else BEGINNING,
        list_scheduled(now=now),
    )
