"""What a Matroska or WebM film carries besides itself. In: a path, whose bytes may be anything. Out: the stretches that
are no film, and the same film without them.

A film of this kind may hold whole files: fonts, pages, programs (RFC 9559 § 5.1.6). They are not taken out but written
over with zeros, as an element that says that nothing is there: every picture stays where the film's index says it is,
and a film that holds none keeps every byte.
"""

import mmap
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

EBML, SEGMENT, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
VOID, CHECKSUM = 0xEC, 0xBF
HEADS = frozenset({0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1043A770, 0x1254C367})
"""RFC 9559 § 5.1: SeekHead, Info, Tracks, Cues, Chapters, Tags; all there is but Attachments."""
BLOCKS = frozenset({0xE7, 0xA3, 0xA0, 0xA7, 0xAB, 0x5854, 0xAF})
"""§ 5.1.3: what stands in a cluster."""
TAKEN = HEADS | BLOCKS | {EBML, CLUSTER, VOID, CHECKSUM}
LONGEST_ID, LONGEST_SIZE = 4, 8
MOST_EXTRAS = 1_000
"""A film has one list of attachments, and nothing that nobody knows."""
PIECE = 1 << 20


class Stretch(NamedTuple):
    """Bytes from `start` up to, without, `end`."""

    start: int
    end: int


class _Element(NamedTuple):
    kind: int
    start: int
    inside: int
    end: int | None
    """None where the film does not say it: whoever writes while filming does not know it."""


def find_extras(path: Path) -> tuple[Stretch, ...]:
    """All that is no part of the film, in order. Raises BrokenMedia where elements do not follow one another."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        foreign = (one for one in _walk(data) if one.kind not in TAKEN)
        extras = tuple(Stretch(one.start, one.end or len(data)) for one in islice(foreign, MOST_EXTRAS + 1))
    if len(extras) > MOST_EXTRAS:
        raise _refuse()
    return extras


def blank(path: Path, extras: tuple[Stretch, ...]) -> None:
    """Write zeros over these elements of the file, each under the mark of an empty one (RFC 8794 § 11.3.2)."""
    with path.open("r+b") as file:
        for start, end in extras:
            file.seek(start)
            head = _write_void(end - start)
            file.write(head)
            left = end - start - len(head)
            while left > 0:
                left -= file.write(bytes(min(left, PIECE)))


def _write_void(length: int) -> bytes:
    """The first bytes of an empty element of so many in all, at least two; they fill it as far as they are longer."""
    if length <= LONGEST_SIZE:
        return bytes((VOID, 0x80 | length - 2))
    return bytes((VOID,)) + (length - 1 - LONGEST_SIZE | 1 << 7 * LONGEST_SIZE).to_bytes(LONGEST_SIZE, "big")


def _walk(data: mmap.mmap) -> Iterator[_Element]:
    """Every element that is one of the film's own, or stands where those stand. A segment is gone into whatever its
    size says, so that nothing hides behind its end; a cluster without a size too."""
    at = 0
    while at < len(data):
        element = _read(data, at)
        if element.kind == SEGMENT or (element.kind == CLUSTER and element.end is None):
            at = element.inside
            continue
        if element.end is None and element.kind in TAKEN:
            raise _refuse()
        yield element
        at = len(data) if element.end is None else element.end


def _read(data: mmap.mmap, at: int) -> _Element:
    """An element that breaks off ends with the file. Raises BrokenMedia."""
    kind, wide = _read_number(data, at, longest=LONGEST_ID)
    size, length = _read_number(data, at + wide, longest=LONGEST_SIZE)
    inside = at + wide + length
    size &= ~(1 << 7 * length)
    unsaid = size == (1 << 7 * length) - 1
    return _Element(kind, at, inside, None if unsaid else min(inside + size, len(data)))


def _read_number(data: mmap.mmap, at: int, *, longest: int) -> tuple[int, int]:
    """A number with its mark, and the bytes it takes (RFC 8794 § 4). Raises BrokenMedia where there is none."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length()
    if length > longest or at + length > len(data):
        raise _refuse()
    return int.from_bytes(data[at : at + length], "big"), length


def _refuse() -> BrokenMedia:
    return BrokenMedia(
        say("The film is damaged: its parts do not follow one another."),
        hint=say("Copy or export it again, and play it once to its end."),
    )
