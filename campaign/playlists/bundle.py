"""A week of a channel to carry about. In: its playlist, the offline player, a key. Out: every file of the bundle.

    README.txt                        how to play it, in Bulgarian and English
    index.html, player/, playlist.js  a web player that runs from the folder
    playlist.json, playlist.smil      the whole week, for players that know windows
    playlist.m3u8, .xspf, .csv        the loop that runs for most of the week, for players that know none
    windows/<day>_<from>-<to>.…       the same for each window, and the fallback
    media/<sha256>.<ext>              every file, by its content
    keys.json, keys.json.minisig      the keys that count, signed by the root key
    SHA256SUMS, SHA256SUMS.minisig    what belongs to it, and that it is ours

All addresses are relative, so it plays from any folder, drive letter or web server. It depends on nothing but the
playlist: the same week has the same bytes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from campaign.playlists.blank import MATERIAL, draw_blank
from campaign.playlists.formats import WEEKLY, WRITERS, write_playlist
from campaign.playlists.items import Playlist, PlaylistItem, Window
from campaign.playlists.readme import write_readme
from campaign.playlists.signature import SigningKey
from campaign.playlists.sums import NAME, SIGNATURE, write_sums
from campaign.spec.digest import hash_bytes

README, PLAYER = "README.txt", "index.html"
MEDIA, WINDOWS = "media", "windows"
FLAT = tuple(kind for kind in WRITERS if kind not in WEEKLY)
SCRIPT = "playlist.js"
_OURS = re.compile(
    rf"{re.escape(README)}|{re.escape(PLAYER)}|player/[^/]+|playlist\.[a-z0-9]+|keys\.json(?:\.minisig)?"
    rf"|{WINDOWS}/[^/]+\.[a-z0-9]+|{MEDIA}/[0-9a-f]{{64}}\.[a-z0-9]+"
)


def may_hold(path: str) -> bool:
    """Whether any bundle may have a file of this path: what is called otherwise is somebody else's."""
    return _OURS.fullmatch(path) is not None


@dataclass(frozen=True)
class Part:
    """One file: its path in the bundle, its length and SHA-256; `data` are its bytes, None for what lies in the store
    under the last step of its path."""

    path: str
    sha256: str
    size: int
    data: bytes | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Bundle:
    """`parts` in the order in which they are written: what proves the rest comes last."""

    channel: str
    release: int
    parts: tuple[Part, ...]

    @property
    def sums(self) -> bytes:
        """The text of SHA256SUMS: two bundles with the same are the same."""
        return next(part.data or b"" for part in self.parts if part.path == NAME)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(part.size for part in self.parts)


def make_bundle(
    playlist: Playlist, *, player: Mapping[str, bytes], sizes: Mapping[str, int], key: SigningKey, root: str = ""
) -> Bundle:
    """`player` are the files of the offline player and the list of keys by path, `sizes` the lengths of subtitles by
    name: the playlist tells those of all else. `root` is the public key that signed the list of keys."""
    texts = {**player, **dict(_write_texts(playlist))}
    texts[README] = write_readme(playlist, public=key.public, root=root)
    parts = [*(_make_part(path, data) for path, data in texts.items()), *_list_media(playlist, sizes)]
    parts.sort(key=lambda part: part.path)
    sums = write_sums({part.path: part.sha256 for part in parts})
    comment = f"{playlist.channel.id} release {playlist.release} bundle {playlist.day}"
    proof = (_make_part(NAME, sums), _make_part(SIGNATURE, key.sign(sums, comment=comment)))
    return Bundle(playlist.channel.id, playlist.release, (*parts, *proof))


def _make_part(path: str, data: bytes) -> Part:
    return Part(path, hash_bytes(data), len(data), data)


def _write_texts(playlist: Playlist) -> Iterator[tuple[str, bytes]]:
    beside = _move(playlist, to=MEDIA)
    for kind in WEEKLY:
        yield f"playlist.{kind}", write_playlist(beside, kind=kind)
    script = write_playlist(beside, kind="json").decode().strip()
    # Two line separators end a line in old scripts, though not in JSON (ECMA-262 before 2019).
    script = script.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    yield SCRIPT, f"window.CAMPAIGN_BUNDLE = {{playlist: {script}}};\n".encode()
    for kind in FLAT:
        yield f"playlist.{kind}", write_playlist(replace(beside, now=_find_usual(beside)), kind=kind)
    above = _move(playlist, to=f"../{MEDIA}")
    for name, items in _name_windows(above):
        for kind in FLAT:
            yield f"{WINDOWS}/{name}.{kind}", write_playlist(replace(above, now=items), kind=kind)


def _move(playlist: Playlist, *, to: str) -> Playlist:
    """The same playlist with its media in that folder."""
    moved: dict[PlaylistItem, PlaylistItem] = {}

    def move(item: PlaylistItem) -> PlaylistItem:
        if item not in moved:
            tracks = tuple(replace(track, url=f"{to}/{track.url.rpartition('/')[2]}") for track in item.subtitles)
            moved[item] = item._replace(url=f"{to}/{item.name}", subtitles=tracks)
        return moved[item]

    def move_all(items: Sequence[PlaylistItem]) -> tuple[PlaylistItem, ...]:
        return tuple(move(item) for item in items)

    windows = tuple(replace(window, loops=tuple(map(move_all, window.loops))) for window in playlist.windows)
    return replace(playlist, windows=windows, fallback=move_all(playlist.fallback), now=move_all(playlist.now))


def _find_usual(playlist: Playlist) -> tuple[PlaylistItem, ...]:
    """What runs for most of the week, the first of equals; the fallback where nothing else does."""
    lengths: Counter[tuple[PlaylistItem, ...]] = Counter()
    for window in playlist.windows:
        lengths[window.items] += round(window.span.length.total_seconds())
    return max(lengths, key=lambda items: lengths[items], default=playlist.fallback)


def _name_windows(playlist: Playlist) -> Iterator[tuple[str, tuple[PlaylistItem, ...]]]:
    """By the local clock; on the night when it goes back a second window of the same name is told apart."""
    zone = ZoneInfo(playlist.channel.timezone)
    seen: Counter[str] = Counter()
    for window in playlist.windows:
        name = _name_window(window, zone)
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}_{seen[name]}"), window.items
    yield "fallback", playlist.fallback


def _name_window(window: Window, zone: ZoneInfo) -> str:
    start, end = (moment.astimezone(zone) for moment in (window.span.start, window.span.end))
    return f"{start:%Y-%m-%d}_{_write_clock(start)}-{_write_clock(end)}"


def _write_clock(moment: datetime) -> str:
    """Hours and minutes, with seconds where there are any."""
    return f"{moment:%H%M%S}" if moment.second else f"{moment:%H%M}"


def _list_media(playlist: Playlist, sizes: Mapping[str, int]) -> Iterator[Part]:
    seen: set[str] = set()
    for item in (*(item for window in playlist.windows for item in window.items), *playlist.fallback):
        if item.name in seen:
            continue
        seen.add(item.name)
        data = draw_blank(playlist.channel.format).data if item.material == MATERIAL else None
        yield Part(f"{MEDIA}/{item.name}", item.sha256, item.size, data)
        for track in item.subtitles:
            name = track.url.rpartition("/")[2]
            if name not in seen:
                seen.add(name)
                yield Part(f"{MEDIA}/{name}", track.sha256, sizes[name])
