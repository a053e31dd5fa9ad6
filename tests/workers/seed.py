"""Plan small jobs from a process of its own, as a web process does. Prints their keys, one a line.

python -m tests.workers.seed stills|loops|submissions COUNT
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.db import connections  # noqa: E402  models exist once Django is set up

from campaign.render.job import Job  # noqa: E402
from campaign.services import dispatch, rendering  # noqa: E402
from campaign.spec.channels import Medium  # noqa: E402
from tests.factories.jobs import make_job  # noqa: E402


def submit(_: int) -> str:
    """What one web request does."""
    key = rendering.plan_rendering(make_job()).key
    dispatch.queue_due()
    connections.close_all()
    return key


def make_long_loop(headline: str) -> Job:
    """Large and fast enough to have a middle to be killed in."""
    return make_job(headline, medium=Medium.LOOP, width=1280, height=720, fps=50)


def plan(kind: str, count: int) -> list[str]:
    if kind == "submissions":
        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(submit, range(count)))
    make = make_long_loop if kind == "loops" else make_job
    keys = [rendering.plan_rendering(make(f"Съсед {number}")).key for number in range(count)]
    dispatch.queue_due()
    return keys


if __name__ == "__main__":
    print("\n".join(plan(sys.argv[1], int(sys.argv[2]))))  # noqa: T201  the answer is on standard output
