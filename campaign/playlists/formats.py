"""Every kind of playlist. In: a playlist and the kind asked for. Out: bytes and their media type."""

from collections.abc import Callable, Mapping

from campaign.playlists.csv_file import write_csv
from campaign.playlists.items import Playlist
from campaign.playlists.json_file import write_json
from campaign.playlists.m3u import write_m3u
from campaign.playlists.smil import write_smil
from campaign.playlists.xspf import write_xspf
from campaign.spec.errors import UnknownName
from campaign.spec.message import say

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json",
    "smil": "application/smil+xml",
    "xspf": "application/xspf+xml",
    "m3u8": "audio/x-mpegurl",  # application/vnd.apple.mpegurl means HLS (RFC 8216): VLC then plays none of ours
    "csv": "text/csv; charset=utf-8",
}

WEEKLY = frozenset({"json", "smil"})
"""Those that spell out every window ahead: the clock changes them from one service day to the next only."""

WRITERS: Mapping[str, Callable[[Playlist], bytes]] = {
    "json": write_json,
    "smil": write_smil,
    "xspf": write_xspf,
    "m3u8": write_m3u,
    "csv": write_csv,
}


def write_playlist(playlist: Playlist, *, kind: str) -> bytes:
    """Write the playlist. Raises UnknownName for a kind that does not exist."""
    if kind not in WRITERS:
        raise UnknownName(
            say("There is no playlist format “%(kind)s”.", kind=kind),
            hint=say("Use one of: %(known)s.", known=", ".join(MEDIA_TYPES)),
        )
    return WRITERS[kind](playlist)
