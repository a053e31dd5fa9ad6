"""`campaign demo`: everything on one machine, from nothing to screens that play, and gone without a trace on Ctrl-C."""

import os
import signal
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from campaign.commands.household import Household, find_port
from campaign.commands.report import report_error
from campaign.spec.errors import CampaignError

if TYPE_CHECKING:
    from campaign.commands.samples import Prepared
    from campaign.data.convert import Problem

INTERRUPTED = 130
PLAN_CHANGED = "PlanChanged"
REPLANS = 3
"""So often is planned anew when somebody edits templates while they render."""


def demo(
    port: Annotated[int, typer.Option(help="Port of the web server; the next free one if it is taken.")] = 8000,
    once: Annotated[bool, typer.Option("--once", help="Render and release, then end instead of serving.")] = False,
    pack: Annotated[list[Path] | None, typer.Option(help="Packs to take in instead of the samples.")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="Render for these channels only.")] = None,
) -> None:
    """Prepare, render and serve the sample campaigns on this machine. Ctrl-C ends every process."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    console = Console(highlight=False)
    port = find_port(port)
    os.environ.setdefault("CAMPAIGN_PUBLIC_URL", f"http://localhost:{port}")
    raise typer.Exit(_run(console, port=port, once=once, packs=pack or [], channels=channel or []))


def _run(console: Console, *, port: int, once: bool, packs: list[Path], channels: list[str]) -> int:
    from django.conf import settings

    household = Household(settings.HOME)
    serving = False
    try:
        failed = _prepare(household, console, port=port, once=once, packs=packs, channels=channels)
        if once:
            return 1 if failed else 0
        serving = True
        _watch(household)
    except KeyboardInterrupt:
        return 0 if serving else INTERRUPTED
    except CampaignError as error:
        report_error(error)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # the end is on its way already
        household.stop()
    return 1


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _prepare(
    household: Household, console: Console, *, port: int, once: bool, packs: list[Path], channels: list[str]
) -> bool:
    """All but serving; returns whether anything failed."""
    with console.status("Starting, and taking in the campaigns …"):
        household.home.mkdir(parents=True, exist_ok=True)
        _set_up(household)
        household.start_workers()
        if not once:
            household.start_web(port=port)
        prepared = _take_in(packs=packs, channels=channels)
    failed = _render(prepared, household, console)
    for _ in range(REPLANS):
        if not any(problem.kind == PLAN_CHANGED for problem in failed):
            break
        console.print("The templates changed meanwhile: planning again.")
        prepared = _take_in(packs=packs, channels=channels)
        failed = _render(prepared, household, console)
    _release(prepared, console, failed=failed)
    if not once:
        household.wait_for_web(port=port)
        _print_addresses(prepared, console, port=port)
    return bool(failed or prepared.problems)


def _set_up(household: Household) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    if not settings.BROKER_URL:
        household.start_broker()
    django.setup()
    from campaign.services import runs

    call_command("migrate", interactive=False, verbosity=0)
    if household.broker is not None:
        runs.restart_all()  # we hold the broker's lock: no worker of an earlier run can be left


def _take_in(*, packs: list[Path], channels: list[str]) -> "Prepared":
    from django.conf import settings
    from django.utils import timezone

    from campaign.commands.samples import prepare_samples

    folders = packs or sorted(path for path in settings.SAMPLES_FOLDER.iterdir() if (path / "campaign.yaml").exists())
    return prepare_samples(packs=folders, channels=channels, today=timezone.localdate())


def _render(prepared: "Prepared", household: Household, console: Console) -> list["Problem"]:
    """Wait for the renders, and return what went wrong with some."""
    from campaign.commands.progress import show_progress
    from campaign.data.convert import read_error

    failed = show_progress(prepared.renderings, console=console, check=household.check)
    return [problem for row in failed if (problem := read_error(row))]


def _release(prepared: "Prepared", console: Console, *, failed: list["Problem"]) -> None:
    from django.utils import timezone

    from campaign.commands.samples import release_samples
    from campaign.commands.template_use import tell_waiting

    for error in prepared.problems:
        report_error(error)
    for words in sorted({str(problem) for problem in failed}):
        console.print(Text("✗ ", style="red").append(words, style="default"), soft_wrap=True)
    released = release_samples(prepared, now=timezone.now())
    tell_waiting(console)
    done = len(prepared.renderings) - len(failed)
    console.print(f"{done} files are there, {released.approved} materials newly approved.")
    console.print(f"Release {released.number} plays.")
    for words, refused in released.refused.items():
        items = ", ".join(sorted(set(refused)))
        console.print(Text(f"  not approved, {len(refused)} ×: {words} ({items})", style="dim"), soft_wrap=True)


def _print_addresses(prepared: "Prepared", console: Console, *, port: int) -> None:
    site = f"http://localhost:{port}"
    channel = "tram" if "tram" in prepared.keys.players else min(prepared.keys.players)
    feed = f"{site}/feeds/{prepared.keys.players[channel]}"
    lines = [
        ("Studio", site),
        (f"Player ({channel})", f"{feed}/player"),
        *((f"Playlist {kind}", f"{feed}/playlist.{kind}") for kind in ("json", "smil", "xspf", "m3u8", "csv")),
        *((f"Sign in as {name}", password) for name, password in prepared.keys.passwords.items()),
    ]
    console.print()
    for title, value in lines:
        console.print(f"  [bold]{title:<24}[/]{value}", soft_wrap=True)
    console.print("\n  Ctrl-C ends everything.\n")


def _watch(household: Household) -> None:
    """Until a signal comes; a process that ends is started again. Raises PartEnded when one does not live."""
    while True:
        household.revive()
        time.sleep(0.5)
