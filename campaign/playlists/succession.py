"""Releases that follow each other on one channel. In: what each decides, and when. Out: the windows, one after another.

A playlist has one fallback, that of the release in force; where another release has another one, windows with its own
fill the time in which it schedules nothing, closed hours too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign.playlists.days import Made, build_day
from campaign.playlists.items import PlaylistItem, Window
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import find_closing
from campaign.spec.channels import Channel
from campaign.spec.spans import Span


@dataclass(frozen=True)
class Tenure:
    """A release on a channel as that release knows it: what may be shown of it, its fallback, and since and until when
    it decides (aware; None: from ever, and for ever)."""

    release: Release
    channel: Channel
    playable: tuple[Spot, ...]
    fallback: tuple[PlaylistItem, ...]
    since: datetime | None
    until: datetime | None


def list_windows(
    tenures: Iterable[Tenure], *, fallback: Sequence[PlaylistItem], since: datetime, days: Sequence[date], base_url: str
) -> tuple[Window, ...]:
    """The windows from a moment on, in order, those of these service days; neighbours of two releases that play the
    same are one."""
    found: list[Window] = []
    for tenure in tenures:
        for window in _list_own(tenure, tuple(fallback), since=since, days=days, base_url=base_url):
            before = found[-1] if found else None
            if before and _is_one(before, window, tenure):
                found[-1] = Window(Span(before.span.start, window.span.end), before.loops)
            else:
                found.append(window)
    return tuple(found)


def _is_one(before: Window, window: Window, tenure: Tenure) -> bool:
    """Whether what began under the release before simply goes on under this one."""
    return before.span.end == window.span.start == tenure.since and before.loops == window.loops


def _list_own(
    tenure: Tenure, fallback: tuple[PlaylistItem, ...], *, since: datetime, days: Sequence[date], base_url: str
) -> Iterator[Window]:
    made = Made()
    for day, span in _list_days(tenure, since=since, days=days):
        built = build_day(tenure.release, tenure.channel, day, tenure.playable, base_url=base_url, made=made)
        windows = [Window(cut, window.loops) for window in built if (cut := window.span.cut(span))]
        yield from windows if tenure.fallback == fallback else fill_gaps(windows, span, tenure.fallback)


def _list_days(tenure: Tenure, *, since: datetime, days: Sequence[date]) -> Iterator[tuple[date, Span]]:
    """The service days with the part of the time since the one before has closed in which it decides. Under a release
    with later hours the day before may still run."""
    closed = max(since, tenure.since or since)
    for day in (days[0] - timedelta(days=1), *days):
        closes = find_closing(tenure.channel, day)
        end = min(closes, tenure.until or closes)
        if closed < end:
            yield day, Span(closed, end)
        closed = max(closed, closes)


def fill_gaps(windows: Sequence[Window], span: Span, items: tuple[PlaylistItem, ...]) -> Iterator[Window]:
    """The windows, which lie in the span, and windows with these items where there is none."""
    edge = span.start
    for window in windows:
        if edge < window.span.start:
            yield Window(Span(edge, window.span.start), (items,))
        yield window
        edge = window.span.end
    if edge < span.end:
        yield Window(Span(edge, span.end), (items,))
