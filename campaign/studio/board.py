"""The timeline: channels by days. In: the book of flights, a forecast, a scale. Out: rows of bars with all their words.

Every bar says in words what it shows: who does not see the picture reads the same from it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign.forms.words import pick_text
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.flight import Flight
from campaign.schedule.flights import find_channels
from campaign.schedule.fullness import Ledger
from campaign.schedule.service_day import count_minutes
from campaign.spec.channels import Channel, Channels
from campaign.studio.flight_words import say_days, say_promise
from campaign.studio.lanes import LANE, Bar, Names, Tried, lay_bars, list_slots
from campaign.studio.objections import Objection
from campaign.studio.scale import Place, Scale, Tick
from campaign.studio.voices import Voice, draw_voice

LEAST = 2
"""Lanes that a channel's row is high at least: its name and its sum stand beside them."""


@dataclass(frozen=True)
class Label:
    """What is the same in each of a flight's bars; `picture` is the address of one of its pictures, or empty."""

    title: str
    promise: str
    hue: int
    picture: str
    objections: tuple[Objection, ...]

    @property
    def errors(self) -> int:
        return sum(one.severity == "error" for one in self.objections)

    @property
    def warnings(self) -> int:
        return len(self.objections) - self.errors


@dataclass(frozen=True)
class Drawn:
    """A bar with its words; `days` is from when to when."""

    bar: Bar
    label: Label
    days: str
    words: str


@dataclass(frozen=True)
class Row:
    """A channel; `objections` concern it and no flight. `height` is that of its lanes, in pixels."""

    channel: Channel
    title: str
    bars: tuple[Drawn, ...]
    height: int
    voice: Voice | None
    objections: tuple[Objection, ...]


@dataclass(frozen=True)
class Sign:
    """A release that began, or will, at that place."""

    number: int
    place: Place
    at: datetime
    is_coming: bool

    @property
    def is_last(self) -> bool:
        """So far on the right that its flag hangs on the other side."""
        return float(self.place.left.removesuffix("%")) > 94


@dataclass(frozen=True)
class Board:
    """`now` is where the moment stands that is, empty where it is not shown."""

    scale: Scale
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    signs: tuple[Sign, ...]
    now: str


@dataclass(frozen=True)
class Parts:
    """What a board is made from: `flights` by id, `told` every conflict with its words, `off` days to be shaded as
    Sundays are, `signs` the releases with when they begin."""

    flights: Mapping[str, Flight]
    channels: Channels
    names: Names
    labels: Mapping[str, Label]
    told: Sequence[tuple[Conflict, Objection]] = ()
    ledger: Ledger | None = None
    tried: Tried | None = None
    signs: Sequence[tuple[int, datetime]] = ()
    off: Collection[date] = ()


def draw_board(parts: Parts, shown: Iterable[Channel], scale: Scale, *, now: datetime) -> Board:
    """The rows of those channels."""
    resolve = {id_: frozenset(find_channels(flight, parts.channels)) for id_, flight in parts.flights.items()}
    return Board(
        scale=scale,
        ticks=tuple(scale.list_ticks(off=parts.off)),
        rows=tuple(_draw_row(parts, channel, scale, resolve=resolve) for channel in shown),
        signs=tuple(
            Sign(number, place, at, at > now)
            for number, at in parts.signs
            if (place := place_moment(scale, at)) is not None
        ),
        now=place.left if (place := place_moment(scale, now)) else "",
    )


def place_moment(scale: Scale, moment: datetime) -> Place | None:
    """None where it is not shown; days are those of this place's clocks."""
    local = timezone.localtime(moment)
    minutes = count_minutes(local.time())
    if scale.in_hours:
        minutes += 24 * 60 * (local.date() - scale.first).days
        return scale.place_minutes((minutes, minutes)) if scale.hours[0] <= minutes <= scale.hours[1] else None
    days = (local.date() - scale.first).days + minutes / (24 * 60)
    return Place(f"{100 * days / scale.days:.4f}%", "0%") if 0 <= days <= scale.days else None


def _draw_row(parts: Parts, channel: Channel, scale: Scale, *, resolve: Mapping[str, frozenset[str]]) -> Row:
    slots = list_slots(parts.flights, channel.id, resolve=resolve, trial=parts.tried)
    conflicts = [conflict for conflict, _objection in parts.told]
    bars, height = lay_bars(slots, channel, scale, parts.names, conflicts=conflicts)
    title = pick_text(channel.title)
    return Row(
        channel=channel,
        title=title,
        bars=tuple(_say_bar(bar, parts.labels[bar.flight.id], title) for bar in bars),
        height=max(height, LEAST * LANE),
        voice=draw_voice(parts.ledger, channel.id, scale) if parts.ledger else None,
        objections=tuple(
            objection for conflict, objection in parts.told if channel.id in conflict.channels and not conflict.flights
        ),
    )


def _say_bar(bar: Bar, label: Label, channel: str) -> Drawn:
    days = say_days(bar.flight.since, bar.flight.until)
    words = [label.title, channel, days, say_promise(bar.flight)]
    if bar.look == "was":
        words.append(_("as it is now"))
    if bar.look == "tried":
        words.append(_("not saved yet"))
    if label.errors:
        words.append(ngettext("%(number)s error", "%(number)s errors", label.errors) % {"number": label.errors})
    if label.warnings:
        told = ngettext("%(number)s warning", "%(number)s warnings", label.warnings) % {"number": label.warnings}
        words.append(told)
    return Drawn(bar, label, days, ", ".join(words))
