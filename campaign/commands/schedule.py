"""`campaign schedule …`. In: the schedules folder, approved materials. Out: what would play, and numbered releases."""

from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from campaign.commands import calendars, releases
from campaign.commands.conflicts import audit_playlists, list_findings, report_conflicts
from campaign.commands.folders import Folder, find_schedules
from campaign.commands.moments import read_moment
from campaign.spec.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaign.playlists.items import Playlist
    from campaign.spec.findings import Finding

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.add_typer(releases.app)
app.add_typer(calendars.app)


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
        draft = drafts.draft(now=now, schedules=find_schedules(schedules))
    except CampaignError as error:
        if not as_json:
            raise
        _print_json(to_finding(one) for one in error.singles)
    release = draft.release
    if as_json:
        found = (*list_findings(release, now=now), *audit_playlists(release, now=now))
        _print_json((*map(to_finding, draft.refused), *found))
    is_well = report_conflicts(release, draft.refused, now=now)
    for finding in audit_playlists(release, now=now):
        report_finding(finding)
        is_well = False
    Console(highlight=False, soft_wrap=True).print(
        f"{len(release.channels)} channels, {len(release.flights)} flights, {len(release.spots)} approved spots."
    )
    raise typer.Exit(0 if is_well else 1)


@app.command("channels")
def take_channels(schedules: Folder = None) -> None:
    """Take in channels.yaml, and plan the materials of channels that are new or have changed."""
    from django.utils import timezone

    from campaign.commands.report import report_error
    from campaign.services import content, dispatch, drafts, template_versions

    now, today = timezone.now(), timezone.localdate()
    plan = drafts.read_schedules(find_schedules(schedules))
    rows = content.import_channels({channel.id: channel for channel in plan.channels})
    planned = content.plan_materials(templates=template_versions.take_new(now=now), today=today)
    dispatch.queue_due()
    Console(highlight=False, soft_wrap=True).print(f"{len(rows)} channels; {planned.made} new materials to render.")
    for problem in planned.problems:
        report_error(problem)
    raise typer.Exit(1 if planned.problems else 0)


@app.command("preview")
def preview_schedule(
    channel: Annotated[str, typer.Argument(help="The channel's name.")],
    at: Annotated[str, typer.Option("--at", help="A moment, as 2026-12-01T08:30.")] = "",
    number: Annotated[int | None, typer.Option("--release", help="Of this release; of the files by default.")] = None,
    day: Annotated[bool, typer.Option("--day", help="Show the whole service day of that moment.")] = False,
    schedules: Folder = None,
) -> None:
    """Show the loop a channel would play at a moment if the schedule were released now, or its whole day."""
    from django.utils import timezone

    from campaign.data import convert
    from campaign.playlists.build import build_playlist, loop_at
    from campaign.schedule.reigns import Reign
    from campaign.services import drafts, publishing
    from campaign.services.releases import find_release

    now = timezone.now()
    moment = read_moment(at, now=now, zone=publishing.find_zone(channel, at=now))
    if number is None:
        frozen = drafts.draft(now=now, schedules=find_schedules(schedules)).release
    else:
        frozen = convert.read_release(find_release(number))
    reigns, revoked = [Reign(frozen)], publishing.revoked(at=now)
    if day:
        made = build_playlist(reigns, channel=channel, at=moment, revoked=revoked, base_url="", days=1)
        _print_windows(made, zone=moment.tzinfo)
        return
    table = Table("", "s", "campaign", "item", "language", "flight")
    items = loop_at(reigns, channel=channel, at=moment, revoked=revoked, base_url="")
    for place, item in enumerate(items, start=1):
        table.add_row(str(place), f"{item.seconds:g}", item.campaign, item.item, item.language, item.flight or "–")
    Console(highlight=False, soft_wrap=True).print(f"{channel}, {moment:%Y-%m-%d %H:%M}", table)


def _print_windows(made: "Playlist", *, zone: tzinfo | None) -> None:
    """From when to when, and what part of the time each flight has."""
    table = Table("from", "to", "flights")
    for window in made.windows:
        whole = sum(item.seconds for item in window.items)
        shares: dict[str, float] = {}
        for item in window.items:
            shares[item.flight] = shares.get(item.flight, 0) + item.seconds / whole
        told = [f"{name or '–'} {share:.0%}" for name, share in sorted(shares.items(), key=lambda one: -one[1])]
        start, end = (moment.astimezone(zone) for moment in (window.span.start, window.span.end))
        table.add_row(f"{start:%H:%M}", f"{end:%H:%M}", ", ".join(told))
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{made.channel.id}, {made.day.isoformat()}", table if made.windows else "Only the fallback.")


def _print_json(findings: "Iterable[Finding]") -> NoReturn:
    """For programs, and the end."""
    import json

    from campaign.commands.report import describe_finding

    found = [describe_finding(finding) for finding in findings]
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    raise typer.Exit(1 if found else 0)
