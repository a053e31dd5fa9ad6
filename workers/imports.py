"""Content packs that were handed in through the studio. In: an import's number. Out: its row is done or failed."""

from celery.exceptions import SoftTimeLimitExceeded

from campaign.services import dispatch, imports
from workers.app import app


@app.task(name="imports.take", soft_time_limit=900, time_limit=960)
def take(pk: int) -> None:
    """Take one pack; a second message for the same import does nothing."""
    imports.run(pk, too_long=SoftTimeLimitExceeded)
    dispatch.queue_due()
