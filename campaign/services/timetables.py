"""What players could show, and when. In: a channel and a moment. Out: timetables, kept at hand, and what was withdrawn.

A player without a network goes on with what it fetched, for as long as a playlist reaches. So beside the release that
was in force every one counts that it may still have had.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from campaign.data.models import Approval, Reopening, Withdrawal
from campaign.playlists.items import Revoked
from campaign.playlists.overlay import Emergency
from campaign.playlists.proof import LATE, Stop
from campaign.playlists.timetable import GRACE, Timetable, make_timetable
from campaign.schedule.reigns import Reign, find_reign, list_terms
from campaign.schedule.release import Release
from campaign.schedule.service_day import find_day
from campaign.services.acknowledgements import HELD, read_scope
from campaign.services.changes import read_stamp
from campaign.services.overlays import list_overlays
from campaign.services.reigns import list_reigns
from campaign.services.shelf import Shelf

KEPT = 600
"""Timetables at hand: a month of some channels."""


@dataclass(frozen=True)
class Evidence:
    """All that plays are held against, as it is at one stamp: every reign and message of which somebody may tell by
    now, and what was withdrawn."""

    stamp: int
    reigns: tuple[Reign, ...]
    emergencies: tuple[Emergency, ...]
    stops: tuple[Stop, ...]

    @staticmethod
    def reaches(at: datetime, *, now: datetime) -> bool:
        """Whether somebody may tell of that moment now."""
        return now - LATE <= at <= now + GRACE


_evidence: list[Evidence] = []
_kept: Shelf[tuple[int, str, date], Timetable] = Shelf(most=KEPT)


def find_evidence(*, now: datetime) -> Evidence:
    """Read once while nothing changes."""
    stamp = read_stamp()
    known = next((one for one in _evidence if one.stamp == stamp), None)
    if known is None:
        since = now - LATE - HELD
        known = Evidence(stamp, list_reigns(since=since), list_overlays(since=since), _list_stops(since=since))
        _evidence[:] = [known]
    return known


def find_timetables(evidence: Evidence, channel: str, *, at: datetime) -> tuple[Timetable, ...]:
    """Of the service day that runs on the channel at the moment: the one in force first, then those before it, the
    newest first, then one that takes over within a moment."""
    current = find_reign(evidence.reigns, at)
    held = [
        reign
        for reign, end in list_terms(evidence.reigns)
        if reign.has_begun(at + GRACE) and (end is None or end > at - HELD) and reign is not current
    ]
    before = [reign for reign in reversed(held) if reign.has_begun(at)]
    after = [reign for reign in held if not reign.has_begun(at)]
    found = (_find(evidence, reign.release, channel, at=at) for reign in (current, *before, *after))
    return tuple(table for table in found if table is not None)


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _evidence.clear()
    _kept.clear()


def _find(evidence: Evidence, release: Release, name: str, *, at: datetime) -> Timetable | None:
    channel = next((known for known in release.channels if known.id == name), None)
    if channel is None:
        return None
    day = find_day(channel, at)
    return _kept.find(
        (release.number, name, day),
        make=lambda: make_timetable(release, channel, day, emergencies=evidence.emergencies),
        version=evidence.stamp,
    )


def _list_stops(*, since: datetime) -> tuple[Stop, ...]:
    """What was withdrawn at some moment that a play may still tell of, and what a check took off the screens."""
    rows = Withdrawal.objects.filter(Q(lifted_at=None) | Q(lifted_at__gt=since))
    withdrawn = [Stop(read_scope(row.scope, row.ref), row.at, row.lifted_at) for row in rows]
    reopened = Reopening.objects.filter(at__gt=since)
    return (*withdrawn, *(Stop(_name(row.material_id), row.at, _find_return(row)) for row in reopened))


def _find_return(row: Reopening) -> datetime | None:
    again = Approval.objects.filter(material=row.material_id, at__gte=row.at).order_by("at").first()
    return again.at if again else None


def _name(material: int) -> Revoked:
    return Revoked(materials=frozenset({str(material)}))
