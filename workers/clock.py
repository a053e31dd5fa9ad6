"""The clock that sends what comes round again. In: the schedule. Out: messages in time, also when it was set.

Celery's own waits until the moment after the last sending: set back an hour, it would be silent for that hour, and so
would every sweep.
"""

from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler

LOOK = 5
"""Seconds between two looks at the clock, at the most."""
BACK = timedelta(seconds=2)
"""A last sending so far in the future was by a clock that has been set back."""


class SteadyScheduler(PersistentScheduler):
    """As Celery's, but it counts from now when its clock was set back."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """See Celery; the seconds until the next look."""
        now = self.app.now()
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at and entry.last_run_at - now > BACK]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None  # it is ordered by the moments of before
        return min(float(super().tick(*args, **kwargs)), LOOK)
