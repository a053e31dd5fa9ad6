"""A ZIP whose every byte is known before it is written. In: names, lengths, checksums. Out: segments in order.

Nothing is packed: media are packed already, and so the file's length and each byte's place follow from the facts alone.
A download that broke off goes on at any byte, and nobody needs the whole file on a disk. ZIP64 (APPNOTE 4.3.14, 4.5.3)
only where places do not fit into 32 bits.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

LIMIT = 0xFFFFFFFF
UTF8 = 0x0800
PLAIN_FILE = 0o100644 << 16
MADE_BY_UNIX = 3 << 8


@dataclass(frozen=True)
class Entry:
    """A file of the archive: `size` bytes, less than 4 GiB; `source` is what it is called where it lies, `data` its
    bytes where they are at hand."""

    path: str
    size: int
    crc32: int
    source: str = ""
    data: bytes | None = None

    def __post_init__(self) -> None:
        if self.size > LIMIT:
            raise ValueError("a file of a bundle is less than 4 GiB, as FAT32 wants it too")


@dataclass(frozen=True)
class Segment:
    """Bytes of the archive from `start` on: `data`, or `size` bytes of the file `source`."""

    start: int
    size: int
    data: bytes = b""
    source: str = ""

    @property
    def end(self) -> int:
        return self.start + self.size


def lay_out(entries: Sequence[Entry], *, day: date) -> tuple[Segment, ...]:
    """The whole archive, each file dated at that day's midnight; empty segments are left out."""
    segments = []
    places = []
    start = 0
    for entry in entries:
        head = _write_head(entry, day)
        places.append(start)
        segments.append(Segment(start, len(head), head))
        segments.append(Segment(start + len(head), entry.size, entry.data or b"", entry.source))
        start += len(head) + entry.size
    tail = b"".join(_write_row(entry, place, day) for entry, place in zip(entries, places, strict=True))
    tail += _write_end(len(entries), size=len(tail), start=start)
    return tuple(segment for segment in (*segments, Segment(start, len(tail), tail)) if segment.size)


def cut(segments: Sequence[Segment], *, start: int, end: int) -> Iterator[tuple[Segment, int, int]]:
    """The segments that hold the bytes from `start` up to but not including `end`, each with its own first byte and
    the byte after its last."""
    for segment in segments:
        first, last = max(start, segment.start), min(end, segment.end)
        if first < last:
            yield segment, first - segment.start, last - segment.start


def _write_facts(entry: Entry, day: date) -> bytes:
    stamp = (day.year - 1980) << 9 | day.month << 5 | day.day
    return struct.pack("<HHHHIII", UTF8, 0, 0, stamp, entry.crc32, entry.size, entry.size)


def _write_head(entry: Entry, day: date) -> bytes:
    name = entry.path.encode()
    return b"PK\3\4" + struct.pack("<H", 20) + _write_facts(entry, day) + struct.pack("<HH", len(name), 0) + name


def _write_row(entry: Entry, place: int, day: date) -> bytes:
    name = entry.path.encode()
    extra = struct.pack("<HHQ", 1, 8, place) if place >= LIMIT else b""
    version = 45 if extra else 20
    return (
        b"PK\1\2"
        + struct.pack("<HH", MADE_BY_UNIX | version, version)
        + _write_facts(entry, day)
        + struct.pack("<HHHHHII", len(name), len(extra), 0, 0, 0, PLAIN_FILE, min(place, LIMIT))
        + name
        + extra
    )


def _write_end(count: int, *, size: int, start: int) -> bytes:
    wide = b""
    if start >= LIMIT or size >= LIMIT or count >= 0xFFFF:
        wide = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, MADE_BY_UNIX | 45, 45, 0, 0, count, count, size, start)
        wide += b"PK\6\7" + struct.pack("<IQI", 0, start + size, 1)
    count, size, start = min(count, 0xFFFF), min(size, LIMIT), min(start, LIMIT)
    return wide + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, size, start, 0)
