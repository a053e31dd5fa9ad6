"""A cycle in order. In: the turns that each loop holds. Out: the same turns, evenly spaced, no story after itself.

Each loop takes the order of schedule.spacing for its flights; stories then fall into their flight's places in turn.
Where two loops meet, or two flights share a story, neighbours that should not meet are swapped apart within their loop.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from campaign.schedule.seams import fit_seams
from campaign.schedule.spacing import Voices, space_evenly
from campaign.schedule.turns import Clash, Turn, compare_turns

Rank: TypeAlias = Callable[[Clash, Turn, Mapping[str, int]], tuple[int, ...]]


def arrange_cycle(loops: Sequence[Sequence[Turn]]) -> list[list[Turn]]:
    """Order every loop; the last one's end meets the first one's start."""
    arranged: list[list[Turn]] = []
    for turns in loops:
        arranged.append(_arrange_loop(turns, before=arranged[-1][-1] if arranged and arranged[-1] else None))
    parted = _part_neighbours(arranged)
    # Single swaps cannot turn a whole row of loops the other way round.
    return _part_neighbours(fit_seams(parted)) if _can_part(parted) else parted


def _can_part(loops: Sequence[Sequence[Turn]]) -> bool:
    """Whether stories still follow themselves though none fills more than half of its loop."""
    most = (max(Counter(turn.story.ref for turn in loop).values()) * 2 <= len(loop) for loop in loops if loop)
    return _count_all(loops)[0] > 0 and all(most)


def _count_all(loops: Sequence[Sequence[Turn]]) -> Clash:
    ring = [turn for loop in loops for turn in loop]
    return _count_clashes(ring, range(len(ring)))


def _arrange_loop(turns: Sequence[Turn], *, before: Turn | None) -> list[Turn]:
    runners = sorted({turn.runner for turn in turns})
    left = [[turn for turn in turns if turn.runner == runner] for runner in runners]
    voices = Voices(
        tuple(map(len, left)),
        _number_names({turn.story.ref for turn in own} for own in left),
        _number_names({turn.story.campaign for turn in own} for own in left),
    )
    ordered = []
    for voice in space_evenly(voices):
        chosen = min(left[voice], key=lambda turn: compare_turns(before, turn))
        left[voice].remove(chosen)
        ordered.append(chosen)
        before = chosen
    return ordered


def _number_names(names: Iterable[set[str]]) -> tuple[int, ...]:
    """Flights that show one name only share a number with others of that name; the rest get -1."""
    known: dict[str, int] = {}
    return tuple(known.setdefault(min(own), len(known)) if len(own) == 1 else -1 for own in names)


def _part_neighbours(loops: list[list[Turn]]) -> list[list[Turn]]:
    """Swap within loops until no swap takes a clash away; deal loops that still clash anew."""
    ring = [turn for loop in loops for turn in loop]
    bounds = _find_bounds(loops)
    better = True
    while better:
        clashing = [place for place in range(len(ring)) if _count_clashes(ring, {place}) > (0, 0)]
        better = any(_swap_apart(ring, place, bounds[place]) for place in clashing) or any(
            _deal_anew(ring, at) for place in clashing for at in (bounds[place], bounds[place - 1])
        )
    places = iter(ring)
    return [[next(places) for _ in loop] for loop in loops]


def _deal_anew(ring: list[Turn], bounds: range) -> bool:
    """Put the loop in an order in which what there is most of is never left for the end, from either side, if that
    takes clashes away."""
    start, end = bounds.start, bounds.stop
    old = ring[start:end]
    before, after = ring[start - 1], ring[end % len(ring)]
    touched = {place % len(ring) for place in range(start, end + 1)}
    least = _count_clashes(ring, touched)
    for rank in (_rank_by_story, _rank_by_campaign):
        for dealt in (_deal(old, beside=before, rank=rank), _deal(old, beside=after, rank=rank)[::-1]):
            ring[start:end] = dealt
            if _count_clashes(ring, touched) < least:
                return True
    ring[start:end] = old
    return False


def _deal(turns: Sequence[Turn], *, beside: Turn, rank: Rank) -> list[Turn]:
    """Always a turn that does not clash with the one just dealt, of what there is most of."""
    left = list(turns)
    dealt: list[Turn] = []
    while left:
        last = dealt[-1] if dealt else beside
        counts = Counter(name for turn in left for name in (turn.story.ref, turn.story.campaign))
        chosen = min(left, key=lambda turn: rank(compare_turns(last, turn), turn, counts))
        left.remove(chosen)
        dealt.append(chosen)
    return dealt


def _rank_by_story(clash: Clash, turn: Turn, counts: Mapping[str, int]) -> tuple[int, ...]:
    return clash[0], -counts[turn.story.ref], clash[1], -counts[turn.story.campaign]


def _rank_by_campaign(clash: Clash, turn: Turn, counts: Mapping[str, int]) -> tuple[int, ...]:
    return clash[1], -counts[turn.story.campaign], clash[0], -counts[turn.story.ref]


def _find_bounds(loops: Sequence[Sequence[Turn]]) -> list[range]:
    bounds: list[range] = []
    for loop in loops:
        bounds += [range(len(bounds), len(bounds) + len(loop))] * len(loop)
    return bounds


def _swap_apart(ring: list[Turn], place: int, bounds: range) -> bool:
    """Swap one of the two that clash before `place` for the turn of its loop that helps most, if one helps."""
    length = len(ring)
    best: tuple[Clash, int, int] | None = None
    for moved in (place, (place - 1) % length):
        for other in bounds:
            if moved not in bounds or ring[moved] == ring[other]:
                continue
            touched = {at % length for at in (moved, moved + 1, other, other + 1)}
            before = _count_clashes(ring, touched)
            ring[moved], ring[other] = ring[other], ring[moved]
            after = _count_clashes(ring, touched)
            ring[moved], ring[other] = ring[other], ring[moved]
            gain = (after[0] - before[0], after[1] - before[1])
            if gain < (0, 0) and (best is None or (gain, moved, other) < best):
                best = gain, moved, other
    if best is None:
        return False
    _, moved, other = best
    ring[moved], ring[other] = ring[other], ring[moved]
    return True


def _count_clashes(ring: Sequence[Turn], places: Iterable[int]) -> Clash:
    """Over the places, whose turn clashes with the one before it."""
    if len(ring) < 2:
        return 0, 0
    clashes = [compare_turns(ring[place - 1], ring[place]) for place in places]
    return sum(story for story, _ in clashes), sum(campaign for _, campaign in clashes)
