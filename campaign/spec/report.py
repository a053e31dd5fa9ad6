"""What was planned and played in a time. Frozen values that every file and page of a report shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from campaign.spec.languages import Texts
from campaign.spec.message import Message

HOUR = 3600
"""Seconds."""


@dataclass(frozen=True)
class Figures:
    """Of a flight on a channel, or on several. `planned` and `played` count plays on all screens together, seconds are
    those of their time; `due_seconds` is for how long the flight was to run at all, on all screens together. `screens`
    are those that showed it on the day when most did, of `due_screens`. `contacts` are people who passed while it was
    shown, None where nobody counted them."""

    planned: int = 0
    planned_seconds: float = 0
    played: int = 0
    seconds: float = 0
    due_seconds: float = 0
    screens: int = 0
    due_screens: int = 0
    contacts: float | None = None

    @property
    def kept(self) -> float | None:
        """Plays as a part of those planned."""
        return self.played / self.planned if self.planned else None

    @property
    def planned_voice(self) -> float | None:
        """The share of voice that was scheduled: a part of the time for which it was to run."""
        return self.planned_seconds / self.due_seconds if self.due_seconds else None

    @property
    def voice(self) -> float | None:
        """The share of voice that was reached: a part of the same time."""
        return self.seconds / self.due_seconds if self.due_seconds else None


def add_figures(parts: Iterable[Figures]) -> Figures:
    """The same flight on other channels, or other flights on other screens, together."""
    rows = list(parts)
    counted = [row.contacts for row in rows if row.contacts is not None]
    return Figures(
        planned=sum(row.planned for row in rows),
        planned_seconds=sum(row.planned_seconds for row in rows),
        played=sum(row.played for row in rows),
        seconds=sum(row.seconds for row in rows),
        due_seconds=sum(row.due_seconds for row in rows),
        screens=sum(row.screens for row in rows),
        due_screens=sum(row.due_screens for row in rows),
        contacts=sum(counted) if counted else None,
    )


@dataclass(frozen=True)
class ChannelLine:
    """A flight on one channel."""

    channel: str
    title: Texts
    figures: Figures


@dataclass(frozen=True)
class FlightLine:
    """A flight, with the channels it was planned or played on. `since` and `until` are its own first and last day,
    `promise` is what it was sold as; all are unknown of one that no release of the time has. An empty `flight` is what
    played beside all flights."""

    flight: str
    title: Texts
    figures: Figures
    channels: tuple[ChannelLine, ...]
    since: date | None = None
    until: date | None = None
    promise: Message | None = None


@dataclass(frozen=True)
class ItemLine:
    """A story or another item, on all channels and for all flights; `languages` are code → whole plays."""

    campaign: str
    item: str
    title: Texts
    played: int
    seconds: float
    languages: Mapping[str, int]


@dataclass(frozen=True)
class Counted:
    """Where contacts come from."""

    channel: str
    title: Texts
    per_hour: float
    source: str


@dataclass(frozen=True)
class Scope:
    """Which part of all that was played: service days, both included, and what they are narrowed to (empty: all)."""

    since: date
    until: date
    campaign: str = ""
    channel: str = ""
    flight: str = ""


@dataclass(frozen=True)
class PlayReport:
    """`days` are planned and played plays by service day, `refused` reason → rows that do not count, `releases` the
    numbers of those in force in the time. `titles` are of the campaigns reported on."""

    scope: Scope
    made_at: datetime
    titles: tuple[Texts, ...]
    flights: tuple[FlightLine, ...]
    items: tuple[ItemLine, ...]
    days: Mapping[date, tuple[int, int]]
    total: Figures
    refused: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Counted, ...] = ()
    releases: tuple[int, ...] = ()
