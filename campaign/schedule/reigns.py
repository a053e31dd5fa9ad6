"""Which release decides. In: releases, and since when each does. Out: the one in force at a moment, and until when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.schedule.release import Release


@dataclass(frozen=True)
class Reign:
    """A release that decides what plays from `since` on (aware, in whole seconds; None: from ever), until the next one
    does."""

    release: Release
    since: datetime | None = None

    def has_begun(self, at: datetime) -> bool:
        return self.since is None or self.since <= at


def find_reign(reigns: Sequence[Reign], at: datetime) -> Reign:
    """The one in force at the moment; before the first of them that one. They stand in the order of time."""
    return [reigns[0], *(reign for reign in reigns if reign.has_begun(at))][-1]


def list_terms(reigns: Sequence[Reign]) -> Iterator[tuple[Reign, datetime | None]]:
    """Each with the moment at which the next one takes over; None for the last."""
    ends = (*(reign.since for reign in reigns[1:]), None)
    yield from zip(reigns, ends, strict=True)
