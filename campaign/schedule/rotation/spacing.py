"""Order within a loop. In: how often each flight plays. Out: the order that keeps each one's plays evenly apart.

What is better is said in schedule.rotation.ring. Short loops are searched by swaps and moves from fair starts; the
search is exact enough that small loops come out optimal (see the tests). Long ones get their places by
schedule.rotation.places.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from campaign.schedule.rotation.places import place_plays
from campaign.schedule.rotation.ring import Order, Voices, measure_order

SEARCHED = 24
"""Plays in a loop up to which better neighbours are searched."""

MOVED = 12
"""Plays up to which they are searched by moves too, from more than one start."""


def space_evenly(voices: Voices) -> Order:
    """The order of the loop; deterministic, and the same for the same counts."""
    if sum(voices.counts) > SEARCHED:
        # For places it only matters which flights are of one campaign.
        shared = {name for name, many in Counter(voices.campaigns).items() if many > 1}
        ranked = sorted(range(len(voices.counts)), key=voices.counts.__getitem__, reverse=True)
        campaigns = _renumber(voices.campaigns[at] if voices.campaigns[at] in shared else -1 for at in ranked)
        order = _place(tuple(voices.counts[at] for at in ranked), campaigns)
        return tuple(ranked[place] for place in order)
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


def space_apart(counts: Sequence[int]) -> Order:
    """The order of a long loop in which no two flights are of one campaign."""
    ranked = sorted(range(len(counts)), key=counts.__getitem__, reverse=True)
    order = _place(tuple([counts[at] for at in ranked]), (-1,) * len(ranked))
    return tuple([ranked[place] for place in order])


def _renumber(names: Iterator[int]) -> tuple[int, ...]:
    """Names in the order in which they come; those of one flight alone keep apart all the same."""
    known: dict[int, int] = {}
    return tuple(-1 if name < 0 else known.setdefault(name, len(known)) for name in names)


@lru_cache(maxsize=4096)
def _place(counts: tuple[int, ...], campaigns: tuple[int, ...]) -> Order:
    return place_plays(Voices(counts, campaigns, campaigns))


@lru_cache(maxsize=4096)
def _search(voices: Voices) -> Order:
    """From every start; in all but the shortest loops from the best one, and by swaps alone."""
    starts = {order: measure_order(order, voices) for order in _list_starts(voices)}
    ranked = sorted(starts, key=lambda order: (starts[order], order))
    if starts[ranked[0]] <= (0, 0, _find_least(voices.counts)):
        return ranked[0]
    moved = len(ranked[0]) <= MOVED
    found = [_improve(start, voices, moved=moved) for start in (ranked if moved else ranked[:1])]
    return min(found, key=lambda order: (measure_order(order, voices), order))


def _list_starts(voices: Voices) -> Iterator[Order]:
    yield place_plays(voices)
    yield _take_turns(voices.counts)
    yield _spread_plays(voices.counts)


def _find_least(counts: Sequence[int]) -> int:
    """The unevenness when no gap is a whole place off; nothing is less."""
    length, least = sum(counts), 0
    for count in filter(None, counts):
        gap, longer = divmod(length, count)
        least += count * (longer * (gap + 1) ** 2 + (count - longer) * gap**2) - length**2
    return least


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


def _improve(order: Order, voices: Voices, *, moved: bool) -> Order:
    """Walk to better neighbours until there is none."""
    cost = measure_order(order, voices)
    least = (0, 0, _find_least(voices.counts))
    while cost > least:
        neighbours = chain(_list_swapped(order), _list_moved(order) if moved else ())
        found = min(((measure_order(other, voices), other) for other in neighbours), default=(cost, order))
        if found[0] >= cost:
            return order
        cost, order = found
    return order


def _list_swapped(order: Order) -> Iterator[Order]:
    for left in range(len(order)):
        for right in range(left + 1, len(order)):
            if order[left] != order[right]:
                swapped = list(order)
                swapped[left], swapped[right] = swapped[right], swapped[left]
                yield tuple(swapped)


def _list_moved(order: Order) -> Iterator[Order]:
    for left in range(len(order)):
        rest = order[:left] + order[left + 1 :]
        for place in range(len(order)):
            if place != left:
                yield (*rest[:place], order[left], *rest[place:])
