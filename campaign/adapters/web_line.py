"""A client's line, and how long it is waited for. In: an accepted socket. Out: one that hangs up on who is too slow.

A thread that waits for a body, or for somebody to take an answer, spends `CREDIT`, which bytes earn back at `RATE`.
While most threads wait so, it is spent `PRESSED` times as quickly.
"""

import errno
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

CREDIT = 20.0
"""Seconds that a line may be silent, or slower than RATE, in the middle of a body or an answer."""
RATE = 500.0
"""Bytes a second that every line manages (mod_reqtimeout's MinRate)."""
PRESSED = 10.0
T = TypeVar("T")


class Crowd:
    """How many threads wait for somebody outside; `pressed` once that is more than half of them."""

    def __init__(self, threads: int):
        self._most, self._waiting, self._lock = max(1, threads // 2), 0, threading.Lock()

    @property
    def pressed(self) -> bool:
        return self._waiting > self._most

    @contextmanager
    def wait(self) -> Iterator[None]:
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1


class Line(socket.socket):
    """A client's socket: it waits as long as there is credit. Raises ConnectionResetError once that is spent, which
    gunicorn takes for a client that has gone."""

    def __init__(self, accepted: socket.socket, crowd: Crowd, *, credit: float = CREDIT):
        super().__init__(fileno=accepted.detach())
        super().setblocking(False)
        self._crowd, self._credit, self._most = crowd, credit, 0.0
        self.begin()

    def begin(self) -> None:
        """A request begins."""
        self._left, self.has_answered = self._credit, False

    def setblocking(self, flag: bool) -> None:
        self.settimeout(None if flag else 0.0)

    def settimeout(self, value: float | None) -> None:
        self._most = float("inf") if value is None else value

    def gettimeout(self) -> float | None:
        return None if self._most == float("inf") else self._most

    def recv(self, size: int, flags: int = 0) -> bytes:
        data = self._try(lambda: super(Line, self).recv(size, flags), select.POLLIN)
        self._earn(len(data))
        return data

    def send(self, data: Any, flags: int = 0) -> int:
        self.has_answered = True
        sent = self._try(lambda: super(Line, self).send(data, flags), select.POLLOUT)
        self._earn(sent)
        return sent

    def sendall(self, data: Any, flags: int = 0) -> None:
        with memoryview(data).cast("B") as view:
            at = 0
            while at < len(view):
                at += self.send(view[at:], flags)

    def _earn(self, size: int) -> None:
        self._left = min(self._credit, self._left + size / RATE)

    def _try(self, act: Callable[[], T], event: int) -> T:
        until = time.monotonic() + self._most
        while True:
            try:
                return act()
            except BlockingIOError:
                if not self._most:
                    raise
                self._wait(event, until=until)

    def _wait(self, event: int, *, until: float) -> None:
        """A moment, until something can be done; whoever has no credit left is hung up on."""
        poll, begun = select.poll(), time.monotonic()
        poll.register(self, event)
        with self._crowd.wait():
            found = poll.poll(1000 * max(0.0, min(1.0, until - begun, self._left)))
        now = time.monotonic()
        self._left -= (now - begun) * (PRESSED if self._crowd.pressed else 1)
        if not found and now >= until:
            raise TimeoutError
        if self._left <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")
