"""What polls and heartbeats leave to be written. In: values by the number of a row. Out: many written in one go.

Never does a request wait for the database to be free: what could not be written is tried again at a later one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from campaign.services.outages import AWAY
from campaign.services.patience import wait_at_most

EVERY = timedelta(seconds=5)
"""A process does not write more often: whatever comes in between waits for the next request after that."""
PATIENCE = 50
"""Milliseconds that a request may wait for SQLite's one writer; an import may hold it for seconds."""
AT_ONCE = 500
"""Rows in one statement."""

T = TypeVar("T")


class Pending(Generic[T]):
    """The last value of each row that is not written yet; `write` writes them down."""

    def __init__(self, write: Callable[[Mapping[int, T]], None]) -> None:
        self._write = write
        self._values: dict[int, T] = {}
        self._written: datetime | None = None
        self._lock = Lock()

    def put(self, pk: int, value: T) -> None:
        with self._lock:
            self._values[pk] = value

    def write_due(self, *, at: datetime) -> None:
        """Write if it is time again: one of the threads that ask does it for all."""
        if not self._values:
            return
        with self._lock:
            if self._written is not None and abs(at - self._written) < EVERY:
                return
            self._written = at
        self.write()

    def write(self) -> None:
        """Write down what came since the last time."""
        with self._lock:
            taken, self._values = self._values, {}
        try:
            with wait_at_most(PATIENCE):
                self._write(taken)
        except AWAY:
            with self._lock:
                self._values = {**taken, **self._values}

    def clear(self) -> None:
        """Drop what is kept, e.g. when another database takes its place."""
        with self._lock:
            self._values, self._written = {}, None
