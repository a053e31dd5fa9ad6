"""The record of runs: who renders what, and whether they still live. In: a content key. Out: the right to finish it.

A run is claimed by compare-and-set and gets an attempt number; its heartbeat shows that the worker lives. When it
falls silent the rendering is due again, and whatever the silent worker writes later is refused by its number. So a
message of the broker may come twice, late, or never: a long render runs once, a lost one starts again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet

from campaign.checks.revision import number_pixel_rules
from campaign.data.convert import read_error, write_body, write_error
from campaign.data.models import Companion, Rendering
from campaign.services.made import Made
from campaign.services.silence import tell_time
from campaign.services.verdicts import lock_showing, settle
from campaign.spec.errors import CampaignError, RenderFailed
from campaign.spec.message import say

State = Rendering.State

BEAT = 1.0
"""Seconds between heartbeats."""
SILENCE = timedelta(seconds=12)
"""A worker silent for so long is gone; with a sweep each five seconds its work is due again well within thirty."""
LOST_AT_MOST = 3
"""So often may a render take its worker along before it is given up: it would kill workers for ever."""


class RunLost(CampaignError):
    """The run is no longer ours: it was given up as silent, or started anew."""


class WorkerLost(RenderFailed):
    """The process that rendered this ended in the middle."""


class Pulse:
    """What the render tells: `progress` from 0 to 1. Telling raises RunLost once the run is somebody else's."""

    def __init__(self) -> None:
        self.progress = 0.0
        self.lost = False

    def tell(self, share: float) -> None:
        if self.lost:
            raise RunLost(say("This run was given to another worker."))
        self.progress = share


def claim(key: str) -> int | None:
    """Take the run: the attempt's number, or None when it is done, failed, or in the hands of a living worker."""
    now = tell_time()
    row = Rendering.objects.filter(_is_free(now), key=key).first()
    if row is None:
        return None
    taken = Rendering.objects.filter(_is_free(now), key=key, attempt=row.attempt).update(
        state=State.RUNNING, attempt=row.attempt + 1, progress=0, heartbeat_at=now, started_at=now
    )
    return row.attempt + 1 if taken else None


@contextmanager
def keep_beating(key: str, *, attempt: int) -> Iterator[Pulse]:
    """Beat from a thread of its own, since a long encode does not come back in between."""
    pulse, stop = Pulse(), Event()

    def beat() -> None:
        try:
            while not stop.wait(BEAT):
                beat_once(key, attempt=attempt, pulse=pulse)
        finally:
            connection.close()

    thread = Thread(target=beat, name=f"heartbeat {key[:8]}", daemon=True)
    thread.start()
    try:
        yield pulse
    finally:
        stop.set()
        thread.join()


def beat_once(key: str, *, attempt: int, pulse: Pulse) -> None:
    """One heartbeat, which also tells the run whether it is still ours."""
    try:
        ours = _ours(key, attempt=attempt).update(heartbeat_at=tell_time(), progress=pulse.progress)
        pulse.lost = not ours
    except DatabaseError:
        connection.close()  # busy or away for a moment: the next beat tries a new connection


@transaction.atomic
def finish(key: str, *, attempt: int, made: Made) -> bool:
    """Write the result; False, and nothing written, when the run is no longer this attempt's."""
    held = lock_showing(key)
    ours = _ours(key, attempt=attempt).update(
        state=State.DONE,
        file=made.file,
        findings=write_body(made.findings),
        checked=number_pixel_rules(),
        progress=1,
        done_at=tell_time(),
        error=None,
        heartbeat_at=None,
    )
    for beside in made.companions if ours else ():
        Companion.objects.update_or_create(
            rendering_id=key, kind=beside.kind, language=beside.language, defaults={"file": beside.file}
        )
    for material in held if ours else ():
        settle(material, now=tell_time())
    return bool(ours)


def fail(key: str, *, attempt: int, error: CampaignError) -> bool:
    """Keep what went wrong and how to mend it; False when the run is no longer this attempt's."""
    return bool(
        _ours(key, attempt=attempt).update(
            state=State.FAILED, error=write_error(error), done_at=tell_time(), heartbeat_at=None
        )
    )


def give_back(key: str, *, attempt: int) -> bool:
    """Put the run back for another try that is already on its way; False when it is no longer this attempt's."""
    return bool(
        _ours(key, attempt=attempt).update(state=State.QUEUED, queued_at=tell_time(), progress=0, heartbeat_at=None)
    )


def give_back_lost() -> int:
    """Make the runs of silent workers due again; one that took several workers along fails. Returns how many."""
    silent = Rendering.objects.filter(state=State.RUNNING, heartbeat_at__lt=tell_time() - SILENCE)
    return sum(_give_back(row) for row in silent)


def restart_all() -> int:
    """Make all running work due, for a starter that knows that no worker can be left. Returns how many."""
    return Rendering.objects.filter(state=State.RUNNING).update(state=State.DUE, progress=0, heartbeat_at=None)


def _give_back(row: Rendering) -> int:
    times = _count_losses(row) + 1
    error = WorkerLost(
        say("The worker stopped in the middle of this %(times)d times.", times=times),
        hint=say("Look at the worker's memory and log, make the loop shorter or the photo smaller, then retry."),
    )
    state = State.FAILED if times >= LOST_AT_MOST else State.DUE
    ours = Rendering.objects.filter(key=row.key, state=State.RUNNING, attempt=row.attempt)
    return ours.filter(heartbeat_at=row.heartbeat_at).update(
        state=state, error=write_error(error), progress=0, heartbeat_at=None
    )


def _count_losses(row: Rendering) -> int:
    problem = read_error(row)
    return int(problem.message.params["times"]) if problem and problem.kind == WorkerLost.__name__ else 0


def _is_free(now: datetime) -> Q:
    return Q(state__in=(State.DUE, State.QUEUED)) | Q(state=State.RUNNING, heartbeat_at__lt=now - SILENCE)


def _ours(key: str, *, attempt: int) -> QuerySet[Rendering]:
    return Rendering.objects.filter(key=key, attempt=attempt, state=State.RUNNING)
