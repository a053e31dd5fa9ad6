"""Who has a draft's page open. In: a person whose page says so every few seconds. Out: the others who are there."""

from datetime import datetime, timedelta

from campaign.data.models import Draft, DraftReader, User

AGAIN = timedelta(seconds=6)
"""How often at most a row is written for it."""


def say_here(draft: Draft, person: User, *, now: datetime, within: timedelta) -> tuple[DraftReader, ...]:
    """Note that this person is there; returns the others who said so `within` this time, with their people."""
    rows = {row.user_id: row for row in DraftReader.objects.filter(draft=draft).select_related("user")}
    mine = rows.pop(person.pk, None)
    if mine is None or mine.seen_at < now - AGAIN:
        DraftReader.objects.update_or_create(draft=draft, user=person, defaults={"seen_at": now})
    return tuple(row for row in rows.values() if row.seen_at > now - within)
