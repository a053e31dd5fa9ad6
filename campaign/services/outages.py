"""Whether the database is away. In: what went wrong with it. Out: a word that spares everybody else the wait.

Whoever finds that it does not answer notes it here. Until it answers again only one thread a second asks it: the others
go by what is kept in memory, or are told at once to come back, and none of them is held up.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from threading import Lock, local
from time import monotonic, sleep
from typing import ParamSpec, TypeVar

from django.db import Error, InterfaceError, OperationalError, connection

from campaign.services.changes import read_stamp
from campaign.services.patience import wait_at_most
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

AWAY = (OperationalError, InterfaceError)
"""What a database raises that is gone, locked or full, rather than asked for something wrong."""
AGAIN = 1.0
"""Seconds between two askings of a database that is away."""
PATIENCE = 1_000
"""Milliseconds that a player's answer waits for SQLite while somebody holds all of it."""
RETRY_AFTER = 10
"""Seconds after which whoever was not served comes back."""
HOLD = 600.0
"""Seconds that a render waits for the database: longer than a restart with recovery takes."""
P = ParamSpec("P")
T = TypeVar("T")

_hold: ContextVar[float] = ContextVar("hold", default=0.0)
_log = logging.getLogger(__name__)
_turn = Lock()


@dataclass
class _Outage:
    """Of this process: `since` when, None while there is none, and when somebody asks `next`, in steady seconds."""

    since: float | None = None
    next: float = 0.0
    ended: int = 0
    """How many there were."""


class _Thread(local):
    """How many outages a thread's connection has come through: one from before was cut at the other end."""

    ended = 0


_outage, _thread = _Outage(), _Thread()


class DatabaseAway(CampaignError):
    """The database does not answer, and what was asked for is not in memory."""

    def __init__(self) -> None:
        super().__init__(
            say("The database does not answer just now."),
            hint=say("Nothing that was saved is lost. Try again in a moment."),
        )


def is_on() -> bool:
    """Whether it is away, as far as anybody knows; now and then whoever asks finds out."""
    if _outage.since is None:
        _renew_connection()
        return False
    if not _turn.acquire(blocking=False):
        return True
    try:
        return _outage.since is not None and (monotonic() < _outage.next or not _answers())
    finally:
        _turn.release()


def note(error: Exception) -> None:
    """It did not answer; told once in the log. Whoever asks next makes sure of it."""
    _outage.next = monotonic() + (AGAIN if _outage.since else 0.0)
    if _outage.since is None:
        _outage.since = monotonic()
        _log.warning("the database does not answer, players get what is in memory: %s", str(error).partition("\n")[0])
    if not connection.in_atomic_block:
        connection.close()  # Django would ask it at the end of the request whether it is still good


def tell_length() -> float:
    """Seconds since it was first found away; 0 while it answers."""
    return 0.0 if _outage.since is None else monotonic() - _outage.since


@contextmanager
def patiently(seconds: float = HOLD) -> Iterator[None]:
    """For work of minutes, that nobody waits for at a screen: what `hold_on` does within it waits for the database."""
    before = _hold.set(seconds)
    try:
        yield
    finally:
        _hold.reset(before)


def hold_on(act: Callable[[], T]) -> T:
    """Do it, and while the database is away again and again, as long as there is patience. What was begun in a
    transaction cannot go on: that ends at once."""
    until = monotonic() + _hold.get()
    while True:
        try:
            return act()
        except AWAY:
            if connection.in_atomic_block or monotonic() > until:
                raise
            connection.close()
            sleep(AGAIN)


def held_on(act: Callable[P, T]) -> Callable[P, T]:
    """The same for a function, whenever it is called."""

    @wraps(act)
    def held(*args: P.args, **named: P.kwargs) -> T:
        return hold_on(lambda: act(*args, **named))

    return held


def forget() -> None:
    """Nobody knows of any, e.g. when another database takes its place."""
    _outage.since = None


def _answers() -> bool:
    try:
        with wait_at_most(PATIENCE):
            read_stamp()
    except Error as error:
        note(error)
        return False
    if _outage.since is not None:
        _log.info("the database answers again after %.0f s", monotonic() - _outage.since)
        _outage.ended += 1
        _thread.ended = _outage.ended
    _outage.since = None
    return True


def _renew_connection() -> None:
    if _thread.ended != _outage.ended:
        _thread.ended = _outage.ended
        if not connection.in_atomic_block:
            connection.close()
