"""Drawing by turns. In: a number of cores. Out: no more pictures at once than that; one that takes long gives its turn
to the next, so that a template that hangs never holds up the one its designer has just mended."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0
"""Seconds; an ordinary picture takes a fifth of one."""


class Turns:
    """Shared by the threads that answer."""

    def __init__(self, count: int, *, patience: float = PATIENCE):
        self._free = threading.BoundedSemaphore(count)
        self._patience = patience

    @contextmanager
    def take(self) -> Iterator[None]:
        self._free.acquire()
        given = threading.Lock()

        def give() -> None:
            if given.acquire(blocking=False):
                self._free.release()

        timer = threading.Timer(self._patience, give)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            give()
