"""What runs where and when. In: the text of flights.yaml, channels and dayparts. Out: flights and fallbacks.

Here the names in a flight are looked up; what a flight says of itself is looked at in schedule.bookings, and that its
promises can be kept beside all others' in schedule.conflicts.listing.
"""

from collections.abc import Iterator

from campaign.schedule.bookings import find_booking_faults, find_ref_faults
from campaign.schedule.channels import find_members
from campaign.schedule.dayparts import Daypart, Dayparts, cut_daypart, find_unknown
from campaign.schedule.faults import Path, fault, find_id_fault, raise_faults
from campaign.schedule.flight import Flight, FlightPlan
from campaign.schedule.promises import HOUR
from campaign.spec.channels import Channels
from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

RESERVED = ("emergency",)
"""Flights of this name are the messages that take over screens (playlists.overlay)."""


def read_flights(
    text: str, *, file: str, channels: Channels, dayparts: Dayparts, calendars: frozenset[str]
) -> FlightPlan:
    """Read and check the flights; that their promises can be kept together is schedule.conflicts.listing'. Raises
    InvalidDocument or Faults."""
    document = load_yaml(text, file=file)
    written = read_value(document, FlightPlan)
    raise_faults(_find_faults(document, written, channels, dayparts, calendars))
    return written


def find_channels(flight: Flight, channels: Channels) -> tuple[str, ...]:
    """The ids of the channels a flight runs on, in the order of the channels, each once."""
    ids = {channel for name in flight.channels for channel in find_members(name, channels)}
    return tuple(channel for channel in channels if channel in ids)


def _find_faults(
    document: Document, written: FlightPlan, channels: Channels, dayparts: Dayparts, calendars: frozenset[str]
) -> Iterator[CampaignError]:
    seen: set[str] = set()
    for index, flight in enumerate(written.flights):
        path = ("flights", index)
        yield from find_id_fault(document, (*path, "id"), flight.id, reserved=RESERVED)
        if flight.id in seen:
            yield fault(
                document,
                (*path, "id"),
                say("There are two flights “%(id)s”.", id=flight.id),
                say("Give each its own id."),
            )
        seen.add(flight.id)
        yield from find_booking_faults(document, flight, path)
        yield from _find_name_faults(document, flight, path, channels, dayparts)
        yield from _find_pace_faults(document, flight, path, channels)
        for field, names in (("excludes", flight.excludes), ("only_on", flight.only_on)):
            yield from find_unknown(document, (*path, field), names, calendars)
    for name, items in written.fallbacks.items():
        yield from _find_channel_faults(document, ("fallbacks", name), name, channels)
        for index, item in enumerate(items):
            yield from find_ref_faults(document, ("fallbacks", name, index), item)


def _find_name_faults(
    document: Document, flight: Flight, path: Path, channels: Channels, dayparts: Dayparts
) -> Iterator[CampaignError]:
    if not flight.channels:
        yield fault(
            document,
            (*path, "channels"),
            say("The flight “%(id)s” has no channel.", id=flight.id),
            say("Add a channel or group."),
        )
    for index, name in enumerate(flight.channels):
        yield from _find_channel_faults(document, (*path, "channels", index), name, channels)
    for index, name in enumerate(flight.dayparts):
        place = (*path, "dayparts", index)
        if name not in dayparts:
            yield fault(
                document,
                place,
                say("There is no daypart “%(name)s”.", name=name),
                say("Use one of: %(known)s.", known=", ".join(dayparts)),
            )
        else:
            yield from _find_daypart_faults(document, place, flight, dayparts[name], channels)


def _find_channel_faults(document: Document, path: Path, name: str, channels: Channels) -> Iterator[CampaignError]:
    if not find_members(name, channels):
        groups = sorted({group for channel in channels.values() for group in channel.groups})
        yield fault(
            document,
            path,
            say("There is no channel or group “%(name)s”.", name=name),
            say("Use one of: %(known)s.", known=", ".join((*channels, *groups, "all"))),
        )


def _find_daypart_faults(
    document: Document, path: Path, flight: Flight, daypart: Daypart, channels: Channels
) -> Iterator[CampaignError]:
    """A daypart is a fault where a flight can never run in it; on some channels of a group it may well be night."""
    members = find_channels(flight, channels)
    if members and not any(cut_daypart(daypart, channels[name].hours) for name in members):
        yield fault(
            document,
            path,
            say("“%(daypart)s” is outside the hours of %(channels)s.", daypart=daypart.id, channels=", ".join(members)),
            say("Take out the daypart, or change the hours."),
        )
    if not set(daypart.weekdays) & set(flight.weekdays):
        yield fault(
            document,
            path,
            say("“%(daypart)s” is on none of the flight's weekdays.", daypart=daypart.id),
            say("Take out the daypart, or add a weekday."),
        )


def _find_pace_faults(document: Document, flight: Flight, path: Path, channels: Channels) -> Iterator[CampaignError]:
    """More plays an hour than a channel has slots can never be."""
    for name in find_channels(flight, channels):
        most = HOUR / channels[name].slot_seconds
        if most < flight.plays_per_hour <= HOUR:  # more is impossible anywhere (schedule.bookings)
            yield fault(
                document,
                (*path, "plays_per_hour"),
                say(
                    "“%(channel)s” has room for %(most)g plays an hour, not for %(wanted)g.",
                    channel=name,
                    most=most,
                    wanted=flight.plays_per_hour,
                ),
                say("Write fewer plays, or take the channel out of the flight."),
            )
            return
