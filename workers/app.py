"""The Celery application as workers run it. In: the settings. Out: `app`, with tasks, limits and the beat's times."""

import os
import signal
from typing import Any

import django
from celery import signals
from celery.fixups.django import fixup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
django.setup()

from campaign.adapters.scratch import move_in, sweep_scratch  # noqa: E402  Django comes first, everywhere
from campaign.adapters.tether import tie_to_parent  # noqa: E402
from campaign.services.dispatch import get_app  # noqa: E402
from workers import living  # noqa: E402, F401  listens to what the worker goes through

EXPIRES = 2 * 3600
"""Seconds after which what comes round again is not done any more: told by the clock of whoever does it, which may
differ by an hour from that of whoever sent it."""

app = get_app()
django_fixup = fixup(app)  # closes database connections between tasks
app.set_default()
app.conf.update(
    imports=(
        "workers.stills",
        "workers.loops",
        "workers.publish",
        "workers.housekeeping",
        "workers.imports",
        "workers.mail",
    ),
    # a message is done when its work is: what a killed worker held goes to another
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # the page engine keeps some 14 KB of every render
    worker_max_tasks_per_child=300,
    worker_max_memory_per_child=700_000,
    worker_hijack_root_logger=False,
    beat_sync_every=1,
    beat_scheduler="workers.clock:SteadyScheduler",
    beat_schedule={
        "sweep": {
            "task": "housekeeping.sweep",
            "schedule": 5.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "replan": {
            "task": "housekeeping.replan",
            "schedule": 5.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "litter": {
            "task": "housekeeping.litter",
            "schedule": 60.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "recheck": {
            "task": "housekeeping.recheck",
            "schedule": 30.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "mail": {
            "task": "mail.send",
            "schedule": 20.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "digests": {
            "task": "mail.digests",
            "schedule": 600.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "tidy": {
            "task": "mail.tidy",
            "schedule": 3600.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "garbage": {
            "task": "housekeeping.tidy",
            "schedule": 3600.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "settle": {
            "task": "housekeeping.settle",
            "schedule": 1800.0,
            "options": {"queue": "housekeeping", "expires": EXPIRES},
        },
        "refresh": {
            "task": "publish.refresh",
            "schedule": 60.0,
            "options": {"queue": "publish", "expires": EXPIRES},
        },
    },
)


@signals.worker_process_init.connect
def tie_pool_process(**_: Any) -> None:
    """A pool process must not outlive a worker that was killed."""
    tie_to_parent(parent=os.getppid(), signal=signal.SIGKILL)
    sweep_scratch()  # it may stand in for one that was killed


@signals.worker_init.connect
def tidy_host(**_: Any) -> None:
    """What the last worker of this host left when it was killed goes."""
    move_in("worker")
