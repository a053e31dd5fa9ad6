"""A cycle in order. In: how often each flight plays in each loop. Out: whose turn it is, evenly spaced over all loops.

Loops that all hold the same take one order, the best there is (schedule.rotation.spacing). Otherwise the whole cycle is
spaced as one ring and cut into loops; where a loop would then hold a play too much or too few, its plays are only put
into the order of the ring.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from campaign.schedule.rotation.filling import Counts, spread_plays
from campaign.schedule.rotation.ring import Voices
from campaign.schedule.rotation.spacing import SEARCHED, space_apart, space_evenly
from campaign.schedule.rotation.turns import Runner, Turn, compare_turns

CUTS = 4
"""Places at which a ring is tried to be cut into loops."""


@dataclass(frozen=True)
class Names:
    """Of every runner a number for the one item that it shows, and one for the one campaign; flights of one name have
    the same number, those that show several -1. `shared`: whether any two are of one campaign."""

    items: tuple[int, ...]
    campaigns: tuple[int, ...]
    shared: bool


def name_runners(runners: Sequence[Runner]) -> Names:
    """What decides who should not stand beside whom; the same all through a stretch of the day."""
    campaigns = _number_names([runner.only_campaign for runner in runners])
    named = [number for number in campaigns if number >= 0]
    return Names(
        _number_names([runner.only_item for runner in runners]), campaigns, shared=len(set(named)) < len(named)
    )


def order_plays(plays: Counts, names: Names, *, loops: int, slots: int, seed: int) -> list[list[int]]:
    """The runners' numbers in so many loops of so many slots, all filled; other seeds begin elsewhere in the ring. In
    each loop a runner has its mean, rounded down or up."""
    if not any(count % loops for count in plays):
        return _repeat([count // loops for count in plays], names, loops=loops, seed=seed)
    ring = _turn(_space(plays, names), seed)
    for by in range(0, slots, max(1, slots // CUTS)):
        cut = _cut_ring(_turn(ring, by), plays, loops=loops, slots=slots)
        if cut:
            return cut
    return _follow_ring(ring, spread_plays(plays, loops=loops, slots=slots))


def order_loops(loops: Sequence[Counts], names: Names, *, seed: int) -> list[list[int]]:
    """The runners' numbers where what each loop holds is fixed."""
    if all(counts == loops[0] for counts in loops):
        return _repeat(loops[0], names, loops=len(loops), seed=seed)
    plays = [sum(counts) for counts in zip(*loops, strict=True)]
    return _follow_ring(_turn(_space(plays, names), seed), loops)


def deal_stories(order: Sequence[Sequence[int]], runners: Sequence[Runner], *, before: Turn | None) -> list[list[Turn]]:
    """Each runner's stories in turn, those that would follow themselves one turn later."""
    dealt = []
    queues = [runner.queue for runner in runners]
    last = before.ref if before else ""
    for loop in order:
        turns: list[Turn] = []
        for at in loop:
            queue = queues[at]
            turn = queue[0]
            if turn.ref == last and before:
                turn = _choose_other(queue, before)
                queue.remove(turn)
            else:
                del queue[0]
            queue.append(turn)
            turns.append(turn)
            last = turn.ref
            before = turn
        dealt.append(turns)
    for at, count in Counter(chain.from_iterable(order)).items():
        runners[at].taken += count
    return dealt


def _choose_other(queue: Sequence[Turn], before: Turn) -> Turn:
    return min(queue, key=lambda turn: compare_turns(before, turn))


def order_turns(loops: Sequence[Sequence[Turn]], names: Names, *, seed: int) -> list[list[Turn]]:
    """Loops that were filled already, in order."""
    held = [[[turn for turn in loop if turn.runner == at] for at in range(len(names.items))] for loop in loops]
    order = order_loops([[len(own) for own in each] for each in held], names, seed=seed)
    before: Turn | None = None
    ordered = []
    for whose, left in zip(order, held, strict=True):
        turns = []
        for at in whose:
            before = min(left[at], key=lambda turn: compare_turns(before, turn))
            left[at].remove(before)
            turns.append(before)
        ordered.append(turns)
    return ordered


def _space(plays: Sequence[int], names: Names) -> tuple[int, ...]:
    playing = [at for at, count in enumerate(plays) if count]
    counts = [plays[at] for at in playing]
    if sum(counts) > SEARCHED and not names.shared:
        return tuple([playing[place] for place in space_apart(counts)])
    voices = Voices(
        tuple(counts),
        _number_names([names.items[at] for at in playing]),
        _number_names([names.campaigns[at] for at in playing]),
    )
    return tuple(playing[place] for place in space_evenly(voices))


def _repeat(counts: Counts, names: Names, *, loops: int, seed: int) -> list[list[int]]:
    order = _turn(_space(counts, names), seed)
    return [order for _ in range(loops)]


def _number_names(names: Iterable[str | int]) -> tuple[int, ...]:
    """Flights that show one name only share a number with others of that name; the rest get -1."""
    known: dict[str | int, int] = {}
    return tuple([known.setdefault(name, len(known)) if name not in ("", -1) else -1 for name in names])


def _turn(order: Sequence[int], seed: int) -> list[int]:
    start = seed % len(order) if order else 0
    return [*order[start:], *order[:start]]


def _cut_ring(ring: list[int], plays: Counts, *, loops: int, slots: int) -> list[list[int]]:
    """The ring in loops, if each then holds its flights' means, rounded; else nothing."""
    most = [-(-count // loops) for count in plays]
    constant = [(at, count // loops) for at, count in enumerate(plays) if count >= loops]
    cut = [ring[start : start + slots] for start in range(0, loops * slots, slots)]
    for loop in cut:
        left = most.copy()
        for at in loop:
            left[at] -= 1
        if min(left) < 0 or any(most[at] - left[at] < least for at, least in constant):
            return []
    return cut


def _follow_ring(ring: Sequence[int], loops: Sequence[Counts]) -> list[list[int]]:
    places: list[list[int]] = [[] for _ in loops[0]]
    for place, at in enumerate(ring):
        places[at].append(place)
    coming = [iter(own) for own in places]
    return [
        [
            at
            for _, at in sorted(
                chain(*([(next(coming[at]), at) for _ in range(count)] for at, count in enumerate(counts)))
            )
        ]
        for counts in loops
    ]
