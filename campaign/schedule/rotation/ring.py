"""A loop as a ring. In: how often each flight plays, and an order. Out: how far the order is from an even one.

The loop's end meets its start again, or the next loop's. Orders are compared by, first, how often an item follows
itself, second, how often a campaign does, third, how uneven the gaps between a flight's plays are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Order: TypeAlias = tuple[int, ...]
"""Positions of a loop → index of the flight that plays there."""

Cost: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True)
class Voices:
    """How often each flight plays in the loop; flights with the same number in `items` have the one same item
    (negative: several, that take turns), those with the same number in `campaigns` are of one campaign (negative:
    of several)."""

    counts: tuple[int, ...]
    items: tuple[int, ...]
    campaigns: tuple[int, ...]


def measure_order(order: Sequence[int], voices: Voices) -> Cost:
    """(an item after itself, a campaign after itself, unevenness ≥ 0): all counted round the ring.

    Unevenness is Σ n·Σ gap² − P² over the flights, n plays of P: 0 when every gap is P/n, and each flight's
    departure weighs the same however rarely it plays."""
    same_item = same_campaign = 0
    before = order[-1] if len(order) > 1 else None
    places: list[list[int]] = [[] for _ in voices.counts]
    for place, flight in enumerate(order):
        places[flight].append(place)
        if before is not None:
            same_item += _is_same(voices.items, before, flight)
            same_campaign += _is_same(voices.campaigns, before, flight)
        before = flight
    return same_item, same_campaign, sum(_measure_gaps(own, len(order)) for own in places)


def _is_same(names: tuple[int, ...], one: int, other: int) -> bool:
    return names[one] == names[other] >= 0


def _measure_gaps(places: Sequence[int], length: int) -> int:
    if len(places) < 2:
        return 0
    gaps = (*(right - left for left, right in pairwise(places)), length - places[-1] + places[0])
    return len(places) * sum(gap * gap for gap in gaps) - length * length
