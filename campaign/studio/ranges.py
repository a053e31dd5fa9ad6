"""Parts of a file, so that video can be wound (RFC 9110, 14). In: a Range header and a length. Out: the part asked."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

PIECE = 1 << 16


def read_range(header: str, *, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range, or None for the whole file. Raises ValueError when it lies outside."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start > end or start >= size:
        raise ValueError("the range lies outside the file")
    return start, end


def read_pieces(open_file: Callable[[], BinaryIO], *, start: int, end: int) -> Iterator[bytes]:
    """The bytes from start to end, both included; the file is open only while somebody reads."""
    with open_file() as file:
        file.seek(start)
        left = end - start + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
