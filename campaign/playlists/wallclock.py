"""Spans as SMIL players read them. In: a span and the channel's zone. Out: local begin and end on one date.

Players compare clock faces, know no offset, and never start a window whose end stands before its begin. So a window is
split at midnight, its last piece of a day ends at 23:59:59, and on the night when clocks go back it is split at the
change wherever its end would otherwise be read before its begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaign.schedule.service_day import find_change, find_moment
from campaign.spec.spans import Span

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Wallclock:
    """Naive local moments of one date."""

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.begin.date() != self.end.date() or self.end <= self.begin:
            raise ValueError("a wallclock window begins and ends on one date, in this order")


def split_span(span: Span, *, zone: str) -> Iterator[Wallclock]:
    """The pieces in order; a piece shorter than a second is left out."""
    for piece in _split_midnights(span, zone):
        for part in _split_change(piece, zone):
            wallclock = _face(part, zone)
            if wallclock:
                yield wallclock


def _split_midnights(span: Span, zone: str) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        tomorrow = start.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        end = min(span.end, find_moment(tomorrow, 0, zone=zone))
        yield Span(start, end)
        start = end


def _split_change(span: Span, zone: str) -> Iterator[Span]:
    place = ZoneInfo(zone)
    start, end = (moment.astimezone(place).replace(tzinfo=None) for moment in (span.start, span.end))
    if start < end:
        yield span
        return
    change = find_change(span.start, span.end, zone=zone)
    yield Span(span.start, change)
    if change < span.end:
        yield Span(change, span.end)


def _face(span: Span, zone: str) -> Wallclock | None:
    """What a clock shows at the start, and at the end if it were not set at that moment."""
    begin, end = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (span.start, span.end))
    if end <= begin:
        end = begin + span.length
    end = min(end, datetime.combine(begin.date(), time(23, 59, 59)))
    return Wallclock(begin, end) if end - begin >= SECOND else None
