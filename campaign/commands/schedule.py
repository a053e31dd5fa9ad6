"""`campaign schedule …`. In: the schedules folder, approved materials. Out: what would play, and numbered releases."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from campaign.spec.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaign.schedule.release import Release
    from campaign.spec.findings import Finding

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

By = Annotated[str, typer.Option("--by", help="Your user name.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a sentence; it stays with the release.")]
Folder = Annotated[
    Path | None, typer.Option("--schedules", help="The folder of the three schedule files.", file_okay=False)
]


@app.command("check")
def check_schedule(
    schedules: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings for programs.")] = False,
) -> None:
    """Check the files, that every flight and channel has something approved to show, and that promises can be kept."""
    from django.utils import timezone

    from campaign.commands.checked import to_finding
    from campaign.commands.report import report_finding
    from campaign.services import drafts

    now = timezone.now()
    try:
        draft = drafts.draft(now=now, schedules=schedules or _find_folder())
    except CampaignError as error:
        if not as_json:
            raise
        _print_json(to_finding(one) for one in error.singles)
    release = draft.release
    if as_json:
        found = (*_find_all(release, now=now), *_audit(release, now=now))
        _print_json((*map(to_finding, draft.refused), *found))
    is_well = _report(release, draft.refused, now=now)
    for finding in _audit(release, now=now):
        report_finding(finding)
        is_well = False
    Console(highlight=False, soft_wrap=True).print(
        f"{len(release.channels)} channels, {len(release.flights)} flights, {len(release.spots)} approved spots."
    )
    raise typer.Exit(0 if is_well else 1)


@app.command("channels")
def take_channels(schedules: Folder = None) -> None:
    """Take in channels.yaml, and plan the materials of channels that are new or have changed."""
    from django.conf import settings
    from django.utils import timezone

    from campaign.commands.report import report_error
    from campaign.render.folder import load_templates
    from campaign.services import content, dispatch, drafts

    plan = drafts.read_schedules(schedules or _find_folder())
    rows = content.import_channels({channel.id: channel for channel in plan.channels})
    planned = content.plan_materials(templates=load_templates(settings.TEMPLATES_FOLDER), today=timezone.localdate())
    dispatch.queue_due()
    Console(highlight=False, soft_wrap=True).print(f"{len(rows)} channels; {planned.made} new materials to render.")
    for problem in planned.problems:
        report_error(problem)
    raise typer.Exit(1 if planned.problems else 0)


@app.command("preview")
def preview_schedule(
    channel: Annotated[str, typer.Argument(help="The channel's name.")],
    at: Annotated[str, typer.Option("--at", help="A moment, as 2026-12-01T08:30.")] = "",
    schedules: Folder = None,
) -> None:
    """Show the loop a channel would play at a moment if the schedule were released now."""
    from django.utils import timezone

    from campaign.playlists.build import loop_at
    from campaign.schedule.reigns import Reign
    from campaign.services import drafts, publishing

    now = timezone.now()
    draft = drafts.draft(now=now, schedules=schedules or _find_folder())
    moment = read_moment(at, now=now, zone=publishing.find_zone(channel, at=now))
    table = Table("", "s", "campaign", "item", "language", "flight")
    items = loop_at([Reign(draft.release)], channel=channel, at=moment, revoked=publishing.revoked(at=now), base_url="")
    for place, item in enumerate(items, start=1):
        table.add_row(str(place), f"{item.seconds:g}", item.campaign, item.item, item.language, item.flight or "–")
    Console(highlight=False, soft_wrap=True).print(f"{channel}, {moment:%Y-%m-%d %H:%M}", table)


@app.command("propose")
def propose_release(by: By = "", why: Why = "", schedules: Folder = None) -> None:
    """Freeze the schedule with all that is approved, for somebody else to release."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.data import convert
    from campaign.services import releases
    from campaign.services.rights import LEADS

    person = find_person(by, roles=LEADS)
    now = timezone.now()
    proposal = releases.propose(by=person, now=now, schedules=schedules or _find_folder(), why=why)
    _report(convert.read_release(proposal.row), proposal.refused, now=now)
    number = proposal.row.number
    console = Console(highlight=False, soft_wrap=True)
    if proposal.same:
        console.print(f"Nothing has changed: release {number} plays this already.")
    else:
        console.print(f"Release {number} is proposed. Another lead lets it play: campaign schedule release {number}")


@app.command("release")
def release_schedule(number: Annotated[int, typer.Argument(help="The release's number.")], by: By = "") -> None:
    """Let a proposed release play from the next poll on."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import releases
    from campaign.services.rights import LEADS

    row = releases.release(releases.find_release(number), by=find_person(by, roles=LEADS), now=timezone.now())
    Console(highlight=False, soft_wrap=True).print(f"Release {row.number} plays from the next poll on.")


@app.command("rollback")
def roll_back(
    number: Annotated[int, typer.Argument(help="The earlier release to play again.")], by: By = "", why: Why = ""
) -> None:
    """Play an earlier release again, under a new number."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import releases
    from campaign.services.rights import LEADS

    row = releases.roll_back(to=number, by=find_person(by, roles=LEADS), now=timezone.now(), why=why)
    Console(highlight=False, soft_wrap=True).print(f"Release {row.number} plays what release {number} played.")


def _print_json(findings: "Iterable[Finding]") -> NoReturn:
    """For programs, and the end."""
    import json

    from campaign.commands.report import describe_finding

    found = [describe_finding(finding) for finding in findings]
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    raise typer.Exit(1 if found else 0)


def _report(release: "Release", refused: "tuple[CampaignError, ...]", *, now: datetime) -> bool:
    """Tell what stands in its way, and what a lead should know of it; True when there is nothing."""
    from campaign.commands.report import report_error, report_finding

    for error in refused:
        report_error(error)
    findings = _find_all(release, now=now)
    for finding in findings:
        report_finding(finding)
    return not refused and not findings


def _find_all(release: "Release", *, now: datetime) -> "tuple[Finding, ...]":
    """Conflicts, and joins that flash."""
    from campaign.services import publishing
    from campaign.services.conflicts import find_conflicts
    from campaign.services.joins import find_flashing_joins

    conflicts = tuple(conflict.finding for conflict in find_conflicts(release, now=now))
    return (*conflicts, *find_flashing_joins(release, now=now, revoked=publishing.revoked(at=now)))


def _audit(release: "Release", *, now: datetime) -> "Iterator[Finding]":
    """A second look at the playlists that the release would give (checks.md G4)."""
    from campaign.playlists.audit import audit_playlist
    from campaign.playlists.build import build_playlist
    from campaign.schedule.reigns import Reign
    from campaign.services import publishing

    revoked = publishing.revoked(at=now)
    for channel in release.channels:
        playlist = build_playlist([Reign(release)], channel=channel.id, at=now, revoked=revoked, base_url="")
        yield from audit_playlist(playlist, release=release)


def _find_folder() -> Path:
    from django.conf import settings

    return Path(settings.SCHEDULES_FOLDER)


def read_moment(text: str, *, now: datetime, zone: str) -> datetime:
    """A moment as people write it, in the channel's own time unless it says otherwise. Raises BadParameter."""
    from zoneinfo import ZoneInfo

    if not text:
        return now.astimezone(ZoneInfo(zone))
    try:
        moment = datetime.fromisoformat(text)
        if not 2000 <= moment.year < 2200:  # beside the ends of the calendar no day has a day before or after it
            raise ValueError(text)
    except ValueError:
        raise typer.BadParameter("write it as 2026-12-01T08:30", param_hint="--at") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
