"""The moment by which screens are served: it does not go back. In: the clock. Out: a moment.

When a host's clock is set back an hour, what ended within that hour would begin again: a message, a day, a booking. So
a process goes on from the latest moment it has served, until its clock is there again. Who is off by more was wrong
before, or is a test: then the clock is believed.
"""

from datetime import datetime, timedelta
from threading import Lock

from django.utils import timezone

MOST = timedelta(hours=2)
"""Further than a change of summer time on a clock that was kept in local time by mistake, less than half a day."""


class Forward:
    """The latest moment that was told."""

    def __init__(self) -> None:
        self._latest: datetime | None = None
        self._lock = Lock()

    def tell(self, now: datetime) -> datetime:
        """The later of now and the latest, unless they lie too far apart."""
        with self._lock:
            latest = self._latest
            if latest is None or now >= latest or latest - now > MOST:
                self._latest = now
                return now
            return latest

    def clear(self) -> None:
        self._latest = None


_forward = Forward()


def tell_moment() -> datetime:
    """By which a request of a player is answered."""
    return _forward.tell(timezone.now())


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _forward.clear()
