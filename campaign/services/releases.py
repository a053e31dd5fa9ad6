"""Releases. In: the schedules folder, approved materials, two people. Out: numbered schedules, kept for ever.

One proposes and says why, another releases: from the next poll on, or from a moment on. What is not out yet can be
called off. Going back makes a new number with the old schedule.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from campaign.data import convert, queries
from campaign.data.models import Release, User
from campaign.schedule import release as schedule
from campaign.services.audit import Act, note
from campaign.services.changes import mark_change, take_turn
from campaign.services.clearance import check_content, check_schedule
from campaign.services.drafts import draft, next_number
from campaign.services.reigns import list_playing
from campaign.services.rights import LEADS, has_role_everywhere
from campaign.spec.errors import CampaignError, NotAllowed, UnknownName
from campaign.spec.message import say

SOONEST = timedelta(minutes=1)
"""How far ahead a moment must lie: until then every process has heard of it."""
FARTHEST = timedelta(days=366)
"""A moment further ahead is a year mistyped."""


@dataclass(frozen=True)
class Proposal:
    """A draft that was kept. `same` is true when nothing differs from what plays now, or will: then `row` is that, and
    none was made."""

    row: Release
    missing: tuple[schedule.Missing, ...]
    refused: tuple[CampaignError, ...]
    same: bool = False


@transaction.atomic
def propose(*, by: User, now: datetime, schedules: Path, why: str) -> Proposal:
    """Freeze the schedule with all that is approved. Raises InvalidDocument, Faults, NotAllowed."""
    _check_lead(by)
    _check_why(why)
    take_turn()
    made = draft(now=now, schedules=schedules, why=why)
    for reign in list_playing(at=now):
        if reign.release.number and _is_same(made.release, reign.release):
            return Proposal(find_release(reign.release.number), made.missing, made.refused, same=True)
    row = _keep(made.release, by=by)
    note(Act.RELEASE_PROPOSED, by=by, now=now, kind="release", ref=row.number)
    return Proposal(row, made.missing, made.refused)


def release(row: Release, *, by: User, now: datetime, at: datetime | None = None) -> Release:
    """Let it play from the next poll on, or from the moment `at` (aware, to the minute). Raises NotAllowed for its
    proposer, for a moment that cannot be, when something newer plays by then, and Faults for conflicts; nobody waits
    while files are read for that."""
    _check_lead(by)
    if at is not None:
        _check_moment(at, now=now)
    check_schedule(convert.read_release(row), at=at or now)
    return _let_out(row, by=by, now=now, at=at)


@transaction.atomic
def _let_out(row: Release, *, by: User, now: datetime, at: datetime | None) -> Release:
    take_turn()
    row = Release.objects.get(pk=row.pk)
    _check_open(row)
    if row.released_at is not None:
        raise NotAllowed(
            say("Release %(number)d is out already.", number=row.number), hint=say("To play it again, go back to it.")
        )
    if row.proposed_by_id == by.pk:
        raise NotAllowed(say("Nobody releases their own proposal."), hint=say("Ask another lead to look at it."))
    check_content(convert.read_release(row))
    current = queries.find_current_release(at=at or now)
    if current is not None and current.number > row.number:
        raise NotAllowed(
            say("Release %(number)d is newer and plays already, or will by then.", number=current.number),
            hint=say("Propose the schedule again."),
        )
    row.released_by, row.released_at, row.starts_at = by, now, at
    row.save(update_fields=["released_by", "released_at", "starts_at"])
    note(Act.RELEASED, by=by, now=now, kind="release", ref=row.number, detail=f"at {at:%Y-%m-%dT%H:%M%z}" if at else "")
    mark_change(now=now)
    return row


@transaction.atomic
def call_off(row: Release, *, by: User, now: datetime, why: str) -> Release:
    """Never let it play: a proposal, or a release whose moment has not come. Raises NotAllowed."""
    _check_lead(by)
    _check_why(why)
    take_turn()
    row = Release.objects.get(pk=row.pk)
    _check_open(row)
    if row.released_at is not None and (row.starts_at is None or row.starts_at <= now):
        raise NotAllowed(
            say("Release %(number)d is out already.", number=row.number), hint=say("Go back to an earlier release.")
        )
    row.called_off_by, row.called_off_at, row.called_off_why = by, now, why
    row.save(update_fields=["called_off_by", "called_off_at", "called_off_why"])
    note(Act.RELEASE_CALLED_OFF, by=by, now=now, kind="release", ref=row.number)
    if row.released_at is not None:
        mark_change(now=now)
    return row


@transaction.atomic
def roll_back(*, to: int, by: User, now: datetime, why: str) -> Release:
    """Play an earlier release again at once, under a new number. One lead is enough: two people released it once, and
    whatever conflicts its schedule has by now, it is better than what it replaces. Raises UnknownName, NotAllowed."""
    _check_lead(by)
    _check_why(why)
    take_turn()
    find_release(to)
    old = queries.list_let_out().filter(number=to).first()
    if old is None or (old.starts_at is not None and old.starts_at > now):
        raise UnknownName(
            say("Release %(number)d was never out.", number=to), hint=say("Choose one of those that were.")
        )
    again = replace(convert.read_release(old), number=next_number(), why=why)
    check_content(again)
    row = _keep(again, by=by, back_to=old)
    row.released_by, row.released_at = by, now
    row.save(update_fields=["released_by", "released_at"])
    note(Act.RELEASE_BACK, by=by, now=now, kind="release", ref=row.number, detail=f"to {to}")
    mark_change(now=now)
    return row


def find_release(number: int) -> Release:
    """The row of a release. Raises UnknownName."""
    row = Release.objects.filter(number=number).first()
    if row is None:
        raise UnknownName(
            say("There is no release %(number)d.", number=number),
            hint=say("`campaign schedule list` names them all."),
        )
    return row


def _check_lead(by: User) -> None:
    if not has_role_everywhere(by, LEADS):
        raise NotAllowed(say("Only a campaign lead may release a schedule."), hint=say("Ask a lead."))


def _check_why(why: str) -> None:
    if not why.strip():
        raise NotAllowed(say("The reason is missing."), hint=say("Say why, in a sentence: it stays with the release."))


def _check_open(row: Release) -> None:
    if row.called_off_at is not None:
        raise NotAllowed(
            say("Release %(number)d was called off.", number=row.number), hint=say("Propose the schedule again.")
        )


def _check_moment(at: datetime, *, now: datetime) -> None:
    if at.second or at.microsecond:
        raise NotAllowed(say("Releases begin on whole minutes."), hint=say("Leave the seconds out."))
    if at < now + SOONEST:
        raise NotAllowed(
            say("This moment is past, or less than a minute ahead."),
            hint=say("Choose a later one, or release the schedule at once."),
        )
    if at > now + FARTHEST:
        raise NotAllowed(say("This moment is more than a year ahead."), hint=say("Look at the year."))


def _is_same(one: schedule.Release, other: schedule.Release) -> bool:
    """Whether both play the same; how many screens there are tells in the paces where it matters."""
    return replace(one, number=0, why="", screens={}) == replace(other, number=0, why="", screens={})


def _keep(frozen: schedule.Release, *, by: User, back_to: Release | None = None) -> Release:
    body = schedule.write_release(frozen)
    return Release.objects.create(
        number=frozen.number, body=body, digest=frozen.digest, why=frozen.why, proposed_by=by, back_to=back_to
    )
