"""playlist.json, for players that we know. In: a playlist. Out: UTF-8 JSON, all of it.

`media` holds each file once, by the id of its material; `windows` and `fallback` name them in order. In a window
the items repeat from its start: a player that joins late seeks to (now - start) modulo the items' durations.
"""

import json
from typing import Any
from zoneinfo import ZoneInfo

from campaign.playlists.items import Playlist, PlaylistItem, Revoked, Window
from campaign.spec.digest import to_plain

VERSION = 1


def write_json(playlist: Playlist) -> bytes:
    """Write the playlist; keys in a fixed order, moments with the channel's offset."""
    zone = ZoneInfo(playlist.channel.timezone)
    rows = [item for window in playlist.windows for item in window.items] + list(playlist.fallback)
    body = {
        "version": VERSION,
        "channel": _describe_channel(playlist),
        "release": playlist.release,
        "day": playlist.day.isoformat(),
        "poll_seconds": playlist.poll_seconds,
        "poll_jitter_seconds": playlist.jitter_seconds,
        "media": {item.material: _describe_media(item) for item in rows},
        "windows": [_describe_window(window, zone) for window in playlist.windows],
        "fallback": [_name_item(item) for item in playlist.fallback],
        "revoked": _describe_revoked(playlist.revoked),
    }
    return (json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def write_seconds(seconds: float) -> float:
    """Whole seconds without a fraction."""
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)


def _describe_channel(playlist: Playlist) -> dict[str, Any]:
    channel = playlist.channel
    return {
        "id": channel.id,
        "title": dict(channel.title),
        "width": channel.format.width,
        "height": channel.format.height,
        "timezone": channel.timezone,
    }


def _describe_media(item: PlaylistItem) -> dict[str, Any]:
    # Players that know no subtitles, and items without any, get the same bytes as ever.
    subtitles = {"subtitles": [to_plain(track) for track in item.subtitles]} if item.subtitles else {}
    return {
        "url": item.url,
        "name": item.name,
        "sha256": item.sha256,
        "bytes": item.size,
        "media_type": item.media_type,
        "duration": write_seconds(item.seconds),
        "width": item.width,
        "height": item.height,
        "alt": item.alt,
        "language": item.language,
        "campaign": item.campaign,
        "item": item.item,
        **subtitles,
    }


def _describe_window(window: Window, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "start": window.span.start.astimezone(zone).isoformat(),
        "end": window.span.end.astimezone(zone).isoformat(),
        "items": [_name_item(item) for item in window.items],
    }


def _name_item(item: PlaylistItem) -> dict[str, str]:
    return {"media": item.material, "flight": item.flight}


def _describe_revoked(revoked: Revoked) -> dict[str, Any]:
    return {
        "everything": revoked.everything,
        "campaigns": sorted(revoked.campaigns),
        "items": sorted(revoked.items),
        "materials": sorted(revoked.materials),
    }
