"""Releases. In: the schedules folder, approved materials, two people. Out: numbered schedules, kept for ever.

One proposes, another releases. The highest released number is what plays; going back makes a new number with
the old schedule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from campaign.data import convert, queries
from campaign.data.models import Channel, Material, Release, User
from campaign.schedule import release as schedule
from campaign.schedule.plan import FILES, Plan, read_plan
from campaign.schedule.release import Missing, Spot, freeze_release, write_release
from campaign.services.changes import mark_change, take_turn
from campaign.services.review import LEADS
from campaign.services.withdrawals import is_past, is_withdrawn
from campaign.spec.errors import CampaignError, InvalidDocument, NotAllowed, Place, UnknownName
from campaign.spec.findings import Severity
from campaign.spec.message import say


@dataclass(frozen=True)
class Proposal:
    """`missing` flights lack a spot on a channel; `refused` are approved materials that may not be published all
    the same. `same` is true when nothing differs from what plays now: then `row` is that, and none was made."""

    row: Release
    missing: tuple[Missing, ...]
    refused: tuple[CampaignError, ...]
    same: bool = False


def read_schedules(folder: Path) -> Plan:
    """The three schedule files. Raises InvalidDocument or Faults."""
    return read_plan({name: _read_text(folder, name) for name in FILES}, folder=folder.name)


def _read_text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidDocument(
            say("This schedule file cannot be read."),
            place=Place(f"{folder.name}/{name}"),
            hint=say("Put it there as UTF-8 text."),
        ) from None


@transaction.atomic
def propose(*, by: User, now: datetime, schedules: Path, why: str = "") -> Proposal:
    """Freeze the schedule with all that is approved. Raises InvalidDocument, Faults, NotAllowed."""
    _check_lead(by)
    take_turn()
    plan = read_schedules(schedules)
    _check_channels(plan)
    spots, refused = find_spots(now=now)
    current = queries.find_current_release()
    frozen = freeze_release(plan, number=_next_number(), why=why, spots=spots)
    if current is not None and _is_same(frozen.release, convert.read_release(current)):
        return Proposal(current, frozen.missing, refused, same=True)
    row = _keep(frozen.release, by=by)
    return Proposal(row, frozen.missing, refused)


@transaction.atomic
def release(row: Release, *, by: User, now: datetime) -> Release:
    """Let it play from the next poll on. Raises NotAllowed for its proposer, or when something newer plays."""
    _check_lead(by)
    take_turn()
    row = Release.objects.get(pk=row.pk)
    current = queries.find_current_release()
    if row.released_at is not None:
        raise NotAllowed(
            say("Release %(number)d is out already.", number=row.number), hint=say("To play it again, go back to it.")
        )
    if row.proposed_by_id == by.pk:
        raise NotAllowed(say("Nobody releases their own proposal."), hint=say("Ask another lead to look at it."))
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
    again = replace(convert.read_release(old), number=_next_number(), why=why)
    row = _keep(again, by=by)
    row.released_by, row.released_at = by, now
    row.save(update_fields=["released_by", "released_at"])
    mark_change(now=now)
    return row


def find_spots(*, now: datetime) -> tuple[tuple[Spot, ...], tuple[CampaignError, ...]]:
    """Every approved material that may be published, and why the others may not."""
    approved = Material.objects.filter(current=True, state=Material.State.APPROVED).select_related(
        "version__item__campaign", "channel", "still__file", "loop__file"
    )
    spots: list[Spot] = []
    refused: list[CampaignError] = []
    for material in approved.order_by("pk").prefetch_related("approvals"):
        faults = tuple(_find_faults(material, now=now))
        refused.extend(faults)
        file = material.shown.file
        if not faults and file is not None:
            spots.append(convert.make_spot(material, file=file))
    return tuple(spots), tuple(refused)


def _find_faults(material: Material, *, now: datetime) -> Iterator[CampaignError]:
    """What forbids publication today, though it was approved once (checks.md E7, F3, F6)."""
    place = Place(item=str(material.version.item), channel=material.channel.slug, language=material.language)
    shown = material.shown
    if shown.file is None or shown.key not in {approval.key for approval in material.approvals.all()}:
        yield NotAllowed(
            say("What it shows now was not approved."), place=place, hint=say("Let somebody review it again.")
        )
    if convert.read_item(material.version).doubt:
        yield NotAllowed(
            say("A figure in it is not verified (rule E7)."),
            place=place,
            hint=say("Verify the figure, take the doubt out of the item, and let it be reviewed."),
        )
    for finding in convert.read_findings(material):
        if finding.severity is Severity.ERROR:
            yield NotAllowed(finding.message, place=place, hint=finding.hint)
    if is_past(material, today=now.date()):
        yield NotAllowed(say("Its last day has passed."), place=place, hint=say("Extend it, or leave it."))
    if is_withdrawn(material):
        yield NotAllowed(say("It has been withdrawn."), place=place, hint=say("Lift the withdrawal first."))


def _check_lead(by: User) -> None:
    if not (by.is_superuser or by.role in LEADS):
        raise NotAllowed(say("Only a campaign lead may release a schedule."), hint=say("Ask a lead."))


def _check_channels(plan: Plan) -> None:
    """A file made for another format of the channel must never be scheduled (checks.md G4)."""
    known = {row.slug: convert.read_channel(row) for row in Channel.objects.all()}
    for channel in plan.channels:
        if known.get(channel.id) != channel:
            raise NotAllowed(
                say("The channel “%(id)s” is new or has changed since the materials were rendered.", id=channel.id),
                place=Place("schedules/channels.yaml", channel=channel.id),
                hint=say("Run `campaign schedule channels`, wait for the renders, and propose again."),
            )


def _next_number() -> int:
    return (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _is_same(one: schedule.Release, other: schedule.Release) -> bool:
    return replace(one, number=0, why="") == replace(other, number=0, why="")


def _keep(frozen: schedule.Release, *, by: User) -> Release:
    return Release.objects.create(
        number=frozen.number, body=write_release(frozen), digest=frozen.digest, why=frozen.why, proposed_by=by
    )
