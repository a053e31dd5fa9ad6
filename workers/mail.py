"""Letters. In: the clock. Out: what is due is handed over, and the morning's digests lie in the outbox."""

from django.utils import timezone

from campaign.services import digests, mailing, sessions, sign_in
from workers.app import app


@app.task(name="mail.send", soft_time_limit=240, time_limit=270)
def send() -> None:
    """Hand over every letter that is due; one that a server refuses waits for its next try."""
    mailing.send_due(now=timezone.now)


@app.task(name="mail.digests", soft_time_limit=240, time_limit=270)
def write_digests() -> None:
    """Once a morning, for everybody whom something waits for."""
    digests.write_due(now=timezone.now())


@app.task(name="mail.tidy", soft_time_limit=60, time_limit=75)
def tidy() -> None:
    """Remove letters, sessions and tries that are over."""
    now = timezone.now()
    mailing.remove_old(now=now)
    sessions.remove_old(now=now)
    sign_in.remove_old(now=now)
