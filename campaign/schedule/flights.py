"""What runs where and when. In: the text of flights.yaml, channels and dayparts. Out: flights and fallbacks.

A flight promises a campaign, one item, or all items with a tag a share of the loop on some channels, from its
first to its last service day. Flights of one priority never promise more than the whole loop together; a higher
priority takes its share first, and those below divide what is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from campaign.schedule.channels import find_members
from campaign.schedule.dayparts import WEEK, Daypart, Dayparts, Weekday
from campaign.spec.channels import Channels
from campaign.spec.languages import Texts

__all__ = ["Daypart", "Flight", "FlightPlan", "Weekday", "read_flights"]

WHOLE = 100.0
"""Per cent of a loop."""


@dataclass(frozen=True)
class Flight:
    """Exactly one of `campaign` (slug), `item` ("campaign/item") and `tag` says what is shown. `channels` are
    channels or groups as written, `since` and `until` the first and last service day, `dayparts` ids or empty for
    the whole day, `share` per cent of the loop."""

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
    and in the part of a loop that nobody was promised; the most particular entry counts."""

    flights: tuple[Flight, ...] = ()
    fallbacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_flights(text: str, *, file: str, channels: Channels, dayparts: Dayparts) -> FlightPlan:
    """Read and check the flights. Raises InvalidDocument or Faults."""
    raise NotImplementedError


def find_channels(flight: Flight, channels: Channels) -> tuple[str, ...]:
    """The ids of the channels a flight runs on, in the order of the channels, each once."""
    ids = {channel for name in flight.channels for channel in find_members(name, channels)}
    return tuple(channel for channel in channels if channel in ids)
