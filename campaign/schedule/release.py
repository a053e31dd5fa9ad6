"""A frozen schedule. In: a plan and the approved spots. Out: a release, and its canonical JSON and back.

Nothing outside the release and what is withdrawn later decides what plays: the same release gives the same playlists.
Whoever freezes hands in approved spots only; what a flight lacks is named, not guessed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from campaign.schedule.calendars import Calendar
from campaign.schedule.dayparts import Daypart
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.plan import Plan
from campaign.schedule.promises import Pace
from campaign.spec.channels import Channel
from campaign.spec.content import Kind
from campaign.spec.digest import hash_value, to_canonical_json
from campaign.spec.document import read_plain


@dataclass(frozen=True)
class Track:
    """What a spot says in writing, in one language, as WebVTT; `name` is <sha256>.vtt."""

    language: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Spot:
    """One approved material's file: `material` its id as text, `item` the item's id within its campaign, `name`
    <sha256>.<ext>, `size` bytes, `seconds` 0 for stills, `key` the approved content key, `since` and `until` the
    first and the last service day it may be shown."""

    material: str
    campaign: str
    item: str
    language: str
    channel: str
    name: str
    sha256: str
    media_type: str
    size: int
    seconds: float
    width: int
    height: int
    alt: str
    key: str
    kind: Kind
    tags: tuple[str, ...] = ()
    until: date | None = None
    since: date | None = None
    subtitles: tuple[Track, ...] = ()

    @property
    def ref(self) -> str:
        """The item as flights, fallbacks and withdrawals name it."""
        return f"{self.campaign}/{self.item}"

    def may_run(self, day: date) -> bool:
        """Whether it may be shown on this service day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def is_still(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Release:
    """`fallbacks` are channel id → items ("campaign/item"), `paces` flight id → how fast it goes towards its number of
    plays, `screens` channel id → how many there were when it was frozen."""

    number: int
    why: str
    channels: tuple[Channel, ...]
    dayparts: tuple[Daypart, ...]
    flights: tuple[Flight, ...]
    spots: tuple[Spot, ...]
    fallbacks: Mapping[str, tuple[str, ...]]
    calendars: tuple[Calendar, ...] = ()
    paces: Mapping[str, Pace] = field(default_factory=dict)
    screens: Mapping[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return hash_value(self)

    @cached_property
    def running(self) -> Mapping[str, tuple[Flight, ...]]:
        """Channel → its flights, in their order."""
        found: dict[str, list[Flight]] = {}
        for flight in self.flights:
            for channel in flight.channels:
                found.setdefault(channel, []).append(flight)
        return {channel: tuple(flights) for channel, flights in found.items()}

    @cached_property
    def shown(self) -> Mapping[str, tuple[Spot, ...]]:
        """Channel → its spots, in their order."""
        found: dict[str, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(spot.channel, []).append(spot)
        return {channel: tuple(spots) for channel, spots in found.items()}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Channel → its number in the release's order."""
        return {channel.id: place for place, channel in enumerate(self.channels)}


@dataclass(frozen=True)
class Missing:
    """A flight without an approved spot on one of its channels; an empty flight is the channel's fallback."""

    channel: str
    flight: str = ""


@dataclass(frozen=True)
class Frozen:
    """A release, and what it lacks."""

    release: Release
    missing: tuple[Missing, ...]


def freeze_release(
    plan: Plan,
    *,
    number: int,
    why: str,
    spots: Iterable[Spot],
    paces: Mapping[str, Pace] = MappingProxyType({}),
    screens: Mapping[str, int] = MappingProxyType({}),
) -> Frozen:
    """Freeze the plan with those of the spots that a flight or fallback can show, in a fixed order."""
    approved: dict[str, list[Spot]] = {}
    for spot in spots:
        approved.setdefault(spot.channel, []).append(spot)
    shown = {channel.id: _find_shown(plan, channel, approved.get(channel.id, ())) for channel in plan.channels}
    ordered = sorted((spot for kept in shown.values() for spot in kept), key=_order)
    release = Release(
        number,
        why,
        plan.channels,
        plan.dayparts,
        plan.flights,
        tuple(ordered),
        plan.fallbacks,
        plan.calendars,
        dict(paces),
        dict(screens),
    )
    # Through JSON once, so that a whole number in a float's place is written the same now and when read back.
    release = read_release(write_release(release))
    return Frozen(release, tuple(find_missing(release)))


def find_missing(release: Release) -> Iterator[Missing]:
    """Every channel's flights, and its fallback, that no spot of the release can serve."""
    for channel in release.channels:
        spots = release.shown.get(channel.id, ())
        for flight in release.running.get(channel.id, ()):
            if not any(is_selected(spot, flight) for spot in spots):
                yield Missing(channel.id, flight.id)
        if not any(spot.ref in release.fallbacks.get(channel.id, ()) for spot in spots):
            yield Missing(channel.id)


def is_selected(spot: Spot, flight: Flight) -> bool:
    """Whether the flight shows the spot."""
    return flight.selects(campaign=spot.campaign, item=spot.item, tags=spot.tags, material=spot.material)


def _find_shown(plan: Plan, channel: Channel, spots: Sequence[Spot]) -> list[Spot]:
    """Those of the channel's spots that a flight or the fallback can show; each asks only flights that name it."""
    fallbacks = plan.fallbacks.get(channel.id, ())
    naming: dict[str, list[Flight]] = {}
    for flight in plan.flights:
        if channel.id in flight.channels:
            naming.setdefault(flight.material or flight.item or flight.campaign or flight.tag, []).append(flight)
    return [
        spot
        for spot in spots
        if spot.language in channel.languages
        and (
            spot.ref in fallbacks
            or any(
                is_selected(spot, flight)
                for name in (spot.campaign, spot.ref, spot.material, *spot.tags)
                for flight in naming.get(name, ())
            )
        )
    ]


def _order(spot: Spot) -> tuple[str, ...]:
    return (spot.channel, spot.campaign, spot.item, spot.language, spot.material)


def write_release(release: Release) -> str:
    """The canonical JSON text that is stored and hashed."""
    return to_canonical_json(release)


def read_release(text: str) -> Release:
    """Read a stored release back, one of any year."""
    body = json.loads(text)
    body["flights"] = _name_priorities(body["flights"])
    return read_plain(body, Release)


def _name_priorities(flights: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Priorities were numbers once, the higher the earlier: those above the release's lowest are urgent."""
    written = list(flights)
    numbers = [flight["priority"] for flight in written if isinstance(flight.get("priority"), int)]
    names = {number: Priority.NORMAL if number == min(numbers) else Priority.URGENT for number in numbers}
    return [
        {**flight, "priority": names[flight["priority"]]} if flight.get("priority") in names else flight
        for flight in written
    ]
