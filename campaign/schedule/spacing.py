"""Order within a loop. In: how often each flight plays. Out: the order that keeps each one's plays evenly apart.

A loop is a ring: its end meets the next loop's start. Orders are compared by, first, how often an item follows itself,
second, how often a campaign does, third, how uneven the gaps between a flight's plays are. The best order is searched
by swaps and moves from a fair start; the search is exact enough that small loops come out optimal (see the tests).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

Order: TypeAlias = tuple[int, ...]
"""Positions of a loop → index of the flight that plays there."""

Cost: TypeAlias = tuple[int, int, int]

SEARCHED = 30
"""Plays in a loop up to which better neighbours are searched; the fair starts serve longer loops well enough."""


@dataclass(frozen=True)
class Voices:
    """How often each flight plays in the loop; flights with the same number in `items` have the one same item
    (negative: several, that take turns), those with the same number in `campaigns` are of one campaign (negative:
    of several)."""

    counts: tuple[int, ...]
    items: tuple[int, ...]
    campaigns: tuple[int, ...]


@lru_cache(maxsize=4096)
def space_evenly(voices: Voices) -> Order:
    """The order of the loop; deterministic, and the same for the same counts."""
    starts: tuple[Order, ...] = (_take_turns(voices.counts), _spread_plays(voices.counts), _fill_ring(voices.counts))
    if sum(voices.counts) <= SEARCHED:
        starts = tuple(_improve(start, voices) for start in starts)
    return min(starts, key=lambda order: (measure_order(order, voices), order))


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


def _take_turns(counts: Sequence[int]) -> Order:
    """Smooth weighted round-robin: each step the flight that is furthest behind its share plays."""
    length = sum(counts)
    ahead = [0] * len(counts)
    order = []
    for _ in range(length):
        for flight, count in enumerate(counts):
            ahead[flight] += count
        chosen = max(range(len(counts)), key=lambda flight: (ahead[flight], -flight))
        ahead[chosen] -= length
        order.append(chosen)
    return tuple(order)


def _spread_plays(counts: Sequence[int]) -> Order:
    """Each play at the middle of its n-th part of the loop, ties to the rarer flight."""
    length = sum(counts)
    wanted = (
        ((2 * turn + 1) * length / (2 * count), count, flight)
        for flight, count in enumerate(counts)
        for turn in range(count)
    )
    return tuple(flight for _, _, flight in sorted(wanted))


def _fill_ring(counts: Sequence[int]) -> Order:
    """The most frequent flight takes its ideal places first, each further one the free places nearest to its own."""
    length = sum(counts)
    order = [-1] * length
    for flight in sorted(range(len(counts)), key=lambda flight: -counts[flight]):
        start = order.index(-1) if counts[flight] else 0
        for turn in range(counts[flight]):
            ideal = start + turn * length // counts[flight]
            place = min(
                (place for place in range(length) if order[place] < 0),
                key=lambda place: (min((place - ideal) % length, (ideal - place) % length), place),
            )
            order[place] = flight
    return tuple(order)


def _improve(order: Order, voices: Voices) -> Order:
    """Walk to better neighbours until there is none."""
    cost = measure_order(order, voices)
    while True:
        found = min(((measure_order(other, voices), other) for other in _list_neighbours(order)), default=(cost, order))
        if found[0] >= cost:
            return order
        cost, order = found


def _list_neighbours(order: Order) -> Iterator[Order]:
    length = len(order)
    for left in range(length):
        for right in range(left + 1, length):
            if order[left] != order[right]:
                swapped = list(order)
                swapped[left], swapped[right] = swapped[right], swapped[left]
                yield tuple(swapped)
        rest = order[:left] + order[left + 1 :]
        for place in range(length):
            if place != left:
                yield (*rest[:place], order[left], *rest[place:])
