"""A mixed lot of work for a farm. In: a name that no lot had before, how many stills and loops. Out: as JSON, seconds
until workers elsewhere had rendered all of it, how many failed, and the bytes of a still and of a loop.

The figures of a template that the product comes with, at 1920 × 1080: stills, and loops of ten seconds at 25 frames a
second; no two alike. Its settings say where broker, database and store are. Run by benchmarks.farm:
python -m benchmarks.farm_jobs LOT STILLS LOOPS
"""

import json
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace

import django

django.setup()

from django.db.models import Avg  # noqa: E402  models exist once Django is set up
from django.utils import timezone  # noqa: E402

from campaign.data.models import Rendering, StoredFile  # noqa: E402
from campaign.render.job import Job  # noqa: E402
from campaign.render.sample import make_sample_job  # noqa: E402
from campaign.services import dispatch, rendering, template_versions  # noqa: E402
from campaign.spec.channels import Medium  # noqa: E402
from campaign.spec.formats import Format  # noqa: E402

TEMPLATE = "big-number"
SCREEN = Format(1920, 1080, diagonal_inches=32, viewing_distance_m=3.0)
SECONDS = 900


def main(lot: str, stills: int, loops: int) -> None:
    template_versions.take_new(now=timezone.now())
    jobs = list(_list_jobs(lot, stills=stills, loops=loops))
    started = time.monotonic()
    keys = [rendering.plan_rendering(job).key for job in jobs]
    dispatch.queue_due()
    rows = Rendering.objects.filter(key__in=keys)
    while rows.exclude(state__in=("done", "failed")).exists():
        if time.monotonic() > started + SECONDS:
            raise SystemExit(f"not done after {SECONDS} s: {list(rows.values_list('state', 'attempt'))}")
        time.sleep(0.05)
    took = time.monotonic() - started
    failed = [row.error for row in rows.filter(state="failed")]
    print(json.dumps({"seconds": took, "failed": failed, "still": _weigh("png"), "loop": _weigh("mp4")}))


def _list_jobs(lot: str, *, stills: int, loops: int) -> Iterator[Job]:
    """Loops first: a long one at the end would leave the other workers idle."""
    template = template_versions.load_in_use()[TEMPLATE]
    first = zlib.crc32(lot.encode()) % 10_000_000
    for at in range(stills + loops):
        medium = Medium.LOOP if at < loops else Medium.STILL
        job = make_sample_job(template, language="bg", screen=SCREEN, medium=medium)
        values = {name: value for name, value in job.item.values.items() if name != "whole"}
        yield replace(job, item=replace(job.item, values={**values, "number": first + at}))


def _weigh(suffix: str) -> float:
    """The mean of what lies in the store."""
    return float(StoredFile.objects.filter(name__endswith=suffix).aggregate(mean=Avg("size"))["mean"] or 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
