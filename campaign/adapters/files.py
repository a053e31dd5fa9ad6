"""Files written whole. In: a path and bytes. Out: the file under its name, or nothing at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from campaign.spec.errors import NotAllowed, Place
from campaign.spec.message import say


def write_whole(path: Path, data: bytes) -> None:
    """Write under a temporary name beside it, flush to the disk, then rename. Raises NotAllowed."""

    def write(part: Path) -> None:
        with part.open("xb") as file:
            file.write(data)

    replace_whole(path, fill=write)


def replace_whole(path: Path, *, fill: Callable[[Path], object]) -> None:
    """Let `fill` write a temporary file beside it, flush that to the disk, then rename it. Raises NotAllowed."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        fill(part)
        settle_file(part, out=path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NotAllowed(
            say("The file cannot be written: %(problem)s.", problem=error.strerror or str(error)),
            place=Place(str(path)),
            hint=say("Check that the folder exists, may be written to and has room."),
        ) from None


def settle_file(part: Path, *, out: Path) -> None:
    """Give a whole file its final name so that it survives a power cut. Raises OSError."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(out)
    settle_folder(out.parent)


def settle_folder(path: Path) -> None:
    """Have the names in a folder survive a power cut. Raises OSError."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep_parts(path: Path) -> None:
    """Remove what runs that were killed in the middle left beside the file: their parts name them."""
    start = f".{path.name}."
    for part in path.parent.iterdir():
        run = part.name.removeprefix(start).partition(".")[0] if part.name.startswith(start) else ""
        if run.isdigit() and not _runs(int(run)):
            shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
