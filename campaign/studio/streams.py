"""Server-sent events from a web server of threads. In: what to look at, and how often. Out: events, for a while.

Each open stream holds a thread, so there are few of them, each ends by itself, and browsers come back on their own with
the id of the last event: whoever finds no place is told to ask now and then instead (HTML standard, 9.2).
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import RLock
from weakref import finalize

from campaign.services.outages import AWAY
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
MOST_EACH = 3
"""Streams of one person."""


@dataclass(eq=False)
class Seat:
    """One open stream's place; `wanted` until the person opens newer ones."""

    person: int
    wanted: bool = True


@dataclass
class Places:
    """The streams that are open, the oldest first. A page that was left is noticed only when something is written to
    it, so whoever comes with a new page takes the place of their own oldest one."""

    most: int = MOST
    most_each: int = MOST_EACH
    _taken: list[Seat] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock)
    """Of a thread: the collector may give a place back while that very thread takes one."""

    def take(self, person: int) -> Seat | None:
        """None while all places are taken."""
        with self._lock:
            if len(self._taken) >= self.most:
                return None
            own = [seat for seat in self._taken if seat.person == person and seat.wanted]
            for seat in own[: max(0, len(own) + 1 - self.most_each)]:
                seat.wanted = False
            self._taken.append(Seat(person))
            return self._taken[-1]

    @property
    def taken(self) -> int:
        return len(self._taken)

    def give_back(self, seat: Seat) -> None:
        """Once or twice: by the end of the stream, and by the server."""
        with self._lock:
            if seat in self._taken:
                self._taken.remove(seat)


PLACES = Places()


@dataclass
class Stream:
    """The bytes of one stream. `read_mark` says cheaply whether anything moved; `read` is what to tell then, "" for
    nobody who may see it any more. `close` gives the place back, also of a stream that nobody ever read; and so does
    its end in memory."""

    seat: Seat
    read_mark: Callable[[], str]
    read: Callable[[], str]
    last_id: str = ""
    places: Places = field(default_factory=lambda: PLACES)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        # an answer that middleware gives up on its way out is closed by nobody
        finalize(self, self.places.give_back, self.seat).atexit = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._tell()
        except AWAY:
            return  # the page comes back for it
        finally:
            self.close()

    def close(self) -> None:
        """By the server, or by the end of the stream."""
        self.places.give_back(self.seat)

    def _tell(self) -> Iterator[bytes]:
        yield f"retry: {AGAIN}\n\n".encode()
        begun = spoke = self.clock()
        known, last = "", self.last_id
        while self.seat.wanted and self.clock() - begun < LASTS:
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
