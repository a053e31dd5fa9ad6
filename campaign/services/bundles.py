"""A channel's week to carry about. In: a channel or a player's token, a moment. Out: a bundle; as a ZIP its every byte.

What the ZIP is made of lies in the store and in memory: it is never written down, and a download goes on at any byte.
It changes with a release, a withdrawal or a new service day, never in between.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from django.contrib.staticfiles import finders

from campaign.adapters.proving import Shown
from campaign.data.models import StoredFile
from campaign.playlists.archive import Entry, Segment, cut, lay_out
from campaign.playlists.bundle import Bundle, Part, make_bundle
from campaign.playlists.items import Playlist
from campaign.playlists.key_list import NAME as KEYS
from campaign.playlists.key_list import SIGNATURE as KEYS_SIGNATURE
from campaign.services import hearing, lasting, publishing, standing
from campaign.services.shelf import Shelf
from campaign.services.standing import Standing
from campaign.services.storage import get_store
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import CampaignError, NotAllowed, Place, StoreFailed
from campaign.spec.message import say

PIECE = 1 << 18
PATIENCE = 5.0
"""Seconds that a request waits for its turn: a store that is slow must not hold all threads of a server."""
PLAYER = "feeds/index.html"
"""The page of the offline player, as a static file; all of the folder “player” beside it belongs to it."""


@dataclass(frozen=True)
class Packed:
    """A ZIP that is not written down: `file` has its facts and is no row of the database."""

    bundle: Bundle
    segments: tuple[Segment, ...]
    file: StoredFile

    @property
    def body(self) -> bytes:
        """What it costs to keep at hand."""
        return b"".join(segment.data for segment in self.segments)

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end`. Raises UnknownName, StoreFailed."""
        for segment, first, last in cut(self.segments, start=start, end=end):
            if segment.source:
                yield from _read_stored(segment.source, first, last)
            else:
                yield segment.data[first:last]


_shelf: Shelf[tuple[str, datetime], Packed] = Shelf(most=32_000_000, weigh=lambda packed: len(packed.body))
_turn = Lock()
"""One bundle is made at a time: polls that come meanwhile share the processor with one thread, not with many."""
_checksums: dict[str, int] = {}
"""CRC-32 by the name of a stored file, which never changes."""


def bundle(channel: str, *, at: datetime) -> Bundle:
    """The bundle of a channel. Raises UnknownName."""
    return _make(standing.find_standing(at=at), channel, at=at)


def packed(channel: str, *, at: datetime) -> Packed:
    """The ZIP of a channel. Raises UnknownName, StoreFailed."""
    return _pack(standing.find_standing(at=at), channel, at=at)


def packed_for(token: str, *, at: datetime) -> Packed | None:
    """The ZIP of the channel whose player has this token; None for any other token. The player was heard of; that it
    shows nothing withdrawn any more is not known of what people carry about."""
    now = lasting.find_standing(at=at)
    player = lasting.find_player(now, token=token)
    if player is None:
        return None
    found = _pack(now, player.channel, at=at)
    hearing.note_poll(now, player, at=at, fetched=False)
    return found


def list_withdrawn(shown: Iterable[Shown]) -> list[CampaignError]:
    """Those of a bundle's files that may not be shown any more: withdrawn since, or expired before their time."""
    gone = standing.read_revoked()
    return [
        NotAllowed(
            say("This was withdrawn after the export."),
            place=Place(file.path, item=f"{file.campaign}/{file.item}"),
            hint=say("Export the bundle again."),
        )
        for file in shown
        if file.campaign and gone.names(material=file.material, item=file.item, campaign=file.campaign)
    ]


def forget() -> None:
    """Drop what is kept at hand, e.g. when another store takes its place."""
    _shelf.clear()
    _checksums.clear()


def _pack(now: Standing, channel: str, *, at: datetime) -> Packed:
    start = publishing.find_service(standing.place_channel(now, channel=channel), channel=channel, at=at).start

    def make() -> Packed:
        made = _make(now, channel, at=at)
        segments = lay_out([_enter(part) for part in made.parts], day=start.date())
        file = StoredFile(
            sha256=hash_bytes(b"".join(segment.data for segment in segments)),
            name=f"{channel}.zip",
            media_type="application/zip",
            size=segments[-1].end,
            made_at=datetime.fromtimestamp(max(now.stamp, int(start.timestamp())), UTC),
        )
        return Packed(made, segments, file)

    if not _turn.acquire(timeout=PATIENCE):
        raise StoreFailed(say("Other bundles are being made."), hint=say("Ask again in a minute."))
    try:
        return _shelf.find((channel, start), make=make, version=now.stamp)
    finally:
        _turn.release()


def _make(now: Standing, channel: str, *, at: datetime) -> Bundle:
    playlist = publishing.build_now(now, channel, at=at, base_url="")
    key, trust = lasting.find_key(at=at), lasting.find_trust(at=at)
    listed = {KEYS: trust.text, KEYS_SIGNATURE: trust.signature}
    files = {**read_player(), **listed}
    return make_bundle(playlist, player=files, sizes=_measure_subtitles(playlist), key=key, root=trust.root)


def read_player() -> dict[str, bytes]:
    """The offline player's files, by their paths in a bundle."""
    page = Path(finders.find(PLAYER) or "")
    files = [page, *sorted((page.parent / "player").iterdir())]
    return {path.relative_to(page.parent).as_posix(): path.read_bytes() for path in files}


def _measure_subtitles(playlist: Playlist) -> dict[str, int]:
    items = (*(item for window in playlist.windows for item in window.items), *playlist.fallback)
    names = {track.url.rpartition("/")[2] for item in items for track in item.subtitles}
    return dict(StoredFile.objects.filter(name__in=names).values_list("name", "size"))


def _enter(part: Part) -> Entry:
    if part.data is not None:
        return Entry(part.path, part.size, zlib.crc32(part.data), data=part.data)
    if part.name not in _checksums:
        checksum = 0
        for piece in _read_stored(part.name, 0, part.size):
            checksum = zlib.crc32(piece, checksum)
        _checksums[part.name] = checksum
    return Entry(part.path, part.size, _checksums[part.name], source=part.name)


def _read_stored(name: str, start: int, end: int) -> Iterator[bytes]:
    with get_store().open(name) as file:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece
