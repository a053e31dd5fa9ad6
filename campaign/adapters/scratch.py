"""Folders for work in hand. In: what they are for. Out: an empty folder, gone when the work ends, however it ends.

Who is killed cannot tidy up. So each folder is held by a lock that the kernel lets go of with its holder, and what
nobody holds any more is removed by whoever starts next, and by housekeeping. Locks, not numbers of processes: those
come round again, and are others in each container.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START = "campaign-work-"
"""Nothing else in the temporary folder is called so: what begins with it and is held by nobody may go."""
_roots: set[Path] = set()
"""The machine's temporary folder, where this process keeps one of its own in it."""


@contextmanager
def open_scratch(purpose: str) -> Iterator[Path]:
    """A folder for as long as the block lasts. Raises OSError when there is no room for one."""
    path, lock = _make(purpose)
    try:
        yield path
    finally:
        _remove(path, lock)


def keep_scratch(purpose: str) -> Path:
    """A folder for as long as this process lives. Raises OSError."""
    path, lock = _make(purpose)
    owner = os.getpid()
    atexit.register(lambda: _remove(path, lock) if os.getpid() == owner else None)
    return path


def hand_on_scratch(purpose: str) -> Path:
    """A folder for as long as this process lives, what takes its place (exec), or what they fork. Raises OSError."""
    sweep_scratch()
    path, lock = _make(purpose)
    os.set_inheritable(lock, True)
    return path


def move_in(purpose: str) -> None:
    """Let all temporary files of this process, and of all that it starts, lie in one such folder: those of libraries
    and browsers too. What killed ones left goes. Once, at the start of a process."""
    sweep_scratch()
    _roots.add(Path(tempfile.gettempdir()))
    tempfile.tempdir = os.environ["TMPDIR"] = str(keep_scratch(purpose))


def sweep_scratch() -> int:
    """Remove what processes left behind that were killed; returns how many folders."""
    roots = (*_roots, Path(tempfile.gettempdir()))
    return sum(_sweep(path) for root in roots for path in root.glob(f"{START}*"))


def _make(purpose: str) -> tuple[Path, int]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=f"{START}{purpose}-"))
        try:
            lock = _open(path)
        except FileNotFoundError:
            continue  # a sweep was faster than our lock
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue  # a sweep holds it, and takes it away
        except OSError:
            return path, lock  # a file system without locks: nobody can sweep there either
        if path.exists():
            return path, lock
        os.close(lock)


def _sweep(path: Path) -> bool:
    try:
        lock = _open(path)
    except OSError:
        return False  # gone, or somebody else's
    try:
        if os.fstat(lock).st_uid != os.getuid():
            return False
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
    except OSError:
        return False  # held by somebody who lives
    finally:
        os.close(lock)
    return not path.exists()


def _remove(path: Path, lock: int) -> None:
    """The lock goes last: what is still written there meanwhile is left to the next sweep."""
    shutil.rmtree(path, ignore_errors=True)
    os.close(lock)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
