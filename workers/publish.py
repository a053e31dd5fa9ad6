"""What changes on screens by the calendar alone. In: the clock. Out: what ended is off every playlist."""

from django.utils import timezone

from campaign.services import expiry, leftovers, withdrawals
from workers.app import app


@app.task(name="publish.refresh", soft_time_limit=60, time_limit=75)
def refresh() -> None:
    """Expire materials whose last service day, or whose consent's, has ended, and tell players of the latter."""
    now = timezone.now()
    withdrawals.expire_due(now=now)
    expiry.expire_due(now=now)
    leftovers.remove_pending(now=now)
