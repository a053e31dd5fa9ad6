"""A bundle written into a ZIP. In: its length, and how to read its bytes from any place on. Out: the whole file.

A part file bears the name of what it is going to be, so a run that was broken off goes on where it ended, and never
into another week's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import settle_file
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.message import say

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Plan:
    """A ZIP of `size` bytes, known by its `digest`; `read` gives its bytes from one place up to another."""

    size: int
    digest: str
    read: Callable[[int, int], Iterator[bytes]]


def export_zip(plan: Plan, out: Path, *, on_bytes: Progress = lambda count: None) -> int:
    """Write it; how many bytes were written, 0 where the very same lies there. `on_bytes` is told of each piece that is
    there. Raises NotAllowed when it cannot be written; UnknownName, StoreFailed by the store."""
    try:
        if out.is_file() and out.stat().st_size == plan.size and _agrees(out, plan):
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
    if half.is_file() and not _agrees(half, plan):
        half.unlink()
    had = half.stat().st_size if half.is_file() else 0
    on_bytes(had)
    with half.open("ab") as file:
        for piece in plan.read(had, plan.size):
            file.write(piece)
            on_bytes(len(piece))
    settle_file(half, out=out)
    return plan.size - had


def _agrees(path: Path, plan: Plan) -> bool:
    """Whether the file is the ZIP, or a beginning of it, byte for byte: the last ones may never have reached a disk."""
    length = path.stat().st_size
    if length > plan.size:
        return False
    with path.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in plan.read(0, length))
