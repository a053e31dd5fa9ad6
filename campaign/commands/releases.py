"""`campaign schedule propose|release|calloff|rollback|list|diff`. In: the schedules folder, numbers. Out: releases."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from campaign.commands.folders import Folder, find_schedules

if TYPE_CHECKING:
    from datetime import datetime

    from campaign.services.comparison import Comparison

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

By = Annotated[str, typer.Option("--by", help="Your user name.")]
Why = Annotated[str, typer.Option("--why", help="Why, in a sentence; it stays with the release.")]
Number = Annotated[int, typer.Argument(help="The release's number.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it for programs.")]


@app.command("propose")
def propose_release(by: By = "", why: Why = "", schedules: Folder = None) -> None:
    """Freeze the schedule with all that is approved, for somebody else to release."""
    from django.utils import timezone

    from campaign.commands.conflicts import report_conflicts
    from campaign.commands.people import find_person
    from campaign.data import convert
    from campaign.services import releases
    from campaign.services.rights import LEADS

    person, now = find_person(by, roles=LEADS), timezone.now()
    proposal = releases.propose(by=person, now=now, schedules=find_schedules(schedules), why=why)
    report_conflicts(convert.read_release(proposal.row), proposal.refused, now=now)
    number, start = proposal.row.number, proposal.row.starts_at
    if not proposal.same:
        _say(f"Release {number} is proposed. Another lead lets it play: campaign schedule release {number}")
    elif start is not None and start > now:
        _say(f"Nothing has changed: release {number} will play this from {_write(start)} on.")
    else:
        _say(f"Nothing has changed: release {number} plays this already.")


@app.command("release")
def release_schedule(
    number: Number,
    at: Annotated[str, typer.Option("--at", help="From this moment on, as 2026-12-01T05:00; at once by default.")] = "",
    by: By = "",
) -> None:
    """Let a proposed release play, from the next poll on or from a moment on."""
    from django.conf import settings
    from django.utils import timezone

    from campaign.commands.moments import read_moment
    from campaign.commands.people import find_person
    from campaign.services import releases
    from campaign.services.rights import LEADS

    now = timezone.now()
    moment = read_moment(at, now=now, zone=settings.TIME_ZONE) if at else None
    person = find_person(by, roles=LEADS)
    row = releases.release(releases.find_release(number), by=person, now=now, at=moment)
    if row.starts_at is None:
        _say(f"Release {row.number} plays from the next poll on.")
    else:
        _say(f"Release {row.number} plays from {_write(row.starts_at)} on.")
    _name_scheduled(but=row.number, now=now)


@app.command("calloff")
def call_off(number: Number, by: By = "", why: Why = "") -> None:
    """Never let a proposal play, or a release whose moment has not come."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import releases
    from campaign.services.rights import LEADS

    person = find_person(by, roles=LEADS)
    row = releases.call_off(releases.find_release(number), by=person, now=timezone.now(), why=why)
    _say(f"Release {row.number} is called off: it never plays.")


@app.command("rollback")
def roll_back(
    number: Annotated[int, typer.Argument(help="The earlier release to play again.")], by: By = "", why: Why = ""
) -> None:
    """Play an earlier release again at once, under a new number."""
    from django.utils import timezone

    from campaign.commands.people import find_person
    from campaign.services import releases
    from campaign.services.rights import LEADS

    now = timezone.now()
    row = releases.roll_back(to=number, by=find_person(by, roles=LEADS), now=now, why=why)
    _say(f"Release {row.number} plays what release {number} played.")
    _name_scheduled(but=row.number, now=now)


@app.command("list")
def list_releases(as_json: AsJson = False) -> None:
    """List all releases, the newest first: how far each has come, who proposed and released it, and why."""
    from django.utils import timezone

    from campaign.data import queries
    from campaign.services.progress import find_progress

    rows = list(queries.list_releases())
    progress = find_progress(rows, now=timezone.now())
    found = [
        {
            "number": row.number,
            "state": progress[row.number].state.value,
            "since": _write(progress[row.number].start),
            "proposed_by": str(row.proposed_by),
            "released_by": str(row.released_by or ""),
            "why": row.why,
            "back_to": row.back_to.number if row.back_to else None,
            "called_off_by": str(row.called_off_by or ""),
            "called_off_why": row.called_off_why,
        }
        for row in rows
    ]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    table = Table("№", "state", "since", "proposed by", "released by", "why")
    for one in found:
        why = str(one["called_off_why"] or one["why"])
        by = str(one["called_off_by"] or one["released_by"])
        table.add_row(str(one["number"]), str(one["state"]), str(one["since"]), str(one["proposed_by"]), by, why)
    Console(highlight=False).print(table if found else "Nothing has been proposed yet.")


@app.command("diff")
def show_differences(
    one: Annotated[int | None, typer.Argument(help="A release; without one, the schedule files as they are.")] = None,
    other: Annotated[int | None, typer.Argument(help="A second one, that would take the first one's place.")] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many service days are looked at.")] = 28,
    schedules: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Show who plays more, less, anew or no more: by a release against what played before it, or by one of two."""
    from django.utils import timezone

    from campaign.services import comparison, drafts
    from campaign.services.releases import find_release

    now = timezone.now()
    if one is None:
        draft = drafts.draft(now=now, schedules=find_schedules(schedules)).release
        found = comparison.compare(comparison.find_playing(at=now), draft, at=now, days=days)
    elif other is None:
        found = comparison.compare_row(find_release(one), now=now, days=days)
    else:
        found = comparison.compare_numbers(find_release(one), find_release(other), now=now, days=days)
    if as_json:
        typer.echo(json.dumps(_describe(found), ensure_ascii=False, indent=1))
        return
    after = "the schedule files" if one is None else f"release {found.after.number}"
    before = f"release {found.before.number}" if found.before.number else "the fallback alone"
    _print_changes(found, f"{before} → {after}, {days} service days from {_write(found.at)}")


def _print_changes(found: "Comparison", title: str) -> None:
    from campaign.commands.words import translate
    from campaign.schedule.diff import tell_change

    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(title)
    for change in found.changes:
        counts = f"  ({change.before} → {change.after})" if change.counts else ""
        weekdays = f"  {', '.join(change.weekdays)}" if change.weekdays else ""
        console.print(f"  {translate(tell_change(change))}{counts}{weekdays}")
    if not found.changes:
        console.print("  Nothing changes on any screen.")


def _describe(found: "Comparison") -> object:
    from campaign.schedule.diff import tell_change
    from campaign.spec.digest import to_plain

    changes = [
        {**to_plain(change), "gain": change.gain, "message": str(tell_change(change))} for change in found.changes
    ]
    return {
        "before": found.before.number,
        "after": found.after.number,
        "at": found.at.isoformat(),
        "changes": changes,
    }


def _name_scheduled(*, but: int, now: "datetime") -> None:
    """Who releases at once should know what takes over later all the same."""
    from campaign.services.progress import list_scheduled

    for row in list_scheduled(now=now):
        if row.number != but and row.starts_at is not None:
            _say(f"Release {row.number} takes over at {_write(row.starts_at)}: campaign schedule calloff {row.number}")


def _write(moment: "datetime | None") -> str:
    """In the time of this place."""
    from django.utils import timezone

    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _say(text: str) -> None:
    Console(highlight=False, soft_wrap=True, markup=False).print(text)
