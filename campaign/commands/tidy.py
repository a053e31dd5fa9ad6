"""`campaign tidy`. In: nothing. Out: what nothing needs is gone after its grace, or what would go is told."""

from collections.abc import Mapping
from typing import Annotated, TypeAlias

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

_Files: TypeAlias = Mapping[str, tuple[int, int | None]]


def tidy(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would go, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Remove files and rows that nothing needs any more. The workers do so by themselves, a sixteenth each hour."""
    from django.utils import timezone

    from campaign.services import garbage, tidying

    if dry_run:
        outlook = tidying.foresee(now=timezone.now())
        waits = outlook.files
        files: _Files = {"to be marked": waits.unmarked, "waiting": waits.waiting, "to be removed": waits.due}
        _print(files, strays=outlook.strays, rows=outlook.rows, as_json=as_json)
        return
    console = Console(stderr=True)
    with Progress(TextColumn("files"), BarColumn(), console=console, transient=True, disable=as_json) as bars:
        task = bars.add_task("files", total=len(garbage.PARTS))
        done = tidying.tidy_all(now=timezone.now(), tell=lambda: bars.advance(task))
    files = {
        "marked": (done.files.marked, None),
        "needed again": (done.files.cleared, None),
        "removed": (done.files.removed, done.files.bytes),
        "not answered by the store": (done.files.left, None),
        "uploads never ended": (done.files.halves, None),
    }
    _print(files, strays=done.strays, rows=done.rows, as_json=as_json)
    if done.files.left:
        raise typer.Exit(1)


def _print(files: Mapping[str, tuple[int, int | None]], *, strays: int, rows: Mapping[str, int], as_json: bool) -> None:
    """A line a kind: how many, and of files how many bytes."""
    if as_json:
        import json

        told = {name: {"files": count, "bytes": size} for name, (count, size) in files.items()}
        typer.echo(json.dumps({"files": told, "private": strays, "rows": dict(rows)}))
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    for name, (count, size) in files.items():
        table.add_row(f"files {name}", f"{count:,}", "" if size is None else f"{size / 1e6:,.1f} MB")
    table.add_row("private files without a row", f"{strays:,}", "")
    for name, count in rows.items():
        table.add_row(name, f"{count:,}", "")
    Console(highlight=False, soft_wrap=True).print(table)
