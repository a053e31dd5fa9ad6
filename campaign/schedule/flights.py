"""What runs where and when. In: the text of flights.yaml, channels and dayparts. Out: flights and fallbacks.

A flight promises a campaign, one item, all items with a tag, or one material a part of the loop on some channels, from
its first to its last service day: a share, plays an hour, or plays by the end. A higher priority takes its part first,
and those below divide what is left; an emergency takes the whole loop.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from campaign.schedule.calendars import Calendars, is_marked
from campaign.schedule.channels import find_members
from campaign.schedule.dayparts import WEEK, Daypart, Dayparts, Weekday, cut_daypart, find_unknown
from campaign.schedule.faults import fault, raise_faults
from campaign.spec.channels import Channels
from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError
from campaign.spec.languages import Texts
from campaign.spec.message import say

__all__ = ["Daypart", "Flight", "FlightPlan", "Priority", "Weekday", "find_channels", "read_flights"]

WHOLE = 100.0
"""Per cent of a loop."""
PROMISES = ("share", "plays_per_hour", "plays")


class Priority(StrEnum):
    """Who is served first. An emergency has the whole loop for as long as it runs."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """The higher, the earlier."""
        return tuple(Priority).index(self)


@dataclass(frozen=True)
class Flight:
    """Exactly one of `campaign` (slug), `item` ("campaign/item"), `tag` and `material` (its number) says what is shown.
    `channels` are channels or groups, `since` and `until` the first and last service day, `dayparts` ids or empty for
    the whole day. It never runs on days of the calendars it `excludes`; where `only_on` names calendars, on no others.

    Exactly one of `share` (per cent of the loop), `plays_per_hour` (on each screen) and `plays` (by the end, on all
    screens together) says how much; an emergency needs none. `gap_seconds` lie at least between two starts."""

    id: str
    channels: tuple[str, ...]
    since: date
    until: date
    share: float = 0
    title: Texts = field(default_factory=dict)
    campaign: str = ""
    item: str = ""
    tag: str = ""
    material: str = ""
    weekdays: tuple[Weekday, ...] = WEEK
    dayparts: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    plays_per_hour: float = 0
    plays: int = 0
    gap_seconds: int = 0
    excludes: tuple[str, ...] = ()
    only_on: tuple[str, ...] = ()

    def runs_on(self, day: date, *, calendars: Calendars) -> bool:
        """Whether that service day is one of the flight's."""
        return (
            self.since <= day <= self.until
            and WEEK[day.weekday()] in self.weekdays
            and not is_marked(day, self.excludes, calendars)
            and (not self.only_on or is_marked(day, self.only_on, calendars))
        )

    def selects(self, *, campaign: str, item: str, tags: tuple[str, ...], material: str) -> bool:
        """Whether the material (its number) of the item (its id alone) of the campaign is shown by this flight."""
        if self.material:
            return self.material == material
        if self.item:
            return self.item == f"{campaign}/{item}"
        return self.campaign == campaign if self.campaign else self.tag in tags


@dataclass(frozen=True)
class FlightPlan:
    """flights.yaml: `fallbacks` are channel or group → items ("campaign/item") that play when nothing else can,
    and in the part of a loop that nobody was promised."""

    flights: tuple[Flight, ...] = ()
    fallbacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_flights(
    text: str, *, file: str, channels: Channels, dayparts: Dayparts, calendars: frozenset[str]
) -> FlightPlan:
    """Read and check the flights; that their promises can be kept together is schedule.conflicts'. Raises
    InvalidDocument or Faults."""
    document = load_yaml(text, file=file)
    written = read_value(document, FlightPlan)
    raise_faults(_find_faults(document, written, channels, dayparts))
    raise_faults(
        unknown
        for index, flight in enumerate(written.flights)
        for field_, names in (("excludes", flight.excludes), ("only_on", flight.only_on))
        for unknown in find_unknown(document, ("flights", index, field_), names, calendars)
    )
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
    if sum(map(bool, (flight.campaign, flight.item, flight.tag, flight.material))) != 1:
        yield fault(
            document,
            path,
            say("The flight “%(id)s” does not say what it shows.", id=flight.id),
            say("Name exactly one of campaign, item, tag and material."),
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
    yield from _find_promise_faults(document, flight, path)


def _find_promise_faults(document: Document, flight: Flight, path: tuple[str | int, ...]) -> Iterator[CampaignError]:
    """A number that is written counts as written, 0 too."""
    written = [name for name in PROMISES if name in document.find(path)]
    if len(written) != 1 and not (flight.priority is Priority.EMERGENCY and not written):
        yield fault(
            document,
            path,
            say("The flight “%(id)s” does not say how much it is promised.", id=flight.id),
            say("Write exactly one of: %(known)s.", known=", ".join(PROMISES)),
        )
    if "share" in written and not 0 < flight.share <= WHOLE:
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
