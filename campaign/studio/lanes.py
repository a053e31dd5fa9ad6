"""Flights as bars on the timeline. In: flights of a channel, and a scale. Out: bars in lanes, none over another.

A bar goes from the first to the last day of its flight; within it stand the days, or hours, on which the flight runs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from campaign.schedule.calendars import Calendars, is_marked
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.dayparts import WEEK, Dayparts, cut_daypart
from campaign.schedule.flight import Flight
from campaign.schedule.service_day import Minutes, find_minutes
from campaign.spec.channels import Channel
from campaign.studio.scale import Place, Scale
from campaign.studio.timeline import is_on

LANE = 38
"""Pixels from one bar to the next; a bar is a little less high."""


@dataclass(frozen=True)
class Mark:
    """Days on which something speaks against the flight; `severity` is error or warning."""

    place: Place
    severity: str


@dataclass(frozen=True)
class Bar:
    """`top` in pixels; `runs` are the days or hours on which it runs; `begins` and `ends` where its first and last day
    are shown. `look` is empty, "tried" where somebody tries it there, "was" where it was before that."""

    flight: Flight
    top: int
    place: Place
    runs: tuple[Place, ...]
    marks: tuple[Mark, ...]
    begins: bool
    ends: bool
    look: str = ""


@dataclass(frozen=True)
class Names:
    """What the days of flights go by."""

    dayparts: Dayparts
    calendars: Calendars


@dataclass(frozen=True)
class Slot:
    """A flight on a channel: as it counts, and before somebody tried it otherwise (None: not on this channel)."""

    now: Flight | None
    before: Flight | None

    @property
    def since(self) -> date:
        return min(one.since for one in (self.now, self.before) if one)

    @property
    def until(self) -> date:
        return max(one.until for one in (self.now, self.before) if one)


@dataclass(frozen=True)
class Tried:
    """A flight before and after what somebody tries, and the channels of both, groups as their channels."""

    before: Flight
    after: Flight
    channels_before: frozenset[str]
    channels_after: frozenset[str]


def lay_bars(
    slots: Iterable[Slot], channel: Channel, scale: Scale, names: Names, *, conflicts: Sequence[Conflict]
) -> tuple[tuple[Bar, ...], int]:
    """The bars that are shown of a channel, and how high they are together. Whoever is tried keeps a lane for where it
    was and where it is, so that nothing jumps meanwhile."""
    shown = sorted((slot for slot in slots if _is_shown(slot, channel, scale, names)), key=lambda one: one.since)
    ends: list[date] = []
    bars: list[Bar] = []
    for slot in shown:
        lane = next((place for place, end in enumerate(ends) if end < slot.since), len(ends))
        ends[lane : lane + 1] = [slot.until]
        bars += _draw(slot, channel, scale, names, top=lane * LANE, conflicts=conflicts)
    return tuple(bars), len(ends) * LANE


def _is_shown(slot: Slot, channel: Channel, scale: Scale, names: Names) -> bool:
    return any(_has_place(flight, channel, scale, names) for flight in (slot.now, slot.before) if flight)


def _has_place(flight: Flight, channel: Channel, scale: Scale, names: Names) -> bool:
    if scale.in_hours:
        return bool(_list_hours(flight, channel, scale, names))
    return scale.shows(flight.since, flight.until)


def _draw(
    slot: Slot, channel: Channel, scale: Scale, names: Names, *, top: int, conflicts: Sequence[Conflict]
) -> Iterator[Bar]:
    is_tried = slot.now != slot.before
    for flight, look in [(slot.before, "was"), (slot.now, "tried")] if is_tried else [(slot.now, "")]:
        if flight is not None and _has_place(flight, channel, scale, names):
            yield _make_bar(flight, channel, scale, names, top=top, look=look, conflicts=conflicts)


def _make_bar(
    flight: Flight,
    channel: Channel,
    scale: Scale,
    names: Names,
    *,
    top: int,
    look: str,
    conflicts: Sequence[Conflict],
) -> Bar:
    runs = tuple(_list_runs(flight, channel, scale, names))
    place = _span(runs) if scale.in_hours else scale.place_days(flight.since, flight.until)
    ours = (
        [one for one in conflicts if flight.id in one.flights and channel.id in one.channels] if look != "was" else []
    )
    return Bar(
        flight=flight,
        top=top,
        place=place,
        runs=runs,
        marks=tuple(_list_marks(ours, scale, flight, place)),
        begins=not scale.in_hours and flight.since >= scale.first,
        ends=not scale.in_hours and flight.until <= scale.last,
        look=look,
    )


def _list_runs(flight: Flight, channel: Channel, scale: Scale, names: Names) -> Iterator[Place]:
    if scale.in_hours:
        yield from map(scale.place_minutes, _list_hours(flight, channel, scale, names))
        return
    days = ((day, _is_on(flight, day, names)) for day in scale.list_days())
    for on, group in groupby(days, key=lambda one: one[1]):
        if on:
            found = [day for day, _on in group]
            yield scale.place_days(found[0], found[-1])


def _is_on(flight: Flight, day: date, names: Names) -> bool:
    return is_on(flight, day, dayparts=names.dayparts, calendars=names.calendars)


def _list_hours(flight: Flight, channel: Channel, scale: Scale, names: Names) -> list[Minutes]:
    """When it runs on the one day that is shown."""
    day, opening = scale.first, find_minutes(channel.hours)
    if not _is_on(flight, day, names):
        return []
    parts = [names.dayparts[name] for name in flight.dayparts if name in names.dayparts]
    weekday = WEEK[day.weekday()]
    there = [one for one in parts if weekday in one.weekdays and not is_marked(day, one.excludes, names.calendars)]
    return sorted(piece for part in there for piece in cut_daypart(part, channel.hours)) if parts else [opening]


def _span(runs: Sequence[Place]) -> Place:
    """From the first to the last."""
    start = min(_number(run.left) for run in runs)
    end = max(_number(run.left) + _number(run.width) for run in runs)
    return Place(f"{start:.4f}%", f"{end - start:.4f}%")


def _number(text: str) -> float:
    return float(text.removesuffix("%"))


def _list_marks(conflicts: Iterable[Conflict], scale: Scale, flight: Flight, place: Place) -> Iterator[Mark]:
    """Errors last, so that they lie above; what is so on all days has the sign on the bar alone."""
    for one in sorted(conflicts, key=lambda one: one.is_error):
        if one.since is None or one.until is None:
            continue
        since, until = max(one.since, flight.since), min(one.until, flight.until)
        if since <= until and scale.shows(since, until):
            yield Mark(place if scale.in_hours else scale.place_days(since, until), str(one.finding.severity))


def list_slots(
    flights: Mapping[str, Flight], channel: str, *, resolve: Mapping[str, frozenset[str]], trial: Tried | None
) -> list[Slot]:
    """The flights of a channel, in their order; `resolve` is flight → channels, and the tried one's are its own."""
    found = []
    for id_, flight in flights.items():
        slot = Slot(flight, flight) if channel in resolve[id_] else Slot(None, None)
        if trial is not None and id_ == trial.after.id:
            now = trial.after if channel in trial.channels_after else None
            slot = Slot(now, trial.before if channel in trial.channels_before else None)
        if slot.now or slot.before:
            found.append(slot)
    return found
