"""Order within a loop. In: how often each flight plays. Out: the order that keeps each one's plays evenly apart.

What is better is said in schedule.ring. Short loops are searched by swaps and moves from fair starts; the search is
exact enough that small loops come out optimal (see the tests). Long ones get their places by schedule.places.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from campaign.schedule.places import place_plays
from campaign.schedule.ring import Order, Voices, measure_order

SEARCHED = 30
"""Plays in a loop up to which better neighbours are searched."""


def space_evenly(voices: Voices) -> Order:
    """The order of the loop; deterministic, and the same for the same counts."""
    if sum(voices.counts) > SEARCHED:
        return _place(voices)
    # Loops that differ only in which flight is which are searched once.
    ranked = sorted(
        range(len(voices.counts)),
        key=lambda at: (-voices.counts[at], voices.items[at] < 0, voices.campaigns[at] < 0, voices.campaigns[at], at),
    )
    known = Voices(
        tuple(voices.counts[at] for at in ranked),
        _renumber(voices.items[at] for at in ranked),
        _renumber(voices.campaigns[at] for at in ranked),
    )
    return tuple(ranked[place] for place in _search(known))


def _renumber(names: Iterator[int]) -> tuple[int, ...]:
    """Names in the order in which they come; those of one flight alone keep apart all the same."""
    known: dict[int, int] = {}
    return tuple(-1 if name < 0 else known.setdefault(name, len(known)) for name in names)


@lru_cache(maxsize=1024)
def _place(voices: Voices) -> Order:
    return place_plays(voices)


@lru_cache(maxsize=4096)
def _search(voices: Voices) -> Order:
    starts = (_take_turns(voices.counts), _spread_plays(voices.counts), place_plays(voices))
    found = (_improve(start, voices) for start in dict.fromkeys(starts))
    return min(found, key=lambda order: (measure_order(order, voices), order))


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


def _improve(order: Order, voices: Voices) -> Order:
    """Walk to better neighbours until there is none."""
    cost = measure_order(order, voices)
    while cost > (0, 0, 0):
        found = min(((measure_order(other, voices), other) for other in _list_neighbours(order)), default=(cost, order))
        if found[0] >= cost:
            return order
        cost, order = found
    return order


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
