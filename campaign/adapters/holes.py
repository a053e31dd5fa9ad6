"""Where pictures stand in a template. In: jobs. Out: the boxes of each one's page, by id, in its pixels."""

from collections.abc import Mapping, Sequence

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.warm import run_batch
from campaign.render.clip import has_clip
from campaign.render.job import Job
from campaign.render.pipeline import build_page
from campaign.spec.boxes import Box
from campaign.spec.errors import CampaignError

SECONDS, ALONE = 12.0, 4.0

Boxes = Mapping[str, Box]


def find_boxes(jobs: Sequence[Job]) -> tuple[Boxes, ...]:
    """Of each job; none for one that cannot be laid out."""
    return run_batch(_find_all, jobs, blame=_blame, seconds=SECONDS, alone=ALONE)


def _blame(_job: Job, _error: CampaignError) -> Boxes:
    return {}


def _find_all(jobs: Sequence[Job]) -> tuple[Boxes, ...]:
    return tuple(map(_find, jobs))


def _find(job: Job) -> Boxes:
    try:
        engine = BlitzEngine()
        with engine.open(build_page(job, engine=engine, transparent=has_clip(job.template))) as opened:
            return opened.boxes()
    except CampaignError:
        return {}
