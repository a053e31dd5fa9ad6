"""Which release decided when. In: rows. Out: releases with the moments at which they took over, or will.

What was let out at once decides from that second on. Bodies are read once: nothing but an erasure changes one.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from campaign.data import convert, queries
from campaign.data.models import Channel
from campaign.data.models import Release as Row
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.services.shelf import Shelf

_bodies: Shelf[tuple[int, str], Release] = Shelf(most=100_000, weigh=lambda release: 1 + len(release.spots))
"""By their number and the digest of what was read, as many as have so many spots together."""


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
    """Also of one that is being called off just now: whoever asks next does not find it."""
    rows = Row.objects.filter(number__in=set(numbers))
    named = {
        number: redactions[-1]["after"] if redactions else digest
        for number, digest, redactions in rows.values_list("number", "digest", "redactions")
    }
    return [_bodies.find((number, named[number]), make=partial(_read_body, number)) for number in numbers]


def _read_body(number: int) -> Release:
    return convert.read_release(Row.objects.get(number=number))
