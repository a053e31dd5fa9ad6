"""A bundle written into a ZIP. In: how to read its bytes from any place on, and its checksums. Out: the whole file.

A part file bears the name of what it is going to be, so a run that was broken off goes on where it ended, and never
into another week's. What goes on is read once more before it gets its name.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import settle_file
from campaign.playlists.sums import NAME
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.message import say

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Plan:
    """A ZIP of `size` bytes, known by the SHA-256 `digest`; `read` gives its bytes from one place up to another, and
    `sums` are the bytes of the SHA256SUMS in it."""

    size: int
    digest: str
    sums: bytes
    read: Callable[[int, int], Iterator[bytes]]


def export_zip(plan: Plan, out: Path, *, on_bytes: Progress = lambda count: None) -> int:
    """Write it; how many bytes were written, 0 where the very same lies there. `on_bytes` is told of each piece that is
    there. Raises NotAllowed when it cannot be written; UnknownName, StoreFailed by the store."""
    try:
        if _holds(out, plan):
            on_bytes(plan.size)
            return 0
        return _write(plan, out, on_bytes=on_bytes)
    except OSError as error:
        raise NotAllowed(
            say("The bundle cannot be written: %(problem)s.", problem=error.strerror or str(error)),
            place=Place(str(out)),
            hint=say("Check that the folder exists, may be written to and has room; then export again: it goes on."),
        ) from None


def _write(plan: Plan, out: Path, *, on_bytes: Progress) -> int:
    half = out.with_name(f".{out.name}.{plan.digest[:16]}.part")
    for older in out.parent.glob(f".{out.name}.*.part"):
        if older != half:
            older.unlink()
    had = half.stat().st_size if half.is_file() else 0
    written = _append(plan, half, had, on_bytes=on_bytes)
    if had and not _holds(half, plan):
        half.unlink()  # what was there of it was no beginning of it
        written = _append(plan, half, 0, on_bytes=lambda count: None)
    settle_file(half, out=out)
    return written


def _append(plan: Plan, half: Path, had: int, *, on_bytes: Progress) -> int:
    on_bytes(min(had, plan.size))
    with half.open("ab") as file:
        for piece in plan.read(had, plan.size):
            file.write(piece)
            on_bytes(len(piece))
    return max(0, plan.size - had)


def _holds(path: Path, plan: Plan) -> bool:
    """Whether it is this bundle, to the last byte of every file."""
    if not path.is_file() or path.stat().st_size != plan.size:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(NAME) == plan.sums and archive.testzip() is None
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, NotImplementedError):
        return False
