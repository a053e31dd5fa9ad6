"""Consents that end by the clock. In: a moment. Out: withdrawals that nobody made, and a line in the log.

Nothing waits for this: by then nothing of them plays, since every playlist goes by their last service day. It tells
players to drop what they keep, and asks operators.
"""

from datetime import date, datetime

from django.db import transaction

from campaign.data.models import Consent, ConsentEvent
from campaign.services.changes import mark_change
from campaign.services.consents import note
from campaign.services.days import find_today
from campaign.services.withdrawals import has_ended, withdraw_for

Act = ConsentEvent.Act
LOOKS = frozenset({Act.SEEN, Act.DOCUMENT_SEEN, Act.DOCUMENT_KEPT})


def expire_due(*, now: datetime) -> int:
    """Tell of the consents whose last service day is over on every channel; returns how many."""
    rows = Consent.objects.filter(withdrawn_at=None, erased_at=None).prefetch_related("events")
    today = find_today(now)
    due = [row for row in rows if _is_news(row) and has_ended(row, today=today)]
    return sum(_expire(row, today=today, now=now) for row in due)


@transaction.atomic
def _expire(row: Consent, *, today: date, now: datetime) -> bool:
    held = Consent.objects.select_for_update().get(pk=row.pk)
    if held.withdrawn_at or held.erased_at or not _is_news(held) or not has_ended(held, today=today):
        return False
    withdraw_for(held, by=None, now=now)
    note(held, Act.EXPIRED, by=None, now=now)
    mark_change(now=now)
    return True


def _is_news(row: Consent) -> bool:
    """Whether anything but its end was noted last; looks do not count."""
    acts = [event.act for event in row.events.all() if event.act not in LOOKS]
    return not acts or acts[-1] != Act.EXPIRED
