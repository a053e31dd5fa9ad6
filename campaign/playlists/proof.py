"""Is a play what was scheduled? In: a row of a player, timetables, withdrawals. Out: the part that counts, or why none.

Players are believed only as far as the schedule goes: a row counts where its material was due on that channel, for no
longer than the spot lasts, and never twice on one screen. One that says more is cut, one of which nothing is left is
refused with a reason that the player and the report can name.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from campaign.playlists.items import Revoked
from campaign.playlists.lanes import Lane, Lanes
from campaign.playlists.timetable import GRACE, Stretch, Timetable
from campaign.schedule.release import Spot
from campaign.spec.spans import Span

LATE = timedelta(days=30)
"""How long after it was shown a play may be told of."""
WHOLE = 0.75
"""Of a spot's time: what was on the screen for less is no play of it, though its seconds count. Players that tell whole
seconds only may lose one of a short spot, and two plays never fit where one was due."""
LEAST = 1.0
"""Seconds: nobody sees less."""


class Reason(StrEnum):
    """Why a row does not count; `known` is one that has been counted before."""

    INVALID = "invalid"
    KNOWN = "known"
    FUTURE = "future"
    ANCIENT = "ancient"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    UNSCHEDULED = "unscheduled"
    OVERLAPPING = "overlapping"


@dataclass(frozen=True)
class Row:
    """A play as a player tells it: `name` is its own for it, `material` what the playlist called it."""

    name: str
    material: str
    span: Span
    screen: str = ""


@dataclass(frozen=True)
class Stop:
    """What was withdrawn, and for how long; an open end is None."""

    what: Revoked
    since: datetime
    until: datetime | None

    def covers(self, spot: Spot, *, at: datetime) -> bool:
        """Whether a player that polls as it should showed the spot in spite of it."""
        return self.what.covers(spot) and self.since + GRACE <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Shown:
    """The part of a row that counts; without a `spot` it was the plain picture."""

    span: Span
    whole: bool
    flight: str
    spot: Spot | None
    release: int
    day: date


FindTimetables = Callable[[datetime], Sequence[Timetable]]
"""A moment → those that a player of the channel may have gone by then, the likeliest first."""


def judge(
    row: Row, *, now: datetime, find_timetables: FindTimetables, stops: Iterable[Stop], lanes: Lanes
) -> Shown | Reason:
    """What counts of the row; that part of `lanes` is taken then."""
    start = row.span.start
    if row.span.end > now + GRACE:
        return Reason.FUTURE
    if start < now - LATE:
        return Reason.ANCIENT
    timetables = [table for table in find_timetables(start) if table.knows(row.material)]
    if not timetables:
        return Reason.UNKNOWN
    spots = [spot for table in timetables if (spot := table.spots.get(row.material))]
    if any(stop.covers(spot, at=start) for stop in stops for spot in spots[:1]):
        return Reason.WITHDRAWN
    for table in timetables:
        if cut := _cut_row(row, table):
            return _fit(cut[0], row, table, seconds=cut[1], flight=cut[2], lanes=lanes)
    return Reason.UNSCHEDULED


def _cut_row(row: Row, table: Timetable) -> tuple[Span, float, str] | None:
    """The part of the row in which its material was due, how long the spot lasts, and for which flight it stands."""
    held = [
        (stretch, part)
        for stretch in table.stretches
        if row.material in stretch.places
        if (part := stretch.span.cut(row.span))
    ]
    if not held:
        seconds = table.always.get(row.material)
        return (_shorten(row.span, seconds), seconds, "") if seconds else None
    stretch, part = _join(held)
    place = stretch.find_place(row.material, after=(part.start - stretch.span.start).total_seconds())
    part = _shorten(part, place.seconds)
    return (part, place.seconds, place.flight) if part.length.total_seconds() >= LEAST else None


def _join(held: Sequence[tuple[Stretch, Span]]) -> tuple[Stretch, Span]:
    """The longest part of a row that lies in one window, or in neighbours; with the window it begins in."""
    joined: list[tuple[Stretch, Span]] = []
    for stretch, part in sorted(held, key=lambda each: each[1].start):
        if joined and part.start <= joined[-1][1].end:
            first, before = joined[-1]
            joined[-1] = (first, Span(before.start, max(before.end, part.end)))
        else:
            joined.append((stretch, part))
    return max(joined, key=lambda each: each[1].length)


def _shorten(span: Span, seconds: float) -> Span:
    """No longer than the spot lasts."""
    return Span(span.start, min(span.end, span.start + timedelta(seconds=seconds)))


def _fit(span: Span, row: Row, table: Timetable, *, seconds: float, flight: str, lanes: Lanes) -> Shown | Reason:
    free = lanes.find_free(Lane(span.start.timestamp(), span.end.timestamp(), row.screen))
    if free is None or free.end - free.start < max(LEAST, WHOLE * span.length.total_seconds()):
        return Reason.OVERLAPPING
    lanes.take(free)
    shown = Span(*(datetime.fromtimestamp(moment, UTC) for moment in (free.start, free.end)))
    whole = shown.length.total_seconds() >= WHOLE * seconds
    return Shown(shown, whole, flight, table.spots.get(row.material), table.release, table.day)
