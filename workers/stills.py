"""Stills: posters, and the files of channels that show no motion. In: a content key. Out: the row is done or failed."""

from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from campaign.services import rechecking, rendering
from campaign.spec.errors import StoreFailed
from workers.app import app
from workers.telling import tell_render


@app.task(
    name="stills.render",
    bind=True,
    autoretry_for=(StoreFailed,),
    max_retries=3,
    default_retry_delay=4,
    soft_time_limit=60,
    time_limit=75,
)
def render(self: Task[[str], None], key: str) -> None:
    """Render one still; a second message for the same key does nothing."""
    with tell_render(key):
        rendering.run(key, too_long=SoftTimeLimitExceeded, last_try=self.request.retries >= 3)


# one that takes its process along is tried again a few times, then left to a later sweep
@app.task(
    name="stills.recheck",
    retry_on_worker_lost=True,
    max_retries=2,
    default_retry_delay=2,
    soft_time_limit=60,
    time_limit=75,
)
def recheck(key: str) -> None:
    """Look at one finished still again by the rules of today; nothing is rendered."""
    rechecking.recheck_pixels(key, now=timezone.now())
