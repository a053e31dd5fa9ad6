"""What stands in a release's way, with all the database knows. In: a release, now. Out: conflicts, errors first."""

from datetime import datetime

from campaign.schedule.conflict import Conflict
from campaign.schedule.conflicts import list_conflicts
from campaign.schedule.release import Release
from campaign.services.days import find_today
from campaign.services.stock import list_stock


def find_conflicts(release: Release, *, now: datetime) -> tuple[Conflict, ...]:
    """Rules S1 to S12, also of what is not approved yet, failed, or was withdrawn."""
    return list_conflicts(release, today=find_today(now), stock=list_stock(release, now=now))
