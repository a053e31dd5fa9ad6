"""Renders that failed for want of room, or of a store. In: the moment. Out: those that may work now are due again.

One is tried each minute, whatever it was that went wrong. As soon as anything was kept again, all others follow: nobody
has to go through a list and press a button once there is room.
"""

from datetime import datetime, timedelta

from django.db.models import Max

from campaign.data.models import Rendering
from campaign.services.rendering import DiskFull, retry
from campaign.spec.errors import StoreFailed

KINDS = (StoreFailed.__name__, DiskFull.__name__)
PAUSE = timedelta(minutes=1)
"""Between two tries of the same."""


def resume_broken(*, now: datetime) -> int:
    """Make them due; returns how many. Call dispatch.queue_due afterwards."""
    failed = Rendering.objects.filter(state=Rendering.State.FAILED, error__kind__in=KINDS, done_at__lt=now - PAUSE)
    first = failed.order_by("done_at").first()
    if first is None:
        return 0
    kept_at = Rendering.objects.filter(state=Rendering.State.DONE).aggregate(last=Max("done_at"))["last"]
    again = failed.filter(done_at__lt=kept_at) if kept_at else failed.none()
    keys = list(again.values_list("key", flat=True)) or ([first.key] if not _is_tried(now) else [])
    return sum(retry(key) for key in keys)


def _is_tried(now: datetime) -> bool:
    """Whether one of them was given its try within the last minute."""
    return Rendering.objects.filter(
        state=Rendering.State.FAILED, error__kind__in=KINDS, done_at__gte=now - PAUSE
    ).exists()
