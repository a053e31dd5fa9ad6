"""Keeping house. In: a moment. Out: what nothing needs is gone, in small steps; or what a run would do.

Each hour the workers look at a sixteenth of the files, by the first digit of their hash, so that no step takes long and
every file is looked at more than once a day. The command line does all of it at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from campaign.services import ageing, garbage, strays
from campaign.services.garbage import Swept, Waiting

HOUR = 3600


@dataclass(frozen=True)
class Tidied:
    """`rows` that were over, by kind; `strays` of the private store."""

    files: Swept
    strays: int
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Outlook:
    """The same, as it would be."""

    files: Waiting
    strays: int
    rows: Mapping[str, int]


def tidy_step(*, now: datetime) -> Tidied:
    """The hour's step. Raises NotAllowed, StoreFailed; what was done before stays done."""
    part = garbage.PARTS[int(now.timestamp()) // HOUR % len(garbage.PARTS)]
    return _tidy(part, now=now, tell=lambda: None)


def tidy_all(*, now: datetime, tell: Callable[[], None] = lambda: None) -> Tidied:
    """All of it; `tell` is called after each of len(garbage.PARTS) steps. Raises NotAllowed, StoreFailed."""
    return _tidy(garbage.PARTS, now=now, tell=tell)


def foresee(*, now: datetime) -> Outlook:
    """Change nothing. Raises NotAllowed, StoreFailed."""
    lost = sum(1 for _ in strays.list_strays(now=now))
    return Outlook(garbage.foresee(now=now), lost, ageing.count_old(now=now))


def _tidy(parts: str, *, now: datetime, tell: Callable[[], None]) -> Tidied:
    """Rows first: what they named is garbage then."""
    rows, files = ageing.remove_old(now=now), Swept()
    for part in parts:
        files += garbage.sweep(now=now, part=part)
        tell()
    files += Swept(halves=garbage.remove_halves(now=now))
    return Tidied(files, strays.remove_strays(now=now), rows)
