"""What windows promise. In: windows, and until when they count. Out: plays and seconds of each item for each flight."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from campaign.playlists.items import PlaylistItem, Window
from campaign.playlists.proof import WHOLE
from campaign.spec.spans import Span


class Part(NamedTuple):
    """An item in a language, shown for a flight; empty names are a fallback's, and a message's."""

    flight: str
    campaign: str
    item: str
    language: str


@dataclass
class Due:
    """On one screen."""

    plays: int = 0
    seconds: float = 0


@dataclass(frozen=True)
class Tally:
    """`parts` are what is due of each; `times` for how many seconds each flight runs at all."""

    parts: Mapping[Part, Due] = field(default_factory=dict)
    times: Mapping[str, float] = field(default_factory=dict)


def tally(windows: Iterable[Window], *, until: datetime) -> Tally:
    """What begins in the windows before that moment. A spot that a window's end cuts counts where most of it is
    shown, its seconds always, as in proof of play."""
    parts: dict[Part, Due] = {}
    times: dict[str, float] = {}
    for window in windows:
        if window.span.start >= until:
            continue
        length = Span(window.span.start, min(window.span.end, until)).length.total_seconds()
        for flight in {item.flight for item in window.items}:
            times[flight] = times.get(flight, 0) + length
        for item, plays, seconds in _count(window.items, length):
            due = parts.setdefault(Part(item.flight, item.campaign, item.item, item.language), Due())
            due.plays += plays
            due.seconds += seconds
    return Tally(parts, times)


def _count(items: tuple[PlaylistItem, ...], length: float) -> Iterator[tuple[PlaylistItem, int, float]]:
    """Each place of the cycle, how many plays of it count in so many seconds, and how long they last."""
    rounds, rest = divmod(length, sum(item.seconds for item in items))
    offset = 0.0
    for item in items:
        last = min(item.seconds, max(0.0, rest - offset))
        yield item, int(rounds) + (last >= WHOLE * item.seconds), rounds * item.seconds + last
        offset += item.seconds
