"""Releases. In: the schedules folder, approved materials, two people. Out: numbered schedules, kept for ever.

One proposes, another releases. The highest released number is what plays; going back makes a new number with
the old schedule.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from campaign.data import convert, queries
from campaign.data.models import Item, Material, Release, User
from campaign.schedule import release as schedule
from campaign.services.changes import mark_change, take_turn
from campaign.services.drafts import draft, next_number
from campaign.services.joins import refuse_flashing_joins
from campaign.services.rights import LEADS, has_role
from campaign.services.standing import read_revoked
from campaign.spec.errors import CampaignError, NotAllowed, UnknownName
from campaign.spec.findings import Severity
from campaign.spec.message import say


@dataclass(frozen=True)
class Proposal:
    """A draft that was kept. `same` is true when nothing differs from what plays now: then `row` is that, and
    none was made."""

    row: Release
    missing: tuple[schedule.Missing, ...]
    refused: tuple[CampaignError, ...]
    same: bool = False


@transaction.atomic
def propose(*, by: User, now: datetime, schedules: Path, why: str = "") -> Proposal:
    """Freeze the schedule with all that is approved. Raises InvalidDocument, Faults, NotAllowed."""
    _check_lead(by)
    take_turn()
    made = draft(now=now, schedules=schedules, why=why)
    current = queries.find_current_release(at=now)
    if current is not None and _is_same(made.release, convert.read_release(current)):
        return Proposal(current, made.missing, made.refused, same=True)
    return Proposal(_keep(made.release, by=by), made.missing, made.refused)


def release(row: Release, *, by: User, now: datetime) -> Release:
    """Let it play from the next poll on. Raises NotAllowed for its proposer, when something newer plays, and where the
    join of two spots flashes; nobody waits while files are read for that."""
    _check_lead(by)
    refuse_flashing_joins(convert.read_release(row), now=now, revoked=read_revoked())
    return _let_out(row, by=by, now=now)


@transaction.atomic
def _let_out(row: Release, *, by: User, now: datetime) -> Release:
    take_turn()
    row = Release.objects.get(pk=row.pk)
    current = queries.find_current_release(at=now)
    if row.released_at is not None:
        raise NotAllowed(
            say("Release %(number)d is out already.", number=row.number), hint=say("To play it again, go back to it.")
        )
    if row.proposed_by_id == by.pk:
        raise NotAllowed(say("Nobody releases their own proposal."), hint=say("Ask another lead to look at it."))
    _refuse_faults(convert.read_release(row))
    if current is not None and current.number > row.number:
        raise NotAllowed(
            say("Release %(number)d is newer and plays already.", number=current.number),
            hint=say("Propose the schedule again."),
        )
    row.released_by, row.released_at = by, now
    row.save(update_fields=["released_by", "released_at"])
    mark_change(now=now)
    return row


@transaction.atomic
def roll_back(*, to: int, by: User, now: datetime, why: str) -> Release:
    """Play an earlier release again, under a new number. One lead is enough: two people released it once."""
    _check_lead(by)
    take_turn()
    old = Release.objects.filter(number=to).exclude(released_at=None).first()
    if old is None:
        raise UnknownName(
            say("Release %(number)d was never out.", number=to), hint=say("Choose one of those that were.")
        )
    again = replace(convert.read_release(old), number=next_number(), why=why)
    _refuse_faults(again)
    row = _keep(again, by=by)
    row.released_by, row.released_at = by, now
    row.save(update_fields=["released_by", "released_at"])
    mark_change(now=now)
    return row


def find_release(number: int) -> Release:
    """The row of a release. Raises UnknownName."""
    row = Release.objects.filter(number=number).first()
    if row is None:
        raise UnknownName(
            say("There is no release %(number)d.", number=number), hint=say("Propose the schedule first.")
        )
    return row


def _check_lead(by: User) -> None:
    if not has_role(by, LEADS):
        raise NotAllowed(say("Only a campaign lead may release a schedule."), hint=say("Ask a lead."))


def _refuse_faults(frozen: schedule.Release) -> None:
    """What was right when the schedule was frozen may be wrong by now; what was withdrawn, or is in review again, stays
    off the screens all the same. Raises NotAllowed with the items."""
    revoked = read_revoked()
    spots = [spot for spot in frozen.spots if not revoked.covers(spot)]
    _refuse_doubt({spot.ref for spot in spots})
    _refuse_errors({int(spot.material) for spot in spots})


def _refuse_doubt(refs: set[str]) -> None:
    """Figures that were verified then (checks.md E7)."""
    rows = Item.objects.filter(campaign__slug__in={ref.partition("/")[0] for ref in refs}, current__isnull=False)
    known = {str(row): row.current for row in rows.select_related("campaign", "current")}
    doubtful = [ref for ref in sorted(refs) if (version := known.get(ref)) and convert.read_item(version).doubt]
    if doubtful:
        raise NotAllowed(
            say("A figure is not verified any more (rule E7): %(items)s.", items=", ".join(doubtful)),
            hint=say("Propose the schedule anew, or withdraw the item first: then it stays off the screens."),
        )


def _refuse_errors(pks: set[int]) -> None:
    """Whatever the checks found since."""
    rows = Material.objects.filter(pk__in=pks).select_related("version__item__campaign", "still", "loop")
    wrong = {
        f"{row.version.item} ({finding.rule})"
        for row in rows
        for finding in convert.read_findings(row)
        if finding.severity is Severity.ERROR
    }
    if wrong:
        raise NotAllowed(
            say("Errors have been found since: %(items)s.", items=", ".join(sorted(wrong))),
            hint=say("Propose the schedule anew, or withdraw the item first: then it stays off the screens."),
        )


def _is_same(one: schedule.Release, other: schedule.Release) -> bool:
    return replace(one, number=0, why="") == replace(other, number=0, why="")


def _keep(frozen: schedule.Release, *, by: User) -> Release:
    return Release.objects.create(
        number=frozen.number, body=schedule.write_release(frozen), digest=frozen.digest, why=frozen.why, proposed_by=by
    )
