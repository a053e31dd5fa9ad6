"""What a worker shows of itself. In: Celery's signals. Out: a row that it lives, renewed now and then; logs as ours.

The row is written by a thread of the worker's own process, not of those that render: an encode of many minutes keeps it
from nothing, and a worker that stands still altogether tells nothing any more.
"""

import logging.config
from threading import Event, Thread
from typing import Any

from celery import signals
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from campaign.services import beats

_over = Event()
_log = logging.getLogger("campaign.workers")


@signals.setup_logging.connect
def log_as_we_do(**_: Any) -> None:
    """Celery would add lines of its own, with what tasks were given and what errors say."""
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_ready.connect
def begin(sender: Any = None, **_: Any) -> None:
    queues = ",".join(sorted(sender.app.amqp.queues.consume_from))
    Thread(target=_beat, args=(sender.hostname, queues), name="worker beat", daemon=True).start()


@signals.worker_shutdown.connect
def end(sender: Any = None, **_: Any) -> None:
    _over.set()
    try:
        beats.leave(sender.hostname)
    except Error:
        _log.info("the worker's row stays until it is too old")


def _beat(name: str, queues: str) -> None:
    while True:
        try:
            beats.note(name, queues=queues, now=timezone.now())
        except Error:
            connection.close()  # away for a moment: the next beat tries a new connection
        if _over.wait(beats.EVERY):
            connection.close()
            return
