"""What processes hold while they work. In: processes by their part of the product. Out: looks, and how much grew.

A part is a process with all that it started: memory is what the kernel counts as resident, shared pages with each.
"""

import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.families import list_family

EVERY = 2.0
"""Seconds between two looks."""


@dataclass(frozen=True)
class Look:
    """A part at a moment: megabytes, open files, threads, processes."""

    megabytes: float
    files: int
    threads: int
    processes: int


@dataclass
class Watch:
    """Looks at the parts until it is over; `parts` are asked each time, since a process may have been replaced."""

    parts: Callable[[], Mapping[str, int]]
    looks: dict[str, list[Look]] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def measure_growth(self, part: str, read: Callable[[Look], float]) -> float:
        """The middle of the last quarter as a share of that of the second one: in the first all warms up."""
        looks = [read(look) for look in self.looks[part]]
        quarter = max(1, len(looks) // 4)
        early, late = statistics.median(looks[quarter : 2 * quarter] or looks), statistics.median(looks[-quarter:])
        return late / max(early, 1)

    def _run(self) -> None:
        while not self._over.wait(EVERY):
            for part, process in self.parts().items():
                look = look_at(process)
                if look is not None:
                    self.looks.setdefault(part, []).append(look)


def look_at(process: int) -> Look | None:
    """The process and its family; None when it has ended."""
    found = [look for one in (process, *list_family(process)) if (look := _look(one)) is not None]
    if not found:
        return None
    return Look(
        sum(look.megabytes for look in found),
        sum(look.files for look in found),
        sum(look.threads for look in found),
        len(found),
    )


def _look(process: int) -> Look | None:
    """proc(5)."""
    home = Path(f"/proc/{process}")
    try:
        lines = (line.partition(":") for line in (home / "status").read_text().splitlines())
        facts = {name: value for name, _, value in lines}
        files = len(list((home / "fd").iterdir()))
        return Look(int(facts["VmRSS"].split()[0]) / 1024, files, int(facts["Threads"]), 1)
    except (OSError, KeyError):
        return None


def wait_for(holds: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Raise SystemExit when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"in {seconds:g} s: {what}")
        time.sleep(0.2)
