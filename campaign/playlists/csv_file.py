"""CSV (RFC 4180), for imports and spreadsheets. In: a playlist. Out: what runs now, one row an item."""

import csv
import io
import re

from campaign.playlists.items import Playlist, PlaylistItem
from campaign.playlists.json_file import write_seconds

STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with, also behind spaces, tabs and line ends."""
_EDGES = re.compile("([;\t\r\n])")
"""Where a cell may begin after all: Excel in Bulgarian, as in most of Europe, cuts lines at semicolons."""
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
        disarm(item.alt),
    )


def disarm(text: str) -> str:
    """Spreadsheets run a cell that begins like a formula; people wrote this one. A quote before it says that it is
    text."""
    first, *rest = _EDGES.split(text)
    whole = f"'{first}" if text.lstrip().startswith(STARTERS) else first
    return whole + "".join(f"'{part}" if part.lstrip().startswith(STARTERS) else part for part in rest)
