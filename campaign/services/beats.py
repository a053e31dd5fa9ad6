"""Which of the product's own parts live. In: a part's name, now and then. Out: rows that say when it last did.

Asking workers over the broker takes seconds and needs the broker; a row that they renew themselves tells the same.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from campaign.data.models import WorkerBeat

EVERY = 15.0
"""Seconds between two beats of a worker."""
GONE = timedelta(minutes=1)
"""A worker that has not shown itself for so long is not alive."""
FORGOTTEN = timedelta(days=1)
SWEEP = "sweep"


def note(name: str, *, queues: str = "", now: datetime) -> None:
    """The part of this name lives, and serves these queues (separated by commas)."""
    facts = {"queues": queues[:200], "at": now, "drift": find_drift(now)}
    WorkerBeat.objects.update_or_create(name=name[:120], defaults=facts)


def leave(name: str) -> None:
    """It has ended, and is missed by nobody."""
    WorkerBeat.objects.filter(name=name[:120]).delete()


def find_alive(*, now: datetime) -> QuerySet[WorkerBeat]:
    """Workers, without the sweep."""
    return WorkerBeat.objects.filter(at__gt=now - GONE).exclude(name=SWEEP)


def find_sweep() -> datetime | None:
    """When the beat's last sweep was done: it shows that beat, broker and the housekeeping worker all live."""
    return WorkerBeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()


def remove_old(*, now: datetime) -> int:
    """Workers that never said that they left."""
    return WorkerBeat.objects.filter(at__lt=now - FORGOTTEN).exclude(name=SWEEP).delete()[0]


def find_drift(now: datetime) -> float:
    """This host's clock against the database's, in seconds; SQLite has the host's own."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return round(now.timestamp() - float(cursor.fetchone()[0]), 3)
