"""A flight's least gap. In: loops in order, and the slots that a flight wants from start to start. Out: the same turns,
swapped within their loops so that the gaps are kept where they can be."""

from collections.abc import Mapping, Sequence

from campaign.schedule.rotation.neighbours import count_clashes
from campaign.schedule.rotation.turns import Turn

PASSES = 3


def keep_gaps(loops: list[list[Turn]], gaps: Mapping[int, int]) -> list[list[Turn]]:
    """`gaps` are slots by the runner's number. No swap brings a story after itself, or a campaign."""
    if not gaps:
        return loops
    ring = [turn for loop in loops for turn in loop]
    bounds: list[range] = []
    for loop in loops:
        start = bounds[-1].stop if bounds else 0
        bounds.append(range(start, start + len(loop)))
    for _ in range(PASSES):
        widened = [_widen(ring, places, gaps) for places in bounds if _list_close(ring, places, gaps)]
        if not any(widened):
            break
    return [ring[places.start : places.stop] for places in bounds]


def _widen(ring: list[Turn], places: range, gaps: Mapping[int, int]) -> bool:
    """Whether a swap in the loop left fewer gaps too small."""
    everywhere = range(len(ring))
    close = _list_close(ring, places, gaps)
    kept = (len(_list_close(ring, everywhere, gaps)), count_clashes(ring, everywhere))
    for place in close:
        for other in places:
            if ring[other].runner == ring[place].runner or ring[other].slots != ring[place].slots:
                continue
            ring[place], ring[other] = ring[other], ring[place]
            clashes = count_clashes(ring, everywhere)
            if clashes <= kept[1] and len(_list_close(ring, everywhere, gaps)) < kept[0]:
                return True
            ring[place], ring[other] = ring[other], ring[place]
    return False


def _list_close(ring: Sequence[Turn], places: range, gaps: Mapping[int, int]) -> list[int]:
    """The places whose turn starts too soon after, or before, another of its flight, round the ring."""
    starts: dict[int, list[tuple[int, int]]] = {runner: [] for runner in gaps}
    at = 0
    for place, turn in enumerate(ring):
        if turn.runner in starts:
            starts[turn.runner].append((at, place))
        at += turn.slots
    close = set()
    for runner, own in starts.items():
        for (start, place), (following, next_) in zip(own, [*own[1:], *own[:1]], strict=True):
            if (following - start) % at < gaps[runner] and len(own) > 1:
                close |= {place, next_}
    return sorted(close & set(places))
