"""Which release decided when. In: rows. Out: releases with the moments at which they took over, or will.

What was let out at once decides from that second on. Bodies are read once while nothing changes.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from campaign.data import convert, queries
from campaign.data.models import Channel
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.services.changes import read_stamp

_bodies: dict[tuple[int, int], Release] = {}
"""By the stamp under which they were read, and their number."""


def list_reigns(*, since: datetime) -> tuple[Reign, ...]:
    """Every reign that decided anything since then, and those to come, in the order of time; at least one, as before
    the first release every channel has its plain picture."""
    starts = _list_starts()
    begun = [start for start in starts if start <= since]
    wanted = [start for start in starts if start >= begun[-1]] if begun else list(starts)
    releases = _read_bodies([starts[start].number for start in wanted])
    reigns = tuple(Reign(release, start) for release, start in zip(releases, wanted, strict=True))
    return reigns if begun else (Reign(make_empty()), *reigns)


def list_playing(*, at: datetime) -> tuple[Reign, ...]:
    """The release in force for players at the moment, and those to come. One that was let out at once is in force
    whatever a clock says, and fills its first service day as if it always had been: so lists do not begin in the middle
    of a loop."""
    at_once = {start for start, one in _list_starts().items() if one.at_once}
    first, *others = list_reigns(since=max({at, *at_once}))
    return (replace(first, since=None) if first.since in at_once else first, *others)


@dataclass(frozen=True)
class _Start:
    """Which release began, and whether because somebody let it out just then."""

    number: int
    at_once: bool


def _list_starts() -> dict[datetime, _Start]:
    """By the second; of two in one second the newer one."""
    rows = queries.list_let_out().values_list(queries.START, "number", "starts_at")
    return {start.replace(microsecond=0): _Start(number, planned is None) for start, number, planned in rows}


def make_empty() -> Release:
    """Before the first release every channel has its fallback."""
    channels = tuple(convert.read_channel(row) for row in Channel.objects.all())
    return Release(0, "", channels, (), (), (), {})


def forget_bodies() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _bodies.clear()


def _read_bodies(numbers: list[int]) -> list[Release]:
    stamp = read_stamp()
    for key in [key for key in tuple(_bodies) if key[0] != stamp]:
        _bodies.pop(key, None)
    known = {number: release for number in numbers if (release := _bodies.get((stamp, number)))}
    for row in queries.list_let_out().filter(number__in=set(numbers) - known.keys()):
        known[row.number] = _bodies[stamp, row.number] = convert.read_release(row)
    return [known[number] for number in numbers]
