"""How much of a loop was promised. In: a flight, what it can show on a channel, its pace. Out: a fraction of 1.

A flight is sold as a share of the loop, as plays an hour on each screen, or as plays by its end on all screens
together. For the last, whoever freezes a schedule sets a pace: what is left to play, as a share of what time is left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TypeAlias

from campaign.schedule.flight import WHOLE, Flight, Priority

HOUR = 3600
"""Seconds."""

Shares: TypeAlias = Mapping[str, Fraction]
"""Flight → its part of the loop."""


@dataclass(frozen=True)
class Pace:
    """Of a flight with a wanted number of plays: how many had been `played` when it was set, and the `share` of the
    loop, in per cent, that brings the rest by the last day. `due` had been due by then at an even pace; `reach` are the
    plays on the last day, less than wanted where even all that others leave is not enough (None: nobody knows)."""

    played: int
    share: float
    due: int = 0
    reach: int | None = None


def find_share(flight: Flight, *, lengths: Iterable[int], pace: Pace | None = None) -> Fraction:
    """The promise; `lengths` are the seconds that each story of the flight takes on the channel's screens. A flight
    that can show nothing, or has reached its number, is promised nothing by the hour or by the end."""
    if flight.priority is Priority.EMERGENCY:
        return Fraction(1)
    if flight.plays:
        return read_per_cent(pace.share) if pace else Fraction(0)
    if flight.plays_per_hour:
        seconds = list(lengths)
        mean = Fraction(sum(seconds), len(seconds)) if seconds else Fraction(0)
        return min(Fraction(1), Fraction(str(flight.plays_per_hour)) * mean / HOUR)
    return read_per_cent(flight.share)


@lru_cache(maxsize=4096)
def read_per_cent(share: float) -> Fraction:
    """Per cent as people write them, not as binary floats hold them."""
    return Fraction(str(share)) / Fraction(str(WHOLE))


def add_shares(shares: Iterable[Fraction]) -> Fraction:
    """Their sum; much sooner than fraction by fraction."""
    parts = [share.as_integer_ratio() for share in shares]
    whole = lcm(*(parts_to_one for _, parts_to_one in parts))
    return Fraction(sum(many * (whole // parts_to_one) for many, parts_to_one in parts), whole)
