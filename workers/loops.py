"""Loops. In: a content key. Out: the row is done or failed."""

from celery import Task
from celery.exceptions import SoftTimeLimitExceeded

from campaign.services import rendering
from campaign.spec.errors import StoreFailed
from workers.app import app


@app.task(
    name="loops.render",
    bind=True,
    autoretry_for=(StoreFailed,),
    max_retries=3,
    default_retry_delay=4,
    soft_time_limit=900,
    time_limit=930,
)
def render(self: Task[[str], None], key: str) -> None:
    """Render one loop; a second message for the same key does nothing."""
    rendering.run(key, too_long=SoftTimeLimitExceeded, last_try=self.request.retries >= 3)
