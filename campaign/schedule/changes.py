"""Flights that people wrote outside the file. In: the file's flights, and the changes. Out: the flights that count.

A change takes the place of the file's flight of the same id, adds one, or takes one out. Its body is a flight as
flights.yaml would hold it, and the same reader reads it: what would be a fault there is one here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

import yaml

from campaign.schedule.calendars import WrittenCalendar
from campaign.schedule.dayparts import Dayparts
from campaign.schedule.faults import raise_faults
from campaign.schedule.flight import Flight, FlightPlan
from campaign.schedule.flights import read_flights
from campaign.spec.channels import Channels
from campaign.spec.digest import to_plain
from campaign.spec.errors import CampaignError

PLACE = "studio"
"""Where such flights come from, as a fault's file names it."""


@dataclass(frozen=True)
class Change:
    """`body` is the flight as written; None where it was taken out."""

    flight: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True)
class Names:
    """What a flight may name."""

    channels: Channels
    dayparts: Dayparts
    calendars: Mapping[str, WrittenCalendar]


def read_change(body: Mapping[str, Any], *, names: Names) -> Flight:
    """The flight of a body. Raises Faults whose places name the field alone: “share”, “channels.0”."""
    text = yaml.safe_dump({"flights": [dict(body)]}, allow_unicode=True, sort_keys=False)
    file = f"{PLACE}/{body.get('id', '')}"
    try:
        written = read_flights(
            text, file=file, channels=names.channels, dayparts=names.dayparts, calendars=frozenset(names.calendars)
        )
    except CampaignError as error:
        raise_faults(_shorten(one) for one in error.singles)
        raise
    return written.flights[0]


def merge_flights(written: FlightPlan, changes: Sequence[Change], *, names: Names) -> FlightPlan:
    """The file's flights with the changes laid over them: changed ones keep their places, new ones follow. Raises
    Faults with all that is wrong in any change."""
    taken = {change.flight: change for change in changes}
    read: dict[str, Flight] = {}
    faults: list[CampaignError] = []
    for id_, change in taken.items():
        if change.body is not None:
            try:
                read[id_] = read_change(change.body, names=names)
            except CampaignError as error:
                faults.extend(error.singles)
    raise_faults(faults)
    kept = [read.get(flight.id, flight) for flight in written.flights if flight.id not in taken or flight.id in read]
    known = {flight.id for flight in written.flights}
    return replace(written, flights=(*kept, *(flight for id_, flight in read.items() if id_ not in known)))


def write_flight(flight: Flight) -> dict[str, Any]:
    """The flight as a file would hold it: only what is not as it is by itself, days as text."""
    plain = to_plain(flight)
    usual = {part.name: _find_default(part) for part in fields(Flight)}
    return {name: value for name, value in plain.items() if name == "id" or value != to_plain(usual[name])}


def _find_default(part: Any) -> Any:
    if part.default_factory is not MISSING:
        return part.default_factory()
    return None if part.default is MISSING else part.default


def _shorten(error: CampaignError) -> CampaignError:
    """There is only one flight, and no file with lines."""
    field = error.place.field.removeprefix("flights.0").removeprefix(".")
    return type(error)(error.message, place=replace(error.place, field=field, line=None), hint=error.hint)
