"""Rendering seen live. In: the content keys that are wanted. Out: bars, a line for each file, and what failed.

Only the database is asked: it is the record of runs, whoever renders.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column

from campaign.data.models import Material, Rendering

State = Rendering.State
ENDED = frozenset({State.DONE, State.FAILED})
LOOK = 0.25
"""Seconds between looks at the database."""


@dataclass(frozen=True)
class Look:
    """One rendering as it stands; `progress` from 0 to 1."""

    key: str
    queue: str
    state: str
    progress: float


def show_progress(keys: Collection[str], *, console: Console, check: Callable[[], None]) -> list[Rendering]:
    """Show the renderings until all have ended; returns those that failed. `check` is called at each look, and may
    raise when nobody is left who could render."""
    ended = {look.key for look in read_looks(keys) if look.state in ENDED}
    if len(ended) < len(keys):
        names = name_renderings(keys)
        with _make_bars(console) as bars:
            _watch(keys, ended=ended, names=names, bars=bars, check=check)
    return list(Rendering.objects.filter(key__in=keys, state=State.FAILED).order_by("queue", "key"))


def read_looks(keys: Collection[str]) -> list[Look]:
    """The renderings as they stand."""
    rows = Rendering.objects.filter(key__in=keys).values_list("key", "queue", "state", "progress")
    return [Look(*row) for row in rows]


def name_renderings(keys: Collection[str]) -> Mapping[str, str]:
    """Key → the first material that shows it: channel, language, campaign/item."""
    names: dict[str, str] = {}
    rows = Material.objects.filter(current=True).select_related("version__item__campaign", "channel")
    for material in rows.order_by("channel__position", "language"):
        name = f"{material.channel.slug} · {material.language} · {material.version.item}"
        for key in (material.still_id, material.loop_id):
            if key is not None and key in keys:
                names.setdefault(key, name)
    return names


def _watch(
    keys: Collection[str], *, ended: set[str], names: Mapping[str, str], bars: Progress, check: Callable[[], None]
) -> None:
    tasks: dict[str, TaskID] = {}
    while len(ended) < len(keys):
        check()
        looks = read_looks(keys)
        for look in looks:
            if look.state in ENDED and look.key not in ended:
                ended.add(look.key)
                mark = "[green]✓[/]" if look.state == State.DONE else "[red]✗[/]"
                bars.console.print(f"{mark} {look.queue:6}  {names.get(look.key, look.key[:12])}")
        for queue in sorted({look.queue for look in looks}):
            _update_bar(bars, tasks, queue, [look for look in looks if look.queue == queue], names=names)
        if len(ended) < len(keys):
            time.sleep(LOOK)


def _update_bar(
    bars: Progress, tasks: dict[str, TaskID], queue: str, looks: list[Look], *, names: Mapping[str, str]
) -> None:
    if queue not in tasks:
        tasks[queue] = bars.add_task(queue, total=len(looks), now="")
    running = [look for look in looks if look.state == State.RUNNING]
    now = "  ".join(f"{names.get(look.key, look.key[:12])} {look.progress:.0%}" for look in running)
    bars.update(tasks[queue], completed=sum(look.state in ENDED for look in looks), now=now)


def _make_bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:6}"),
        BarColumn(bar_width=28),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[now]}", table_column=Column(no_wrap=True, ratio=1)),
        console=console,
        expand=True,
    )
