"""The clock that sends what comes round again. In: the schedule. Out: messages in time, also when it was set.

Celery's own waits until the moment after the last sending: set back an hour, it would be silent for that hour, and so
would every sweep. And it keeps its moments in a database of its own, which on a full disk it leaves half written, and
without which it does not start; ours go on without their file.
"""

import json
import logging
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from celery.beat import Scheduler

LOOK = 5
"""Seconds between two looks at the clock, at the most."""
BACK = timedelta(seconds=2)
"""A last sending so far in the future was by a clock that has been set back."""
OLD = (".db", ".dat", ".dir", ".bak")
"""What Celery's own clock kept beside its file, in versions before."""
_log = logging.getLogger("campaign.workers")


class Diary:
    """When each was sent last, in a file that is there whole or not at all. Losing it does no harm: then all count from
    now. So nothing waits for the disk, and one that is full or away stops nobody; it is told once."""

    def __init__(self, path: Path) -> None:
        self.path, self._missed = path, False

    def read(self) -> dict[str, datetime]:
        """Nothing where there is no file, or another's."""
        for suffix in OLD:
            with suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()
        try:
            kept = {name: datetime.fromisoformat(at) for name, at in json.loads(self.path.read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
        return {name: at for name, at in kept.items() if at.tzinfo}

    def write(self, moments: dict[str, datetime]) -> None:
        part = self.path.with_name(f".{self.path.name}.part")
        try:
            part.write_text(json.dumps({name: at.isoformat() for name, at in moments.items()}))
            part.replace(self.path)
        except OSError as error:
            self._miss(error)
            with suppress(OSError):
                part.unlink()
        else:
            if self._missed:
                _log.warning("the clock's file is written again")
            self._missed = False

    def _miss(self, error: OSError) -> None:
        if not self._missed:
            _log.warning("the clock goes on, but cannot write its file %s: %s", self.path, error.strerror or error)
        self._missed = True
        with suppress(OSError):
            os.utime(self.path)  # which needs no room, and shows deploy/healthy that we live


class SteadyScheduler(Scheduler):
    """As Celery's, but it counts from now when its clock was set back, and never waits for a disk."""

    def __init__(self, *args: Any, schedule_filename: str, **kwargs: Any) -> None:
        self._diary = Diary(Path(schedule_filename))
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """See Celery; without its own daily cleaning of results, of which we keep none: nobody takes that message."""
        self.merge_inplace(self.app.conf.beat_schedule)
        for name, at in self._diary.read().items():
            if name in self.schedule:
                self.schedule[name].last_run_at = at
        self.sync()

    def sync(self) -> None:
        """Keep when each was sent."""
        self._diary.write({name: entry.last_run_at for name, entry in self.schedule.items() if entry.last_run_at})

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """See Celery; the seconds until the next look."""
        now = self.app.now()
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at and entry.last_run_at - now > BACK]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self._heap = None  # it is ordered by the moments of before
        return min(float(super().tick(*args, **kwargs)), LOOK)
