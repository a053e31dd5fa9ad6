"""CSV (RFC 4180), for imports and spreadsheets. In: a playlist. Out: what runs now, one row an item."""

import csv
import io

from campaign.playlists.items import Playlist, PlaylistItem
from campaign.playlists.json_file import write_seconds

STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS = (
    "position",
    "material",
    "url",
    "sha256",
    "bytes",
    "media_type",
    "seconds",
    "width",
    "height",
    "language",
    "campaign",
    "item",
    "flight",
    "alt",
)


def write_csv(playlist: Playlist) -> bytes:
    """Write the playlist; positions count from 1."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_list_cells(position, item) for position, item in enumerate(playlist.now, start=1))
    return text.getvalue().encode()


def _list_cells(position: int, item: PlaylistItem) -> tuple[object, ...]:
    return (
        position,
        item.material,
        item.url,
        item.sha256,
        item.size,
        item.media_type,
        write_seconds(item.seconds),
        item.width,
        item.height,
        item.language,
        item.campaign,
        item.item,
        item.flight,
        _disarm(item.alt),
    )


def _disarm(text: str) -> str:
    """Spreadsheets run a cell that begins like a formula; people wrote this one."""
    return f"'{text}" if text.lstrip().startswith(STARTERS) else text
