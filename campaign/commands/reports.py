"""`campaign report …`. In: days, and what they are narrowed to. Out: what was planned and played, on the terminal or in
a file for a spreadsheet or a funder."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from campaign.commands.moments import read_day

if TYPE_CHECKING:
    from campaign.adapters.report_words import Reader
    from campaign.spec.report import PlayReport

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
MONTH = 30
"""Days that are reported on unless others are asked for: until yesterday."""


@app.callback()
def describe() -> None:
    """Report what the screens have shown."""


@app.command("plays")
def report_plays(
    *,
    since: Annotated[str, typer.Option("--since", help="First service day, as 2026-11-01.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last service day; yesterday unless given.")] = "",
    campaign: Annotated[str, typer.Option("--campaign", help="One campaign alone.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="One channel alone.")] = "",
    flight: Annotated[str, typer.Option("--flight", help="One flight alone.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="A file: .csv, .xlsx or .pdf.", dir_okay=False)] = None,
    lang: Annotated[str, typer.Option("--lang", help="Of the file: bg or en.")] = "bg",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Set what players have shown against what was planned, for each flight."""
    from django.utils import timezone

    from campaign.adapters.report_files import MEDIA_TYPES, write_report
    from campaign.services.reports import make_report
    from campaign.spec.report import Scope

    today = timezone.localdate()
    last = read_day(until, option="--until") or today - timedelta(days=1)
    first = read_day(since, option="--since") or last - timedelta(days=MONTH - 1)
    kind = out.suffix.lower().removeprefix(".") if out else ""
    if out and kind not in MEDIA_TYPES:
        raise typer.BadParameter("name it .csv, .xlsx or .pdf", param_hint="--out")
    if lang not in ("bg", "en"):
        raise typer.BadParameter("bg or en", param_hint="--lang")
    scope = Scope(first, last, campaign, channel, flight)
    report = make_report(scope, by=None, now=timezone.now())
    if out:
        out.write_bytes(write_report(report, kind=kind, reader=_make_reader(lang)))
        Console(highlight=False, soft_wrap=True).print(f"{out}: {first} – {last}, {len(report.flights)} flights.")
    elif as_json:
        _print_json(report)
    else:
        _print_table(report)


def _make_reader(lang: str) -> "Reader":
    from campaign.adapters.report_words import Reader
    from campaign.commands.words import translate_to

    return Reader(lang, translate_to(lang))


def _print_json(report: "PlayReport") -> None:
    import json

    from campaign.spec.digest import to_plain

    body = to_plain(report)
    body["days"] = {str(day): {"planned": plan, "played": played} for day, (plan, played) in report.days.items()}
    typer.echo(json.dumps(body, ensure_ascii=False, indent=1))


def _print_table(report: "PlayReport") -> None:
    from dataclasses import astuple

    from campaign.adapters.report_words import Reader

    reader = Reader("en", str)
    table = Table(box=None, pad_edge=False)
    table.add_column("flight", overflow="fold", min_width=14)
    for name in ("planned", "played", "kept", "time", "screens", "share of voice", "contacts"):
        table.add_column(name, justify="right")
    for flight in report.flights:
        table.add_row(flight.flight or "(beside all flights)", *astuple(reader.tell(flight.figures)))
        for line in flight.channels if len(flight.channels) > 1 else ():
            table.add_row(f"  {line.channel}", *astuple(reader.tell(line.figures)))
    table.add_row("all flights", *astuple(reader.tell(report.total)), style="bold")
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{report.scope.since} – {report.scope.until}", table)
    for reason, count in report.refused.items():
        console.print(f"{count} rows refused: {reason}")
