"""A cycle in order. In: how often each flight plays in each loop. Out: whose turn it is, evenly spaced over all loops.

Loops that all hold the same take one order, the best there is (schedule.spacing). Otherwise the whole cycle is
spaced as one ring and cut into loops; where a loop would then hold a play too much or too few, its plays are only put
into the order of the ring.
"""

from collections.abc import Sequence
from itertools import chain

from campaign.schedule.filling import Counts
from campaign.schedule.ring import Voices
from campaign.schedule.spacing import space_evenly
from campaign.schedule.turns import Runner, Turn, compare_turns


def order_flights(
    loops: Sequence[Counts], runners: Sequence[Runner], *, seed: int, fixed: bool = False
) -> list[list[int]]:
    """The runners' numbers, loop by loop; other seeds begin elsewhere in the ring. A play goes to another loop where
    that is better for the ring, unless what each loop holds is `fixed`."""
    if all(counts == loops[0] for counts in loops):
        return [_turn(_space(loops[0], runners), seed) for _ in loops]
    plays = [sum(counts) for counts in zip(*loops, strict=True)]
    ring = _turn(_space(plays, runners), seed)
    return (not fixed and _cut_ring(ring, loops)) or _follow_ring(ring, loops)


def deal_stories(order: Sequence[Sequence[int]], runners: Sequence[Runner], *, before: Turn | None) -> list[list[Turn]]:
    """Each runner's stories in turn, those that would follow themselves one turn later."""
    dealt = []
    turned: dict[tuple[int, str], Turn] = {}
    for loop in order:
        turns: list[Turn] = []
        for at in loop:
            queue = runners[at].queue
            story = queue[0]
            if before and story.ref == before.story.ref:
                story = min(queue, key=lambda each: compare_turns(before, Turn(at, each)))
            runners[at].take(story)
            before = turned.get((at, story.ref))
            if before is None:
                before = turned[at, story.ref] = Turn(at, story)
            turns.append(before)
        dealt.append(turns)
    return dealt


def order_turns(loops: Sequence[Sequence[Turn]], runners: Sequence[Runner], *, seed: int) -> list[list[Turn]]:
    """Loops that were filled already, in order."""
    held = [[[turn for turn in loop if turn.runner == at] for at in range(len(runners))] for loop in loops]
    order = order_flights([[len(own) for own in each] for each in held], runners, seed=seed, fixed=True)
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


def _space(plays: Sequence[int], runners: Sequence[Runner]) -> tuple[int, ...]:
    playing = [at for at, count in enumerate(plays) if count]
    voices = Voices(
        tuple(plays[at] for at in playing),
        _number_names([{story.ref for story in runners[at].queue} for at in playing]),
        _number_names([{story.campaign for story in runners[at].queue} for at in playing]),
    )
    return tuple(playing[place] for place in space_evenly(voices))


def _number_names(names: Sequence[set[str]]) -> tuple[int, ...]:
    """Flights that show one name only share a number with others of that name; the rest get -1."""
    known: dict[str, int] = {}
    return tuple(known.setdefault(min(own), len(known)) if len(own) == 1 else -1 for own in names)


def _turn(order: Sequence[int], seed: int) -> list[int]:
    start = seed % len(order) if order else 0
    return [*order[start:], *order[:start]]


def _cut_ring(ring: Sequence[int], loops: Sequence[Counts]) -> list[list[int]]:
    """The ring in loops of the given lengths, if each then holds its flights' means, rounded; else nothing."""
    least = [min(counts) for counts in zip(*loops, strict=True)]
    most = [max(counts) for counts in zip(*loops, strict=True)]
    places = iter(ring)
    cut = [[next(places) for _ in range(sum(counts))] for counts in loops]
    for loop in cut:
        counts = [0] * len(least)
        for at in loop:
            counts[at] += 1
        if any(not low <= count <= high for low, count, high in zip(least, counts, most, strict=True)):
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
