"""Where loops meet. In: loops in good order, whose seams clash. Out: the same loops, turned so that the seams fit.

A loop is a ring, so turning it, or playing it back to front, keeps its spacing and changes only where it is cut. Of all
cuts of all loops the best chain is found step by step (Viterbi), for each way to cut the first loop, as the last one
meets it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaign.schedule.rotation.turns import Clash, Turn, compare_turns

TRIED = 8
"""Ways to cut the first loop that are tried."""


@dataclass(frozen=True)
class Cut:
    """A loop from one of its cuts on, and the clashes inside it."""

    turns: tuple[Turn, ...]
    clash: Clash


def fit_seams(loops: Sequence[Sequence[Turn]]) -> list[list[Turn]]:
    """The chain of cuts with the fewest stories, then campaigns, that follow themselves; ties keep the given order."""
    filled = [loop for loop in loops if loop]
    if not filled:
        return [list(loop) for loop in loops]
    cuts = [_list_cuts(loop) for loop in filled]
    chains = (_find_chain(first, cuts[1:]) for first in cuts[0][:TRIED])
    _, best = min(chains, key=lambda chain: chain[0])
    return [list(cut.turns) for cut in best]


def _list_cuts(loop: Sequence[Turn]) -> list[Cut]:
    """For every story at the start and at the end the cut with the fewest clashes inside, best first."""
    best: dict[tuple[str, str], Cut] = {}
    for turns in (tuple(loop), tuple(reversed(loop))):
        for start in range(len(turns)):
            turned = turns[start:] + turns[:start]
            cut = Cut(turned, _add(*(compare_turns(left, right) for left, right in pairwise(turned))))
            ends = turned[0].ref, turned[-1].ref
            if ends not in best or cut.clash < best[ends].clash:
                best[ends] = cut
    return sorted(best.values(), key=lambda cut: cut.clash)


def _find_chain(first: Cut, rest: Sequence[Sequence[Cut]]) -> tuple[Clash, list[Cut]]:
    """The best way on from the first loop through all others and back to it. Of chains that end on one story only
    the best can be part of it."""
    chains = [(first.clash, [first])]
    for cuts in rest:
        best: dict[str, tuple[Clash, list[Cut]]] = {}
        for cut in cuts:
            chain = min((_follow(chain, cut) for chain in chains), key=lambda chain: chain[0])
            end = cut.turns[-1].ref
            if end not in best or chain[0] < best[end][0]:
                best[end] = chain
        chains = list(best.values())
    closed = ((_add(clash, compare_turns(chain[-1].turns[-1], first.turns[0])), chain) for clash, chain in chains)
    return min(closed, key=lambda chain: chain[0])


def _follow(chain: tuple[Clash, list[Cut]], cut: Cut) -> tuple[Clash, list[Cut]]:
    clash, cuts = chain
    return _add(clash, compare_turns(cuts[-1].turns[-1], cut.turns[0]), cut.clash), [*cuts, cut]


def _add(*clashes: Clash) -> Clash:
    return sum(story for story, _ in clashes), sum(campaign for _, campaign in clashes)
