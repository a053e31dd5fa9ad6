"""`campaign backup` and `campaign restore`. In: a folder. Out: a copy of everything in it, or everything out of one."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHOWN = 5
"""Names of missing files that are printed."""


def backup(
    *,
    to: Annotated[Path, typer.Option("--to", help="A folder on another disk.", file_okay=False)],
    keep: Annotated[int, typer.Option("--keep-days", help="Remove older copies.", min=1)] = 35,
) -> None:
    """Copy the database and both stores to a safe place; files that are there already are not copied again."""
    from django.utils import timezone

    from campaign.data.models import StoredFile
    from campaign.services.backups import make_backup
    from campaign.services.signing import find_absent_root

    with _show("files", StoredFile.objects.count()) as tell:
        made = make_backup(to, now=timezone.now(), keep_days=keep, tell=tell)
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"{made.folder}: {made.files:,} files, {made.new:,} of them new ({made.bytes / 1e6:,.1f} MB); "
        f"{made.dropped:,} old copies and files removed."
    )
    if root := find_absent_root():
        console.print(
            f"The root key {root} is not on this host, so it is not in this copy: keep its file safe yourself."
        )
    _end(made.missing, console)


def restore(
    folder: Annotated[Path, typer.Argument(help="What `backup --to` was given, or one copy in it.", exists=True)],
    *,
    stops: Annotated[
        list[Path] | None, typer.Option("--stops", help="stops.jsonl of another host of the lost installation.")
    ] = None,
) -> None:
    """Bring a copy back into an empty installation; what was erased, stopped or revoked since is so again."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from campaign.services import backups
    from campaign.services.restoring import apply_stops, list_trusted_still
    from campaign.services.signing import find_absent_root

    copy = backups.find_newest(folder)
    backups.bring_database(copy)
    call_command("migrate", verbosity=0)
    with _show("files", backups.count_files(copy)) as tell:
        done = backups.bring_files(copy, tell=tell)
    known = backups.read_stops(copy, stops or ())
    stopped = apply_stops(known, now=timezone.now())
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"The copy of {done.made_at} is back: {done.files:,} files; {stopped:,} stops since then done again.")
    for key in list_trusted_still(known):
        console.print(f"Revoked since, and the root is not here: campaign signing revoke {key} --root FILE")
    if root := find_absent_root():
        console.print(f"The root key {root} was not in the copy: bring its file, and name it by --root FILE.")
    _end(done.missing, console)


def _end(missing: tuple[str, ...], console: Console) -> None:
    if missing:
        console.print(f"{len(missing):,} files are missing or damaged: {', '.join(missing[:SHOWN])}")
        raise typer.Exit(1)


@contextmanager
def _show(title: str, total: int) -> "Iterator[Callable[[int], None]]":
    """A bar on standard error."""
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=total)
        yield lambda done: bars.update(task, completed=done)
