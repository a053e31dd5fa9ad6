"""Service days that are over. In: a moment. Out: their plans stand in the totals; single plays too old to matter go.

A day's plan is reckoned once, soon after it: then a report asks no release what it had promised, however long ago. What
was played is summed as it comes (services.plays), so a late report still counts.
"""

from datetime import date, datetime, timedelta
from operator import itemgetter

from django.db import transaction

from campaign.data import convert
from campaign.data.models import Channel, Play, PlayDay, PlayReach, PlayTotal
from campaign.playlists.proof import LATE
from campaign.services.days import find_today
from campaign.services.planned import count_screens, find_unsettled, list_planned

AT_ONCE = 40
"""Days in one go."""
ROWS = 5_000
"""Single plays that are removed in one statement: other writers wait for it."""


def settle_due(*, now: datetime) -> int:
    """Write down the plans of the days that are over on every channel; returns how many days."""
    first = find_unsettled()
    if first is None:
        return 0
    over = (find_today(now) - first).days
    for shift in range(min(over, AT_ONCE)):
        _settle(first + timedelta(days=shift), now=now)
    return max(0, min(over, AT_ONCE))


def remove_old(*, now: datetime) -> int:
    """Remove the single plays of days of which no report is taken any more; returns how many."""
    oldest = find_today(now - LATE) - timedelta(days=2)
    removed = 0
    while pks := list(Play.objects.filter(day__lt=oldest).values_list("pk", flat=True)[:ROWS]):
        Play.objects.filter(pk__in=pks).delete()
        removed += len(pks)
    return removed


@transaction.atomic
def _settle(day: date, *, now: datetime) -> None:
    """Two processes may settle a day: the second finds it settled."""
    if not PlayDay.objects.get_or_create(day=day)[1]:
        return
    for row in Channel.objects.all():
        _settle_channel(row, day, now=now)


def _settle_channel(row: Channel, day: date, *, now: datetime) -> None:
    """Rows are held in the order in which services.plays holds them, so that neither waits for the other for ever."""
    screens = count_screens(row.slug, on=day)
    for _, due in list_planned(convert.read_channel(row), since=day, until=day, now=now):
        for flight, seconds in sorted(due.times.items()):
            reach, _ = PlayReach.objects.get_or_create(day=day, channel=row.slug, flight=flight)
            facts = {"due_seconds": seconds * screens, "due_screens": screens}
            PlayReach.objects.filter(pk=reach.pk).update(**facts)
        for part, each in sorted(due.parts.items(), key=itemgetter(0)):
            total, _ = PlayTotal.objects.get_or_create(day=day, channel=row.slug, **part._asdict())
            plan = {"planned": each.plays * screens, "planned_seconds": each.seconds * screens}
            PlayTotal.objects.filter(pk=total.pk).update(**plan)
