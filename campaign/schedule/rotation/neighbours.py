"""Who follows whom. In: loops in order. Out: the same turns in each loop, no story after itself where that can be.

Where two loops meet, or two flights share a story, neighbours that should not meet are swapped apart within their loop.
What fills more than half of a loop must follow itself now and then; that is known beforehand and not searched for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import eq
from typing import TypeAlias

from campaign.schedule.rotation.seams import fit_seams
from campaign.schedule.rotation.turns import Clash, Turn, compare_turns

Rank: TypeAlias = Callable[[Turn, Counter[str], Turn], tuple[int, ...]]

PASSES = 4
"""Times that all loops are gone through."""

TURNED = 2
"""Loops up to which a whole row of them is turned for the sake of campaigns; for that of stories always."""


def part_neighbours(loops: list[list[Turn]], *, before: Turn | None = None) -> list[list[Turn]]:
    """The last loop's end meets the first one's start; `before` is what is on the screen when the first one begins."""
    if _is_parted(loops, before):
        return loops
    parted = _part(loops)
    stories, campaigns = (sum(clashes) for clashes in zip(*_list_least(parted), strict=True))
    clash = _count_all(parted)
    if clash[0] > stories or (clash[1] > campaigns and len(parted) <= TURNED):
        # Single swaps cannot turn a whole row of loops the other way round.
        turned = _part(fit_seams(parted))
        parted = min(parted, turned, key=_count_all)
    if before and parted and parted[0]:
        _meet(parted, before)
    return parted


def _is_parted(loops: Sequence[Sequence[Turn]], before: Turn | None) -> bool:
    """Whether stories and campaigns follow themselves no more often than what fills more than half of the cycle must,
    as in most cycles."""
    stories = [turn for loop in loops for turn in loop]
    if not stories or (before and stories[0].ref == before.ref):
        return False
    # A story that follows itself brings its campaign with it.
    campaigns = [story.campaign for story in stories]
    clashes: int = sum(map(eq, campaigns, [campaigns[-1], *campaigns]))
    if not clashes:
        return True
    refs = [story.ref for story in stories]
    repeats: int = sum(map(eq, refs, [refs[-1], *refs]))
    return repeats <= _count_least(refs) and clashes <= _count_least(campaigns)


def _count_least(names: Sequence[str]) -> int:
    """How often at least a name follows itself round the ring: others part as many as there are of them."""
    return max(0, 2 * max(Counter(names).values()) - len(names))


def _meet(loops: list[list[Turn]], before: Turn) -> None:
    """Let the first loop begin with another story than the one on the screen, if that brings no others together."""
    if loops[0][0].ref == before.ref:
        kept = _count_all(loops)
        for turns in _list_beginnings(loops[0]):
            if turns[0].ref != before.ref and _count_all([turns, *loops[1:]]) <= kept:
                loops[0] = turns
                return


def _list_beginnings(loop: Sequence[Turn]) -> Iterator[list[Turn]]:
    """The loop with its first turn and another one swapped, then the loop from each of its turns on."""
    for place in range(1, len(loop)):
        swapped = list(loop)
        swapped[0], swapped[place] = swapped[place], swapped[0]
        yield swapped
    for place in range(1, len(loop)):
        yield [*loop[place:], *loop[:place]]


def count_clashes(ring: Sequence[Turn], places: Iterable[int]) -> Clash:
    """Over the places, whose turn clashes with the one before it."""
    if len(ring) < 2:
        return 0, 0
    stories = campaigns = 0
    for place in places:
        one, other = ring[place - 1], ring[place]
        stories += one.ref == other.ref
        campaigns += one.campaign == other.campaign
    return stories, campaigns


def _count_all(loops: Sequence[Sequence[Turn]]) -> Clash:
    ring = [turn for loop in loops for turn in loop]
    return count_clashes(ring, range(len(ring)))


def _list_least(loops: Sequence[Sequence[Turn]]) -> list[Clash]:
    """The clashes that each loop must have: of what fills more than half of it, as much as the others cannot part. A
    story that stands at both ends of its loop may still meet others there; for a campaign that is not looked at."""
    return [
        (
            max(0, _count_over([turn.ref for turn in loop]) - 1),
            _count_over([turn.campaign for turn in loop]),
        )
        for loop in loops
    ]


def _count_over(names: Sequence[str]) -> int:
    """By how many the most frequent name exceeds all others."""
    if 2 * (len(names) - len(set(names)) + 1) <= len(names):
        return 0
    return max(0, 2 * max(Counter(names).values(), default=0) - len(names))


def _part(loops: list[list[Turn]]) -> list[list[Turn]]:
    """Swap within loops until no swap takes a clash away; deal loops that still clash anew."""
    ring = [turn for loop in loops for turn in loop]
    bounds = _find_bounds(loops)
    least = _list_least(loops)
    for _ in range(PASSES):
        clashing = [each for each, lower in zip(bounds, least, strict=True) if count_clashes(ring, each) > lower]
        better = [_mend_loop(ring, each) for each in clashing]
        if not any(better):
            break
    return [ring[each.start : each.stop] for each in bounds]


def _find_bounds(loops: Sequence[Sequence[Turn]]) -> list[range]:
    bounds, start = [], 0
    for loop in loops:
        bounds.append(range(start, start + len(loop)))
        start += len(loop)
    return bounds


def _mend_loop(ring: list[Turn], bounds: range) -> bool:
    """Whether something was better for it."""
    places = [place for place in bounds if count_clashes(ring, (place,)) > (0, 0)]
    swapped = [_swap_apart(ring, place, bounds) for place in places]
    return any(swapped) or _deal_anew(ring, bounds)


def _deal_anew(ring: list[Turn], bounds: range) -> bool:
    """Put the loop in an order in which what there is most of is never left for the end, from either side, if that
    takes clashes away."""
    start, end = bounds.start, bounds.stop
    old = ring[start:end]
    before, after = ring[start - 1], ring[end % len(ring)]
    touched = {place % len(ring) for place in range(start, end + 1)}
    least = count_clashes(ring, touched)
    for rank in (_rank_by_story, _rank_by_campaign):
        for dealt in (_deal(old, beside=before, rank=rank), _deal(old, beside=after, rank=rank)[::-1]):
            ring[start:end] = dealt
            if count_clashes(ring, touched) < least:
                return True
    ring[start:end] = old
    return False


def _deal(turns: Sequence[Turn], *, beside: Turn, rank: Rank) -> list[Turn]:
    """Always a turn that does not clash with the one just dealt, of what there is most of."""
    left = list(turns)
    counts = Counter(name for turn in turns for name in (turn.ref, turn.campaign))
    last = beside
    dealt: list[Turn] = []
    while left:
        last = min(left, key=partial(rank, last, counts))
        left.remove(last)
        counts[last.ref] -= 1
        counts[last.campaign] -= 1
        dealt.append(last)
    return dealt


def _rank_by_story(last: Turn, counts: Counter[str], turn: Turn) -> tuple[int, ...]:
    story, campaign = compare_turns(last, turn)
    return story, -counts[turn.ref], campaign, -counts[turn.campaign]


def _rank_by_campaign(last: Turn, counts: Counter[str], turn: Turn) -> tuple[int, ...]:
    story, campaign = compare_turns(last, turn)
    return campaign, -counts[turn.campaign], story, -counts[turn.ref]


def _swap_apart(ring: list[Turn], place: int, bounds: range) -> bool:
    """Swap one of the two that clash before `place` for the turn of its loop that helps most, if one helps."""
    if count_clashes(ring, (place,)) == (0, 0):
        return False
    length = len(ring)
    best: tuple[Clash, int, int] | None = None
    for moved in (place, (place - 1) % length):
        for other in bounds:
            if moved not in bounds or ring[moved] == ring[other]:
                continue
            touched = {at % length for at in (moved, moved + 1, other, other + 1)}
            before = count_clashes(ring, touched)
            ring[moved], ring[other] = ring[other], ring[moved]
            after = count_clashes(ring, touched)
            ring[moved], ring[other] = ring[other], ring[moved]
            gain = (after[0] - before[0], after[1] - before[1])
            if gain < (0, 0) and (best is None or (gain, moved, other) < best):
                best = gain, moved, other
    if best is None:
        return False
    _, moved, other = best
    ring[moved], ring[other] = ring[other], ring[moved]
    return True
