"""How far releases have come. In: their rows and the moment. Out: a state for each, told by the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaign.data import queries
from campaign.data.models import Release, User


class ReleaseState(StrEnum):
    """PROPOSED waits for another lead; OVERTAKEN can no longer be released, since a newer one plays; SCHEDULED is
    released for a moment to come; PAST played once."""

    PROPOSED = "proposed"
    OVERTAKEN = "overtaken"
    SCHEDULED = "scheduled"
    PLAYING = "playing"
    PAST = "past"
    CALLED_OFF = "called-off"

    @property
    def can_be_released(self) -> bool:
        return self is ReleaseState.PROPOSED

    @property
    def can_be_called_off(self) -> bool:
        return self in {ReleaseState.PROPOSED, ReleaseState.OVERTAKEN, ReleaseState.SCHEDULED}

    @property
    def can_be_gone_back_to(self) -> bool:
        return self is ReleaseState.PAST


@dataclass(frozen=True)
class Progress:
    """`start` is when it began to play, or will; None for what was never let out."""

    state: ReleaseState
    start: datetime | None


def find_progress(rows: Iterable[Release], *, now: datetime) -> dict[int, Progress]:
    """By the release's number."""
    current = queries.find_current_release(at=now)
    return {row.number: _tell(row, current=current, now=now) for row in rows}


def list_scheduled(*, now: datetime) -> tuple[Release, ...]:
    """Those that will take over, the soonest first."""
    return tuple(queries.list_let_out().filter(starts_at__gt=now).select_related("proposed_by", "released_by"))


def _tell(row: Release, *, current: Release | None, now: datetime) -> Progress:
    start = row.starts_at or row.released_at
    if row.called_off_at is not None:
        return Progress(ReleaseState.CALLED_OFF, None)
    if start is None:
        overtaken = current is not None and current.number > row.number
        return Progress(ReleaseState.OVERTAKEN if overtaken else ReleaseState.PROPOSED, None)
    if row.starts_at is not None and row.starts_at > now:
        return Progress(ReleaseState.SCHEDULED, start)
    plays = current is not None and current.pk == row.pk
    return Progress(ReleaseState.PLAYING if plays else ReleaseState.PAST, start)


def count_proposals(person: User, *, now: datetime) -> int:
    """Those of others that can still be let out."""
    current = queries.find_current_release(at=now)
    rows = Release.objects.filter(released_at=None, called_off_at=None).exclude(proposed_by=person)
    return rows.filter(number__gt=current.number if current else 0).count()
