"""Parts of a file (RFC 9110, 14). In: a Range header and a length. Out: the part asked for, and its bytes piecewise."""

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from campaign.spec.errors import StoreFailed
from campaign.spec.message import say

PIECE = 1 << 18

_log = logging.getLogger(__name__)


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
    """The bytes of a part, the first of them read at once, the others as they are sent. Raises StoreFailed for a file
    that is not as long as it was, also later: the line is cut then, for whoever reads on would take the next answer for
    the rest of this one. With a `sha256` it raises it too, before the last piece, for a whole file that holds other
    bytes than those it was kept with. Closing it closes the file, also when nobody read on."""

    def __init__(self, file: BinaryIO, part: Part, *, sha256: str = ""):
        self._file, self._left = file, part.length
        self._wanted = sha256 if part.length == part.size else ""
        self._digest = hashlib.sha256()
        try:
            if file.seek(0, os.SEEK_END) != part.size:
                raise StoreFailed(say("A file in the store is not as long as it was when it was kept."))
            file.seek(part.start)
            self._first = self._read()
        except BaseException:
            file.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        piece = self._first
        while piece:
            yield piece
            piece = self._read()
        self.close()

    def _read(self) -> bytes:
        if not self._left:
            return b""
        try:
            piece = self._file.read(min(PIECE, self._left))
        except OSError as error:
            raise StoreFailed(say("The store cannot be read: %(why)s.", why=error.strerror or str(error))) from error
        if not piece:
            raise StoreFailed(say("A file in the store is not as long as it was when it was kept."))
        self._left -= len(piece)
        if self._wanted:
            self._check(piece)
        return piece

    def _check(self, piece: bytes) -> None:
        self._digest.update(piece)
        if not self._left and self._digest.hexdigest() != self._wanted:
            _log.error("somebody replaced, or the disk spoilt, a file in the store: %s", self._wanted)
            raise StoreFailed(say("A file in the store does not hold what was kept."))

    def close(self) -> None:
        self._file.close()
