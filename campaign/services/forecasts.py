"""What a release would be, and what speaks against it. In: the schedules folder, maybe a flight being typed. Out: both.

The studio asks this while somebody types, so no file of a picture is opened here: joins that flash are looked for where
a release is proposed (services.joins).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from campaign.schedule.changes import Change, write_flight
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release
from campaign.services import drafts, flights
from campaign.services.conflicts import find_conflicts
from campaign.spec.errors import CampaignError


@dataclass(frozen=True)
class Forecast:
    """`refused` are approved materials that may not be published all the same."""

    release: Release
    conflicts: tuple[Conflict, ...]
    refused: tuple[CampaignError, ...]

    def find_about(self, flight: str) -> tuple[Conflict, ...]:
        """Those that concern the flight."""
        return tuple(conflict for conflict in self.conflicts if flight in conflict.flights)


def look_ahead(
    *,
    now: datetime,
    schedules: Path,
    trial: Flight | None = None,
    found: drafts.Found | None = None,
    today: date | None = None,
) -> Forecast:
    """As things stand, or with this flight as somebody types or drags it; `found` is what drafts.find_spots found just
    before, `today` the day that counts. Raises InvalidDocument, Faults, NotAllowed."""
    changes: Sequence[Change] | None = None
    if trial is not None:
        changes = (*flights.list_changes(), Change(trial.id, write_flight(trial)))
    found = found or drafts.find_spots(now=now)
    draft = drafts.draft(now=now, schedules=schedules, changes=changes, found=found)
    conflicts = find_conflicts(draft.release, now=now, today=today, revoked=found.revoked)
    return Forecast(draft.release, conflicts, draft.refused)
