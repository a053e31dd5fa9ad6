"""Whether workers live, by one clock for all hosts. In: rows with moments in them. Out: the time; stamps mended.

Who beats is compared with who looks, and their hosts' clocks may differ by an hour. So on PostgreSQL the database tells
the time to both; on SQLite there is one host. Any clock may also jump, or stand still while a machine sleeps, and
while a database takes nothing nobody can beat: what looks silent then, or seems to beat in the future, is given its
full time from now on. One that lives beats at once.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from campaign.data.models import PackImport, Rendering

JUMP = timedelta(seconds=3)
"""A clock that went by so much more or less than time did has been set."""


class Clock:
    """What the clock said at the last look, and when that was by a clock that nobody sets."""

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None

    def has_jumped(self, now: datetime, *, steady: float) -> bool:
        """Since the last look; `steady` is in seconds of any origin."""
        last, self._last = self._last, (now, steady)
        return last is not None and abs((now - last[0]) - timedelta(seconds=steady - last[1])) > JUMP

    def forget(self) -> None:
        self._last = None


@dataclass
class _Writing:
    """Whether the last sweep of this process could write at all."""

    failed: bool = False


_clock, _writing = Clock(), _Writing()


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _clock.forget()
    _writing.failed = False


def tell_time() -> datetime:
    """The moment by the clock that all hosts share."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")  # not now(): that is when the transaction began
        moment: datetime = cursor.fetchone()[0]
    return moment


def mend_stamps() -> int:
    """Before a sweep asks who fell silent: what beats or waits since a moment to come does so since now; after a jump
    of the clock everything does, and after a while in which nobody could write. Returns how many stamps were mended.
    Raises what a database raises that is away."""
    began, failed, _writing.failed = time.monotonic(), _writing.failed, True
    now = tell_time()
    jumped = _clock.has_jumped(now, steady=time.monotonic()) or failed
    mended = sum(_mend(rows, field, now=now, jumped=jumped) for rows, field in _list_stamped())
    if not jumped and time.monotonic() - began > JUMP.total_seconds():
        # somebody held all of SQLite: whoever lives has waited as we did, and may be slower by a moment
        mended += sum(_mend(rows, field, now=tell_time(), jumped=True) for rows, field in _list_stamped())
    _writing.failed = False
    return mended


def _mend(rows: "QuerySet[Any]", field: str, *, now: datetime, jumped: bool) -> int:
    stamped = rows.exclude(**{field: None}) if jumped else rows.filter(**{f"{field}__gt": now + JUMP})
    return stamped.update(**{field: now})


def _list_stamped() -> "Iterator[tuple[QuerySet[Any], str]]":
    """All by which services.dispatch tells what is lost."""
    renders, packs = Rendering.objects.all(), PackImport.objects.all()
    yield renders.filter(state=Rendering.State.RUNNING), "heartbeat_at"
    yield renders.filter(state=Rendering.State.QUEUED), "queued_at"
    yield packs.filter(state=PackImport.State.RUNNING), "heartbeat_at"
    yield packs.filter(state=PackImport.State.WAITING), "queued_at"
