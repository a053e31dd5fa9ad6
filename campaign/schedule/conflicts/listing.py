"""What a lead should know before releasing. In: a release, today, what else there is. Out: all conflicts, S1 to S12.

Every one names its flights and channels, from when to when, and proposes a mend; errors forbid the release.
"""

from collections.abc import Sequence
from datetime import date

from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.deals import make_deals
from campaign.schedule.conflicts.expiries import find_expiries
from campaign.schedule.conflicts.idleness import find_idle
from campaign.schedule.conflicts.lateness import find_late
from campaign.schedule.conflicts.nearness import find_gaps
from campaign.schedule.conflicts.overselling import find_overselling
from campaign.schedule.conflicts.serving import find_unserved
from campaign.schedule.conflicts.stock import Candidate, find_lacking
from campaign.schedule.outlook import look_ahead
from campaign.schedule.release import Release
from campaign.schedule.shares import open_books
from campaign.spec.rules.schedule import AHEAD_DAYS


def list_conflicts(release: Release, *, today: date, stock: Sequence[Candidate] = ()) -> tuple[Conflict, ...]:
    """Errors first. Without a `stock` nothing is said of materials that are not approved."""
    outlook = look_ahead(release, today=today, days=int(AHEAD_DAYS.value))
    books = open_books(release)
    deals = tuple(make_deals(outlook.companies, books))
    found = [
        *find_overselling(outlook, books, deals),
        *find_unserved(release, stock=stock, today=today),
        *find_lacking(release, stock=stock, today=today),
        *find_idle(release, outlook, books, deals, today=today),
        *find_expiries(release, today=today),
        *find_gaps(outlook, books, deals),
        *find_late(release, today=today),
    ]
    return tuple(sorted(found, key=lambda conflict: not conflict.is_error))
