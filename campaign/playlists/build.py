"""What plays. In: a release, a channel, a moment and what was withdrawn. Out: a playlist, always the same for the same.

The bytes that players fetch must not change from poll to poll, so the moment only decides which service day comes
first and which window runs: nothing depends on the second of the poll. A playlist starts at the opening of the
service day that runs (or opens next) and keeps its past windows until that day has ended.
"""

from datetime import datetime

from campaign.playlists.items import Playlist, PlaylistItem, Revoked
from campaign.schedule.release import Release

DAYS = 7


def build_playlist(
    release: Release, *, channel: str, at: datetime, revoked: Revoked, base_url: str, days: int = DAYS
) -> Playlist:
    """Playlist of the channel for that many service days. Raises UnknownName for a channel not in the release."""
    raise NotImplementedError


def loop_at(
    release: Release, *, channel: str, at: datetime, revoked: Revoked, base_url: str
) -> tuple[PlaylistItem, ...]:
    """The one loop (of the channel's loop length) that runs at the moment, in order; the fallback when closed."""
    raise NotImplementedError
