"""`campaign worker`: the processes that render and keep house, until a signal ends them."""

import signal
import time
from typing import Annotated

import typer

from campaign.adapters.processes import Child, count_cores, start_child, stop_children
from campaign.commands.parts import OTHER_QUEUES, RENDER_QUEUES, list_beat, list_worker
from campaign.commands.troubles import wait_for_tables

PATIENCE = 100.0
"""Seconds in which running renders may end; what does not is done again by another worker."""


def worker(
    queues: Annotated[
        str, typer.Option(help="Only these queues: imports, stills, loops, publish, housekeeping, by commas.")
    ] = "",
    concurrency: Annotated[int, typer.Option(help="Renders at once; 0 is one a core.")] = 0,
    beat: Annotated[bool, typer.Option("--beat", help="Also run the clock. One in the whole installation.")] = False,
    beat_only: Annotated[bool, typer.Option("--beat-only", help="Run nothing but the clock.")] = False,
) -> None:
    """Run workers: one that renders on all cores, and a small one beside it, so that housekeeping never waits."""
    wait_for_tables()
    commands = {} if beat_only else _list_workers(queues, concurrency=concurrency or count_cores())
    if beat or beat_only:
        from django.conf import settings

        settings.HOME.mkdir(parents=True, exist_ok=True)
        commands["beat"] = list_beat(schedule=settings.HOME / "beat-schedule")
    raise typer.Exit(_supervise(commands))


def _list_workers(queues: str, *, concurrency: int) -> dict[str, list[str]]:
    if queues:
        return {"worker": list_worker(queues=queues, concurrency=concurrency)}
    return {
        "worker": list_worker(queues=RENDER_QUEUES, concurrency=concurrency),
        "house": list_worker(queues=OTHER_QUEUES, concurrency=1, name="house"),
    }


def _supervise(commands: dict[str, list[str]]) -> int:
    """Run all until a signal comes (0) or one ends by itself (1): whoever runs us starts us anew."""
    ended: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: ended.append(received))
    children: list[Child] = [start_child(name, command) for name, command in commands.items()]
    while not ended and all(child.runs for child in children):
        time.sleep(0.2)
    stop_children(children, patience=PATIENCE)
    return 0 if ended else 1
