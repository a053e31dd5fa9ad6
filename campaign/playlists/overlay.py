"""Messages that take over. In: a channel's windows and the emergencies. Out: windows in which the message plays alone.

A message cares for no opening hours: its window is laid over what is scheduled, and over what is not. Where two last at
once the later one in the row plays, and the earlier goes on when that has ended. What a message interrupts starts anew
after it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaign.playlists.items import PlaylistItem, Window
from campaign.playlists.rows import make_item
from campaign.schedule.release import Spot
from campaign.schedule.rotation.rota import Play
from campaign.spec.channels import Channel
from campaign.spec.spans import Span

FLIGHT = "emergency"
"""The flight that its items name, in playlists and in proof of play."""


@dataclass(frozen=True)
class Emergency:
    """What shows while `span` (UTC) lasts, on the channels of its `spots`: one spot a language, in the order in which
    they take turns. A still stands for its `seconds`, or for the channel's slot when they are 0. It belongs to no
    campaign and to no item, so no withdrawal of those takes it down."""

    id: str
    span: Span
    spots: tuple[Spot, ...]


def lay_over(
    windows: Iterable[Window],
    emergencies: Sequence[Emergency],
    *,
    channel: Channel,
    base_url: str,
    since: datetime,
) -> tuple[Window, ...]:
    """The windows, in order, with every message of this channel that has not ended by `since`, the moment at which
    the playlist's first service day begins to count: the same list of bytes for all of that day."""
    laid = tuple(windows)
    for emergency in emergencies:
        items = tuple(_list_items(emergency, channel, base_url))
        if items and emergency.span.end > since:
            cut = (piece for window in laid for piece in cut_out(window, emergency.span))
            laid = tuple(sorted((*cut, Window(emergency.span, (items,))), key=_find_start))
    return laid


def find_edges(emergencies: Iterable[Emergency], *, channel: str) -> Iterator[datetime]:
    """The moments at which the clock alone starts or ends a message on the channel."""
    for emergency in emergencies:
        if any(spot.channel == channel for spot in emergency.spots):
            yield emergency.span.start
            yield emergency.span.end


def cut_out(window: Window, span: Span) -> Iterator[Window]:
    """What is left of the window, up to two pieces of it."""
    if not window.span.meets(span):
        yield window
        return
    if window.span.start < span.start:
        yield replace(window, span=Span(window.span.start, span.start))
    if span.end < window.span.end:
        yield replace(window, span=Span(span.end, window.span.end))


def _find_start(window: Window) -> datetime:
    return window.span.start


def _list_items(emergency: Emergency, channel: Channel, base_url: str) -> Iterator[PlaylistItem]:
    for spot in emergency.spots:
        if spot.channel == channel.id:
            item = make_item(Play(FLIGHT, spot, 1), channel, base_url)
            yield item._replace(seconds=spot.seconds or item.seconds)
