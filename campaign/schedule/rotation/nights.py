"""Where two service days meet. In: a day's plan, and what is on the screen when it begins. Out: the plan, begun with
another story.

Only a channel that never closes has days that meet. What a day ends with must not hang on how it begins, or one day
would hang on all before it; so its first loop alone is put into another order, and never what is on the screen last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from campaign.schedule.rotation.rota import DayPlan, Loop, Run
from campaign.schedule.rotation.turns import Play


def find_last(plan: DayPlan, *, slot_seconds: int) -> str:
    """The item ("campaign/item") on the screen when the day ends; empty where nothing is."""
    runs = plan.parts[-1] if plan.parts else ()
    if not runs:
        return ""
    plays = list(chain.from_iterable(runs[-1].loops))
    return plays[_find_place(runs[-1], slot_seconds)].spot.ref


def begin_otherwise(plan: DayPlan, before: str, *, slot_seconds: int) -> DayPlan:
    """The plan, not begun with this item if its first loop has others and no story is thereby brought after itself."""
    if not plan.parts or not plan.parts[0]:
        return plan
    (run, *runs), *parts = plan.parts
    first, *others = run.loops
    if not first or first[0].spot.ref != before:
        return plan
    kept = _count_repeats(run.loops)
    last = _find_place(run, slot_seconds) if not runs and not parts else -1
    for loop in _list_orders(first, last):
        loops = (loop, *others)
        if loop[0].spot.ref != before and _count_repeats(loops) <= kept:
            return replace(plan, parts=((replace(run, loops=loops), *runs), *parts))
    return plan


def _find_place(run: Run, slot_seconds: int) -> int:
    """The place in the cycle of what is on the screen when the run ends."""
    plays = list(chain.from_iterable(run.loops))
    length = sum(play.slots for play in plays) * slot_seconds
    left = run.seconds % length or length
    for place, play in enumerate(plays):
        left -= play.slots * slot_seconds
        if left <= 0:
            return place
    return len(plays) - 1


def _list_orders(loop: Loop, last: int) -> Iterator[Loop]:
    """The loop with its first play and another one of the same length swapped, then from each of its plays on; what
    stands at `last` stays."""
    for place in range(1, len(loop)):
        if last not in (0, place) and loop[place].slots == loop[0].slots:
            swapped = list(loop)
            swapped[0], swapped[place] = swapped[place], swapped[0]
            yield tuple(swapped)
    if not 0 <= last < len(loop):
        for place in range(1, len(loop)):
            yield (*loop[place:], *loop[:place])


def _count_repeats(loops: Sequence[Sequence[Play]]) -> int:
    """How often a story follows itself, round the ring."""
    refs = [play.spot.ref for loop in loops for play in loop]
    return sum(one == other for one, other in pairwise([*refs, refs[0]])) if len(refs) > 1 else 0
