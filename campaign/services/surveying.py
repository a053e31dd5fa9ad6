"""A finished file looked at again. In: a rendering's row. Out: all that is found in its pixels by the rules of today.

Nothing is made anew: the stored file is watched, and what only a drawing tells is drawn without being kept.
"""

from pathlib import Path

from campaign.adapters.drawing import draw_still
from campaign.adapters.scratch import open_scratch
from campaign.data.models import Rendering, StoredFile
from campaign.render.job import Job
from campaign.render.loop import LoopFacts
from campaign.services.making import bring_job, fetch, inspect_loop
from campaign.services.storage import get_store
from campaign.spec.channels import Medium
from campaign.spec.errors import RenderFailed
from campaign.spec.findings import Finding
from campaign.spec.message import say


def survey(row: Rendering) -> tuple[Finding, ...]:
    """Raises PlanChanged when its template is no longer the one it was made from, and what looking raises."""
    if row.file is None:
        raise RenderFailed(say("It is not rendered yet."), hint=say("Wait until its picture is there."))
    store = get_store()
    with open_scratch("survey") as folder:
        job = bring_job(row, store=store, folder=folder)
        path = fetch(row.file.name, store=store, folder=folder)
        return _look(job, path, row.file)


def _look(job: Job, path: Path, file: StoredFile) -> tuple[Finding, ...]:
    if job.medium is Medium.STILL:
        return draw_still(job).findings
    frames = round(file.seconds * job.profile.fps)
    # where it rests is not kept: every frame is watched
    facts = LoopFacts(file.seconds, frames, rests=frames, resumes=frames)
    return inspect_loop(path, job, facts=facts)[1]
