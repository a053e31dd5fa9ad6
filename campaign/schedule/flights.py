"""What runs where and when. In: the text of flights.yaml, channels and dayparts. Out: flights and fallbacks.

A flight promises a campaign, one item, or all items with a tag a share of the loop on some channels, from its
first to its last service day. Flights of one priority never promise more than the whole loop together; a higher
priority takes its share first, and those below divide what is left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from campaign.schedule.channels import find_members
from campaign.schedule.dayparts import WEEK, Daypart, Dayparts, Weekday, cut_daypart
from campaign.schedule.faults import fault, raise_faults
from campaign.spec.channels import Channels
from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError
from campaign.spec.languages import Texts
from campaign.spec.message import say

__all__ = ["Daypart", "Flight", "FlightPlan", "Weekday", "find_channels", "read_flights"]

WHOLE = 100.0
"""Per cent of a loop."""


@dataclass(frozen=True)
class Flight:
    """Exactly one of `campaign` (slug), `item` ("campaign/item") and `tag` says what is shown. `channels` are
    channels or groups, `since` and `until` the first and last service day, `dayparts` ids or empty for the whole
    day, `share` per cent of the loop."""

    id: str
    channels: tuple[str, ...]
    since: date
    until: date
    share: float
    title: Texts = field(default_factory=dict)
    campaign: str = ""
    item: str = ""
    tag: str = ""
    weekdays: tuple[Weekday, ...] = WEEK
    dayparts: tuple[str, ...] = ()
    priority: int = 0

    def runs_on(self, day: date) -> bool:
        """Whether that service day is one of the flight's."""
        return self.since <= day <= self.until and WEEK[day.weekday()] in self.weekdays

    def selects(self, *, campaign: str, item: str, tags: tuple[str, ...]) -> bool:
        """Whether the item (its id alone) of the campaign is shown by this flight."""
        if self.item:
            return self.item == f"{campaign}/{item}"
        return self.campaign == campaign if self.campaign else self.tag in tags


@dataclass(frozen=True)
class FlightPlan:
    """flights.yaml: `fallbacks` are channel or group → items ("campaign/item") that play when nothing else can,
    and in the part of a loop that nobody was promised."""

    flights: tuple[Flight, ...] = ()
    fallbacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_flights(text: str, *, file: str, channels: Channels, dayparts: Dayparts) -> FlightPlan:
    """Read and check the flights; that their shares add up is schedule.voice's. Raises InvalidDocument or Faults."""
    document = load_yaml(text, file=file)
    written = read_value(document, FlightPlan)
    raise_faults(_find_faults(document, written, channels, dayparts))
    return written


def find_channels(flight: Flight, channels: Channels) -> tuple[str, ...]:
    """The ids of the channels a flight runs on, in the order of the channels, each once."""
    ids = {channel for name in flight.channels for channel in find_members(name, channels)}
    return tuple(channel for channel in channels if channel in ids)


def _find_faults(
    document: Document, written: FlightPlan, channels: Channels, dayparts: Dayparts
) -> Iterator[CampaignError]:
    seen: set[str] = set()
    for index, flight in enumerate(written.flights):
        path = ("flights", index)
        if flight.id in seen:
            yield fault(
                document,
                (*path, "id"),
                say("There are two flights “%(id)s”.", id=flight.id),
                say("Give each its own id."),
            )
        seen.add(flight.id)
        yield from _find_selection_faults(document, flight, path)
        yield from _find_time_faults(document, flight, path)
        yield from _find_name_faults(document, flight, path, channels, dayparts)
    for name, items in written.fallbacks.items():
        yield from _find_channel_faults(document, ("fallbacks", name), name, channels)
        for index, item in enumerate(items):
            yield from _find_ref_faults(document, ("fallbacks", name, index), item)


def _find_selection_faults(document: Document, flight: Flight, path: tuple[str | int, ...]) -> Iterator[CampaignError]:
    if sum(map(bool, (flight.campaign, flight.item, flight.tag))) != 1:
        yield fault(
            document,
            path,
            say("The flight “%(id)s” does not say what it shows.", id=flight.id),
            say("Name exactly one of campaign, item and tag."),
        )
    if flight.item:
        yield from _find_ref_faults(document, (*path, "item"), flight.item)


def _find_ref_faults(document: Document, path: tuple[str | int, ...], ref: str) -> Iterator[CampaignError]:
    campaign, slash, item = ref.partition("/")
    if not (campaign and slash and item) or "/" in item:
        yield fault(
            document,
            path,
            say("“%(ref)s” names no item.", ref=ref),
            say("Write campaign/item, as in conet-sofia/neighbours."),
        )


def _find_time_faults(document: Document, flight: Flight, path: tuple[str | int, ...]) -> Iterator[CampaignError]:
    if flight.until < flight.since:
        yield fault(
            document,
            (*path, "until"),
            say("The flight “%(id)s” ends before it begins.", id=flight.id),
            say("“until” is its last day, “since” its first; for one day write the same date twice."),
        )
    if not flight.weekdays:
        yield fault(
            document,
            (*path, "weekdays"),
            say("The flight “%(id)s” has no weekday.", id=flight.id),
            say("Add one of: %(known)s.", known=", ".join(WEEK)),
        )
    if not 0 < flight.share <= WHOLE:
        yield fault(
            document,
            (*path, "share"),
            say("A share of %(share)g %% is impossible.", share=flight.share),
            say("Write per cent of the loop: more than 0, at most 100."),
        )


def _find_name_faults(
    document: Document, flight: Flight, path: tuple[str | int, ...], channels: Channels, dayparts: Dayparts
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


def _find_channel_faults(
    document: Document, path: tuple[str | int, ...], name: str, channels: Channels
) -> Iterator[CampaignError]:
    if not find_members(name, channels):
        groups = sorted({group for channel in channels.values() for group in channel.groups})
        yield fault(
            document,
            path,
            say("There is no channel or group “%(name)s”.", name=name),
            say("Use one of: %(known)s.", known=", ".join((*channels, *groups, "all"))),
        )


def _find_daypart_faults(
    document: Document, path: tuple[str | int, ...], flight: Flight, daypart: Daypart, channels: Channels
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
