"""What follows what on a screen. In: a playlist. Out: ordered pairs of items, each once (checks.md C: joins).

A cycle goes round, so its first item follows its last. Where one window ends another begins, or the fallback does: then
what runs at that moment is followed by the next one's first item; of the fallback nobody knows what runs, since players
start it when they must. What a withdrawal brings together later is not foreseen.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from campaign.playlists.items import Playlist, PlaylistItem, Window

Follow: TypeAlias = tuple[PlaylistItem, PlaylistItem]


def list_follows(playlist: Playlist) -> tuple[Follow, ...]:
    """The pairs (before, after), in the order in which they first occur."""
    windows = playlist.windows
    pairs = [pair for window in windows for pair in _go_round(window.items)]
    pairs += [pair for one, other in pairwise(windows) for pair in _change(one, other, playlist.fallback)]
    pairs += _go_round(playlist.fallback)
    if windows:
        pairs += [(item, windows[0].items[0]) for item in playlist.fallback]
        pairs.append((_find_last(windows[-1]), playlist.fallback[0]))
    return tuple({(before.material, after.material): (before, after) for before, after in pairs}.values())


def _go_round(items: Sequence[PlaylistItem]) -> Iterator[Follow]:
    yield from pairwise(items)
    yield items[-1], items[0]


def _change(one: Window, other: Window, fallback: Sequence[PlaylistItem]) -> Iterator[Follow]:
    if one.span.end == other.span.start:
        yield _find_last(one), other.items[0]
        return
    yield _find_last(one), fallback[0]
    yield from ((item, other.items[0]) for item in fallback)


def _find_last(window: Window) -> PlaylistItem:
    """What runs when the window ends; of two that meet there the one that ends."""
    length = sum(item.seconds for item in window.items)
    left = (window.span.end - window.span.start).total_seconds() % length
    for item in window.items:
        left -= item.seconds
        if left <= 0:
            return window.items[-1] if left == -item.seconds else item
    return window.items[-1]
