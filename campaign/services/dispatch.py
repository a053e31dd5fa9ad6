"""Work on its way to the workers; the only module that speaks to Celery.

In: rows that are due. Out: messages in the broker, one a row. When the broker is down rows stay due, and the next
call or sweep sends them. Messages are hints: the record of runs decides what is rendered, so a lost or doubled one
does no harm.
"""

from celery import Celery
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import KombuError, OperationalError

from campaign.data.models import Rendering

State = Rendering.State

TASKS = {Rendering.Queue.STILLS: "stills.render", Rendering.Queue.LOOPS: "loops.render"}


def queue_due() -> int:
    """Send what is due to its queue; returns how many were sent. Call it when the transaction is through
    (queue_after_commit does)."""
    return 0


def queue_after_commit() -> None:
    """Send what is due as soon as the transaction in hand is through."""
    transaction.on_commit(lambda: queue_due() and None)
