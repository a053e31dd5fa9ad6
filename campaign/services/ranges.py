"""Parts of a file (RFC 9110, 14). In: a Range header and a length. Out: the part asked for, and its bytes piecewise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 1 << 18


class OutsideFile(Exception):
    """The range begins after the last byte: 416."""


@dataclass(frozen=True)
class Part:
    """Bytes `start` to `end`, both included, of a file of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        return self.end - self.start + 1

    def __str__(self) -> str:
        return f"bytes {self.start}-{self.end}/{self.size}"


def read_range(header: str, *, size: int) -> Part | None:
    """The part, or None for the whole file: no header, several ranges, or one that makes no sense (14.2).
    Raises OutsideFile."""
    match = re.fullmatch(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _read_suffix(int(last), size=size)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise OutsideFile
    return Part(start, end, size)


def _read_suffix(length: int, *, size: int) -> Part:
    """The last `length` bytes."""
    if length == 0 or size == 0:
        raise OutsideFile
    return Part(max(0, size - length), size - 1, size)


class Pieces:
    """The bytes of a part, read as they are sent. Closing it closes the file, also when nobody read on."""

    def __init__(self, file: BinaryIO, part: Part):
        self._file, self._part = file, part

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._part.start)
        left = self._part.length
        while left > 0 and (piece := self._file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        self.close()

    def close(self) -> None:
        self._file.close()
