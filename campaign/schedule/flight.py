"""What one flight is. Out: frozen values, as they stand in flights.yaml and in a release.

A flight promises a campaign, one item, all items with a tag, or one material a part of the loop on some channels, from
its first to its last service day: a share, plays an hour, or plays by the end. A higher priority takes its part first,
and those below divide what is left; an emergency takes the whole loop.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from campaign.schedule.calendars import Calendars, is_marked
from campaign.schedule.dayparts import WEEK, Weekday
from campaign.spec.languages import Texts

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
        return RANKS[self]


RANKS = {priority: rank for rank, priority in enumerate(Priority)}


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
