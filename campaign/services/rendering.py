"""Renderings: planned once for each content key, run by workers, failed with what to do, tried again.

In: jobs, then keys. Out: rows whose files are in the store.
"""

import errno
import os
from collections.abc import Collection
from pathlib import Path

from django.db import transaction

from campaign.data.convert import read_error, read_job, write_job
from campaign.data.models import Rendering
from campaign.render.job import Job, make_key
from campaign.services import outages, runs
from campaign.services.making import PlanChanged, make_file, name_tools
from campaign.services.outages import hold_on
from campaign.services.storage import need_again
from campaign.spec.channels import Medium
from campaign.spec.errors import CampaignError, RenderFailed, StoreFailed
from campaign.spec.message import say


class DiskFull(RenderFailed):
    """The disk of the worker's host has no room."""


BROKEN = frozenset({RenderFailed.__name__, DiskFull.__name__, StoreFailed.__name__, runs.WorkerLost.__name__})
NO_ROOM = os.strerror(errno.ENOSPC)
"""What an encoder says before it ends."""


def plan_rendering(job: Job) -> Rendering:
    """The row for this job's content key, due when it is new: planned often, and by many at once, it is one row.
    Media paths are the files' names in the store. Call dispatch.queue_due when the transaction is through."""
    body = write_job(job)
    # the key of the job as a worker will read it back: a whole number may come back as 55.0
    planned = read_job(Rendering(job=body), templates={job.template.id: job.template}, find_file=Path)
    queue = Rendering.Queue.LOOPS if job.medium is Medium.LOOP else Rendering.Queue.STILLS
    row, made = Rendering.objects.get_or_create(key=name_content(planned), defaults={"job": body, "queue": queue})
    if not made and _is_leaving(row):
        row = _hold(row)
    if _was_outdated(row) and retry(row.key):
        row.refresh_from_db()
    return row


def name_content(job: Job) -> str:
    """The content key of a job with the engine and encoder in use."""
    tools = name_tools()
    return make_key(job, engine=tools.engine, encoder=tools.encoder)


def run(key: str, *, too_long: type[Exception] = TimeoutError, last_try: bool = True) -> None:
    """Render what is due, store its file, record the result. Nothing happens when it is done or in other hands.
    `too_long` is what the caller's time limit raises in the middle. Raises StoreFailed, the row being due again,
    unless this is the last try: a store that does not answer now may do so soon."""
    with outages.patiently():
        _run(key, too_long=too_long, last_try=last_try)


def _run(key: str, *, too_long: type[Exception], last_try: bool) -> None:
    attempt = hold_on(lambda: runs.claim(key))
    if attempt is None:
        return
    try:
        with runs.keep_beating(key, attempt=attempt) as pulse:
            made = make_file(hold_on(lambda: Rendering.objects.get(key=key)), on_progress=pulse.tell)
    except runs.RunLost:
        return
    except too_long:
        _fail(key, _report_too_long(), attempt=attempt)
    except StoreFailed as error:
        if not last_try and hold_on(lambda: runs.give_back(key, attempt=attempt)):
            raise
        _fail(key, error, attempt=attempt)
    except Exception as error:  # whatever breaks one render must not stop the rest
        _fail(key, _explain(error), attempt=attempt)
    else:
        hold_on(lambda: runs.finish(key, attempt=attempt, made=made))


def _fail(key: str, error: CampaignError, *, attempt: int) -> None:
    hold_on(lambda: runs.fail(key, attempt=attempt, error=error))


def retry(key: str) -> bool:
    """Make a failed rendering due again; False when it has not failed. Call dispatch.queue_due afterwards."""
    failed = Rendering.objects.filter(key=key, state=Rendering.State.FAILED)
    return bool(failed.update(state=Rendering.State.DUE, error=None, progress=0, done_at=None))


def retry_broken(keys: Collection[str]) -> int:
    """Make due what failed for the machine's sake: a full disk, a killed worker, a silent store. What failed for its
    content would fail again. Returns how many; call dispatch.queue_due afterwards."""
    failed = Rendering.objects.filter(key__in=keys, state=Rendering.State.FAILED)
    broken = [row.key for row in failed if (problem := read_error(row)) and problem.kind in BROKEN]
    return sum(retry(key) for key in broken)


def _is_leaving(row: Rendering) -> bool:
    """Whether its files are gone, or would go soon, as nothing needed them (services.garbage)."""
    return row.state == Rendering.State.GONE or bool(row.file and row.file.unneeded_since)


@transaction.atomic
def _hold(row: Rendering) -> Rendering:
    """It is needed again: its files stay, or it is due. Held until the caller's transaction is through, so that nobody
    who looked before removes them."""
    held = Rendering.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state == Rendering.State.GONE:
        Rendering.objects.filter(pk=held.pk).update(state=Rendering.State.DUE, progress=0, done_at=None)
        held.refresh_from_db()
    need_again(*([held.file_id] if held.file_id else []), *held.companions.values_list("file", flat=True))
    return held


def _was_outdated(row: Rendering) -> bool:
    """Whether it failed because a template had changed, which has been changed back since: its key is right again."""
    problem = read_error(row) if row.state == Rendering.State.FAILED else None
    return problem is not None and problem.kind == PlanChanged.__name__


def _explain(error: Exception) -> CampaignError:
    if NO_ROOM in str(error) or (isinstance(error, OSError) and error.errno == errno.EDQUOT):
        return DiskFull(
            say("The worker's disk is full."),
            hint=say("Free some space on the worker's machine; it is tried again by itself."),
        )
    if isinstance(error, CampaignError):
        return error
    return RenderFailed(
        say("The render broke off: %(kind)s: %(why)s", kind=type(error).__name__, why=str(error)[:300]),
        hint=say("Retry once; if it breaks off again, report this text with the template's name."),
    )


def _report_too_long() -> RenderFailed:
    return RenderFailed(
        say("The render took longer than it may."),
        hint=say("Make the clip or the motion shorter, or the photos smaller, then retry."),
    )
