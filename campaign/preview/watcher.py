"""Saved files. In: the templates' folder. Out: a number that grows with every change, and the names of what changed.

Looked at by time and size, five times a second: editors save in ways that no notification tells alike, and a few
hundred files cost a millisecond.
"""

import stat
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Stamps: TypeAlias = Mapping[str, tuple[int, int]]

LOOK = 0.15
"""Seconds between looks."""
SETTLE = 0.03
"""A file may be caught half written: seconds in which nothing may change any more."""
KEPT = 200
"""Changes that a page which was asleep can still be told; before that, everything has changed."""


@dataclass(frozen=True)
class Change:
    """`names` are paths from the templates' folder."""

    number: int
    names: frozenset[str]


def read_stamps(root: Path, *, tops: tuple[str, ...] = ()) -> Stamps:
    """Time and size of every file, below some of the folders if they are named."""
    places = [root / top for top in tops] if tops else [root]
    return {path.relative_to(root).as_posix(): stamp for place in places for path, stamp in _walk(place)}


def _walk(place: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    for path in sorted(place.rglob("*")):
        try:
            status = path.stat()
        except OSError:
            continue  # gone since
        if stat.S_ISREG(status.st_mode) and not path.name.startswith("."):
            yield path, (status.st_mtime_ns, status.st_size)


class Watcher:
    """Looks from a thread of its own, from the first question on; pages wait for its next change."""

    def __init__(self, root: Path):
        self._root = root
        self._changes: list[Change] = []
        self._number = 0
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def number(self) -> int:
        with self._turn:
            self._start()
            return self._number

    def wait(self, since: int, *, seconds: float) -> Change | None:
        """Everything that changed after that number, as one change; None when nothing did in this time."""
        with self._turn:
            self._start()
            self._turn.wait_for(lambda: self._number > since, timeout=seconds)
            if self._number <= since:
                return None
            missed = [change for change in self._changes if change.number > since]
            names = frozenset[str]().union(*(change.names for change in missed))
            return Change(self._number, names if len(missed) == self._number - since else frozenset("*"))

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, args=(read_stamps(self._root),), daemon=True)
            self._thread.start()

    def _run(self, seen: Stamps) -> None:
        while True:
            time.sleep(LOOK)
            now = read_stamps(self._root)
            while now != seen:
                time.sleep(SETTLE)
                later = read_stamps(self._root)
                if later == now:
                    self._tell(seen, now)
                    seen = now
                now = later

    def _tell(self, before: Stamps, after: Stamps) -> None:
        names = frozenset(name for name in {**before, **after} if before.get(name) != after.get(name))
        with self._turn:
            self._number += 1
            self._changes = [*self._changes[-KEPT:], Change(self._number, names)]
            self._turn.notify_all()
