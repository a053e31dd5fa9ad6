"""The record of imports: who takes which pack in, and whether they still live. In: an import. Out: the right to end it.

As with renders (services.runs): claimed once, with an attempt's number and a heartbeat, and given back when the worker
falls silent.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from campaign.data.convert import Problem
from campaign.data.models import PackImport
from campaign.services.silence import tell_time
from campaign.services.storage import get_private_store
from campaign.spec.digest import to_plain
from campaign.spec.errors import CampaignError, RenderFailed, StoreFailed
from campaign.spec.message import say

State, Stage = PackImport.State, PackImport.Stage

BEAT = 2.0
"""Seconds between heartbeats."""
SILENCE = timedelta(seconds=15)
LOST_AT_MOST = 3
"""So often may an import take its worker along before it is given up."""
TOLD = 100
"""Faults kept of one import."""


class ImportLost(Exception):
    """The import is no longer ours: it was given back as silent."""


def claim(pk: int) -> int | None:
    """Take the run: the attempt's number, or None when it is done or in other hands."""
    row = PackImport.objects.filter(pk=pk, state=State.WAITING).first()
    if row is None:
        return None
    now = tell_time()
    taken = PackImport.objects.filter(pk=pk, state=State.WAITING, attempt=row.attempt).update(
        state=State.RUNNING, stage=Stage.UNPACKING, attempt=row.attempt + 1, started_at=now, heartbeat_at=now
    )
    return row.attempt + 1 if taken else None


def enter(row: PackImport, stage: PackImport.Stage, *, attempt: int) -> None:
    """Raises ImportLost."""
    if not _ours(row, attempt=attempt).update(stage=stage, heartbeat_at=tell_time()):
        raise ImportLost


@contextmanager
def keep_beating(row: PackImport, *, attempt: int) -> Iterator[None]:
    """From a thread of its own, since reading a large photo does not come back in between."""
    stop = Event()

    def beat() -> None:
        try:
            while not stop.wait(BEAT):
                try:
                    _ours(row, attempt=attempt).update(heartbeat_at=tell_time())
                except DatabaseError:
                    connection.close()  # busy or away for a moment: the next beat tries a new connection
        finally:
            connection.close()

    thread = Thread(target=beat, name=f"heartbeat import {row.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def finish(row: PackImport, *, attempt: int, result: object) -> None:
    """Keep what came of it."""
    _end(row, attempt=attempt, state=State.DONE, result=result)


def fail(row: PackImport, *, attempt: int, error: CampaignError) -> None:
    """Keep every fault and how to mend it."""
    faults = to_plain(tuple(list_problems([error]))[:TOLD])
    _end(row, attempt=attempt, state=State.FAILED, faults=faults)


def give_back_lost() -> int:
    """Let imports of silent workers wait again; one that took several workers along fails. Returns how many."""
    silent = PackImport.objects.filter(state=State.RUNNING, heartbeat_at__lt=tell_time() - SILENCE)
    return sum(_give_back(row) for row in silent)


def _end(row: PackImport, *, attempt: int, state: PackImport.State, faults: object = (), result: object = None) -> None:
    """The file goes with it, unless another import waits for the same one."""
    ours = _ours(row, attempt=attempt).update(
        state=state, stage="", done_at=tell_time(), heartbeat_at=None, faults=faults or [], result=result, file=""
    )
    if ours and not PackImport.objects.filter(file=row.file).exists():
        try:
            get_private_store().remove(row.file)
        except StoreFailed:
            return  # a silent store; nobody is given what lies there


def _give_back(row: PackImport) -> int:
    if row.attempt >= LOST_AT_MOST:
        error = RenderFailed(
            say("The worker stopped in the middle of this %(times)d times.", times=row.attempt),
            hint=say("Look at the worker's memory and log, or hand the pack in by halves."),
        )
        fail(row, attempt=row.attempt, error=error)
        return 1
    ours = _ours(row, attempt=row.attempt).filter(heartbeat_at=row.heartbeat_at)
    return ours.update(state=State.WAITING, stage="", queued_at=None, heartbeat_at=None)


def _ours(row: PackImport, *, attempt: int) -> QuerySet[PackImport]:
    return PackImport.objects.filter(pk=row.pk, state=State.RUNNING, attempt=attempt)


def list_problems(errors: Iterable[CampaignError]) -> Iterator[Problem]:
    """Each alone, ready for translation."""
    for error in errors:
        for one in error.singles:
            yield Problem(type(one).__name__, one.message, one.place, one.hint)
