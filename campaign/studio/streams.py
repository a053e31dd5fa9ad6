"""Server-sent events from a web server of threads. In: what to look at, and how often. Out: events, for a while.

Each open stream holds a thread, so there are few of them, each ends by itself, and browsers come back on their own with
the id of the last event: whoever finds no place is told to ask now and then instead (HTML standard, 9.2).
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock

from campaign.spec.digest import hash_bytes

LASTS = 50.0
"""Seconds of one stream: proxies end silent answers after a minute."""
EVERY = 1.0
"""Seconds between two looks."""
BEAT = 10.0
"""Seconds after which a line that says nothing shows whether anybody still listens."""
AGAIN = 2000
"""Milliseconds after which a browser comes back."""
MOST = 8
"""Streams of one process: a quarter of its threads."""
MOST_EACH = 2
"""Streams of one person: more tabs than that ask now and then."""


@dataclass
class Places:
    """The streams that are open, by person."""

    most: int = MOST
    most_each: int = MOST_EACH
    _taken: Counter[int] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def take(self, person: int) -> bool:
        with self._lock:
            if self._taken.total() >= self.most or self._taken[person] >= self.most_each:
                return False
            self._taken[person] += 1
            return True

    def give_back(self, person: int) -> None:
        with self._lock:
            self._taken[person] -= 1
            self._taken += Counter()  # drops who has none


PLACES = Places()


@dataclass
class Stream:
    """The bytes of one stream. `read_mark` says cheaply whether anything moved; `read` is what to tell then, "" for
    nobody who may see it any more. `close` gives the place back, also of a stream that nobody ever read."""

    person: int
    read_mark: Callable[[], str]
    read: Callable[[], str]
    last_id: str = ""
    places: Places = field(default_factory=lambda: PLACES)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _open: bool = True

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._tell()
        finally:
            self.close()

    def close(self) -> None:
        """By whoever is first: the server, or the end of the stream."""
        if self._open:
            self._open = False
            self.places.give_back(self.person)

    def _tell(self) -> Iterator[bytes]:
        yield f"retry: {AGAIN}\n\n".encode()
        begun = spoke = self.clock()
        known, last = "", self.last_id
        while self.clock() - begun < LASTS:
            mark = self.read_mark()
            if mark != known:
                known, text = mark, self.read()
                id_ = hash_bytes(text.encode())[:16]
                if not text:
                    return
                if id_ != last:
                    last, spoke = id_, self.clock()
                    yield write_event(text, id_=id_)
            if self.clock() - spoke >= BEAT:
                spoke = self.clock()
                yield b": still here\n\n"
            self.sleep(EVERY)


def write_event(text: str, *, id_: str) -> bytes:
    """One event; its text may have several lines."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"id: {id_}\n{lines}\n".encode()
