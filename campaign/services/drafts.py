"""What a release would be now. In: the schedules folder, approved materials. Out: a draft, and what stands in its way.

Approved once is not enough: what shows now must be what was approved, and nothing may forbid it by today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db.models import Max
from django.utils.timezone import localdate

from campaign.data import convert
from campaign.data.models import Channel, Material, Release
from campaign.data.plays import count_played
from campaign.data.screens import count_screens
from campaign.playlists.items import Revoked
from campaign.schedule import release as schedule
from campaign.schedule.changes import Change
from campaign.schedule.pacing import find_paces
from campaign.schedule.plan import Plan, read_plan
from campaign.services import fallbacks, flights
from campaign.services.standing import read_revoked
from campaign.services.withdrawals import is_past
from campaign.spec.errors import CampaignError, NotAllowed, Place
from campaign.spec.findings import Severity
from campaign.spec.message import say


@dataclass(frozen=True)
class Found:
    """Spots that may be published, why others may not, and what was withdrawn by then."""

    spots: tuple[schedule.Spot, ...]
    refused: tuple[CampaignError, ...]
    revoked: Revoked


@dataclass(frozen=True)
class Draft:
    """`missing` flights lack a spot on a channel; `refused` are approved materials that may not be published all
    the same."""

    release: schedule.Release
    missing: tuple[schedule.Missing, ...]
    refused: tuple[CampaignError, ...]


def draft(
    *,
    now: datetime,
    schedules: Path,
    why: str = "",
    changes: Sequence[Change] | None = None,
    found: Found | None = None,
) -> Draft:
    """What a release would be now, maybe with other changes of flights; `found` is what find_spots found just before.
    Raises InvalidDocument, Faults, NotAllowed."""
    plan = read_schedules(schedules, changes=changes)
    _check_channels(plan)
    found = found or find_spots(now=now)
    frozen = schedule.freeze_release(plan, number=next_number(), why=why, spots=found.spots, screens=count_screens())
    return Draft(_pace(frozen.release, now=now), frozen.missing, found.refused)


def _pace(release: schedule.Release, *, now: datetime) -> schedule.Release:
    """With how fast its flights go that have a number of plays to reach."""
    if not any(flight.plays for flight in release.flights):
        return release
    return replace(release, paces=find_paces(release, now=now, played=count_played()))


def read_schedules(folder: Path, *, changes: Sequence[Change] | None = None) -> Plan:
    """The schedule files with what people changed of flights, or with these changes instead, and of fallbacks. Raises
    InvalidDocument or Faults."""
    return read_plan(
        flights.read_texts(folder),
        folder=folder.name,
        changes=flights.list_changes() if changes is None else changes,
        fallbacks=fallbacks.list_choices(),
    )


def find_spots(*, now: datetime) -> Found:
    """Every approved material that may be published, and why the others may not."""
    approved = (
        Material.objects.filter(current=True, state=Material.State.APPROVED)
        .select_related("version__item__campaign", "channel", "still__file", "loop__file")
        .defer("still__job", "loop__job")  # the largest part of them, and nobody asks here
    )
    spots: list[schedule.Spot] = []
    refused: list[CampaignError] = []
    revoked, today = read_revoked(), localdate(now)
    for material in approved.order_by("pk").prefetch_related(
        "approvals", "loop__companions__file", "version__item__consents"
    ):
        spot = _make_spot(material)
        place = Place(item=str(material.version.item), channel=material.channel.slug, language=material.language)
        faults = [type(one)(one.message, place=place, hint=one.hint) for one in _find_faults(material, today=today)]
        if spot is not None and revoked.covers(spot):
            faults.append(
                NotAllowed(say("It has been withdrawn."), place=place, hint=say("Lift the withdrawal first."))
            )
        refused.extend(faults)
        if spot is not None and not faults:
            spots.append(spot)
    return Found(tuple(spots), tuple(refused), revoked)


def _make_spot(material: Material) -> schedule.Spot | None:
    file = material.shown.file
    return convert.make_spot(material, file=file) if file is not None else None


def may_be_published(material: Material, *, today: date) -> bool:
    """Whether an approved material may be in a release."""
    return not any(_find_faults(material, today=today))


def _find_faults(material: Material, *, today: date) -> Iterator[NotAllowed]:
    """What forbids publication today, though it was approved once (checks.md E7, F3)."""
    shown = material.shown
    if shown.file is None or shown.key not in {approval.key for approval in material.approvals.all()}:
        yield NotAllowed(say("What it shows now was not approved."), hint=say("Let somebody review it again."))
    if convert.read_item(material.version).doubt:
        yield NotAllowed(
            say("A figure in it is not verified (rule E7)."),
            hint=say("Verify the figure, take the doubt out of the item, and let it be reviewed."),
        )
    for finding in convert.read_findings(material):
        if finding.severity is Severity.ERROR and finding.rule != "E7":
            yield NotAllowed(finding.message, hint=finding.hint)
    if is_past(material, today=today):
        yield NotAllowed(say("Its last day has passed."), hint=say("Extend it, or leave it."))


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


def next_number() -> int:
    """The number after the last one ever proposed."""
    return (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
