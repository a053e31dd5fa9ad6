"""A player that asks all along. In: an address. Out: what it was answered while things broke."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import requests


@dataclass
class Poller:
    """Every answer's status, body and seconds; a connection that broke is status 0."""

    url: str
    answers: list[tuple[int, bytes, float]] = field(default_factory=list)

    def ask(self) -> None:
        began = time.monotonic()
        try:
            found = requests.get(self.url, timeout=15)
            answer = (found.status_code, found.content)
        except requests.RequestException as error:
            answer = (0, str(error).encode())
        self.answers.append((*answer, time.monotonic() - began))

    @property
    def statuses(self) -> set[int]:
        return {status for status, _, _ in self.answers}

    @property
    def slowest(self) -> float:
        return max(seconds for _, _, seconds in self.answers)


@contextmanager
def keep_polling(url: str, *, every: float = 0.1) -> Iterator[Poller]:
    poller, stop = Poller(url), Event()

    def poll() -> None:
        while not stop.is_set():
            poller.ask()
            stop.wait(every)

    thread = Thread(target=poll)
    thread.start()
    try:
        yield poller
    finally:
        stop.set()
        thread.join(20)
