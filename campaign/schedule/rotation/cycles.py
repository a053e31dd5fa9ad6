"""Cycles of loops. In: who runs, and how much of a stretch each is to have. Out: loops in order, story by story.

A cycle has as many loops as it takes to be fair to every flight, item and language, up to a limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from campaign.schedule.rotation.filling import Counts, fill_loop, round_plays, trade_turns
from campaign.schedule.rotation.gaps import keep_gaps
from campaign.schedule.rotation.neighbours import part_neighbours
from campaign.schedule.rotation.order import Names, deal_stories, name_runners, order_loops, order_plays, order_turns
from campaign.schedule.rotation.turns import Runner, Turn

LONGEST = 120
"""Slots in a cycle, e.g. twenty minutes of ten seconds."""

SETTLING = 60
"""Slots in a cycle that is one of several for its stretch."""

EXACT = 180
"""Slots in a cycle that is longer because only then every share is exact: several cycles would take more."""


@dataclass(frozen=True)
class Cast:
    """Who runs, the fallback last. `rates` are what each is promised of a slot, in parts; `whole` parts make a slot,
    and so many `slots` the channel's loop."""

    runners: tuple[Runner, ...]
    rates: tuple[int, ...]
    whole: int
    slots: int
    seed: int

    @cached_property
    def is_plain(self) -> bool:
        """Whether every spot takes one slot."""
        return all(runner.longest == 1 for runner in self.runners)

    @cached_property
    def names(self) -> Names:
        return name_runners(self.runners)

    @cached_property
    def kinds(self) -> frozenset[tuple[int, int]]:
        """(rate, what is owed at the start of the stretch, either way) of those that are promised something."""
        return frozenset((self.rates[at], abs(self.runners[at].due)) for at in self.promised)

    @property
    def promised(self) -> range:
        """Those that are promised something: all but the fallback."""
        return range(len(self.runners) - (not self.runners[-1].flight))


@dataclass(frozen=True)
class Cycle:
    """Loops with the slots of all of them, and those of each runner."""

    loops: list[list[Turn]]
    slots: int
    used: Counts


def make_cycle(cast: Cast, *, slots: int, before: Turn | None) -> Cycle | None:
    """The shortest of the fairest cycles: all versions shown, stories and languages evenly, shares as promised. It is
    to play for so many slots (0: for ever); nothing if somebody would then be a play away from what is promised."""
    if not cast.is_plain:
        return _fill_cycle(cast, before=before)
    tried: list[tuple[tuple[int, int, int], int, Counts]] = []
    for loops in range(1, max(1, (EXACT if slots else LONGEST) // cast.slots) + 1):
        if tried and loops * cast.slots > LONGEST:
            break
        length = loops * cast.slots
        if not _may_serve(cast, length, rounds=slots // length):
            continue
        plays = round_plays([rate * length for rate in cast.rates], slots=length, whole=cast.whole)
        owed = [rate * length - count * cast.whole for rate, count in zip(cast.rates, plays, strict=True)]
        if all(abs(cast.runners[at].due + slots // length * owed[at]) < cast.whole for at in cast.promised):
            tried.append(((*_measure_unfairness(cast, plays), sum(map(abs, owed))), loops, plays))
            if tried[-1][0] == (0, 0, 0):
                break
    if not tried:
        return None
    _, loops, plays = min(tried)
    return arrange_plays(cast, plays, loops=loops, before=before)


def _may_serve(cast: Cast, length: int, *, rounds: int) -> bool:
    """Whether a cycle of so many slots comes near enough to every promise, if each is rounded as suits it best."""
    for rate, due in cast.kinds:
        over = rate * length % cast.whole
        if min(over, cast.whole - over) * rounds - due >= cast.whole:
            return False
    return True


def _measure_unfairness(cast: Cast, plays: Sequence[int]) -> tuple[int, int]:
    unfair = [cast.runners[at].measure_unfairness(plays[at]) for at in cast.promised]
    return sum(missing for missing, _ in unfair), sum(uneven for _, uneven in unfair)


def _fill_cycle(cast: Cast, *, before: Turn | None) -> Cycle:
    """Loops of longer spots: filled until all is fair, or the cycle is long enough; then so many of them, at least
    half, that shares come out exactly, and all is shown evenly."""
    due = [0] * len(cast.rates)
    loops: list[list[Turn]] = []
    scores: list[tuple[int, int, int]] = []
    queues, taken = [], []
    plays = [0] * len(cast.rates)
    while not scores or (min(scores) > (0, 0, 0) and (len(loops) + 1) * cast.slots <= LONGEST):
        loops.append(fill_loop(cast.runners, cast.rates, due, slots=cast.slots, whole=cast.whole))
        for turn in loops[-1]:
            plays[turn.runner] += 1
        scores.append((sum([abs(due[at]) for at in cast.promised]), *_measure_unfairness(cast, plays)))
        queues.append([list(runner.queue) for runner in cast.runners])
        taken.append([runner.taken for runner in cast.runners])
    # What a cycle owes adds up as it plays over and over. Short ones show little of what there is.
    best = min(range(len(scores) // 2, len(scores)), key=scores.__getitem__)
    for runner, queue, count in zip(cast.runners, queues[best], taken[best], strict=True):
        runner.queue, runner.taken = queue, count
    return _close(cast, order_turns(loops[: best + 1], cast.names, seed=cast.seed), before)


def make_adjusted(cast: Cast, needs: Sequence[int], *, slots: int, before: Turn | None) -> Cycle:
    """A cycle in which everybody gets of a slot what it still needs of all of them."""
    whole = slots * cast.whole
    loops = max(1, SETTLING // cast.slots)
    if cast.is_plain:
        length = loops * cast.slots
        plays = round_plays([need * length for need in needs], slots=length, whole=whole)
        return arrange_plays(cast, plays, loops=loops, before=before)
    due = [0] * len(needs)
    filled = [fill_loop(cast.runners, needs, due, slots=cast.slots, whole=whole) for _ in range(loops)]
    return _close(cast, order_turns(filled, cast.names, seed=cast.seed), before)


def make_last(cast: Cast, needs: Sequence[int], *, slots: int, before: Turn | None) -> Cycle:
    """All the loops that are left, the last one perhaps cut short: everybody gets what it is to have, to a play."""
    whole = slots * cast.whole
    if not cast.is_plain:
        due = [0] * len(needs)
        filled: list[list[Turn]] = []
        while sum(turn.slots for loop in filled for turn in loop) < slots:
            filled.append(fill_loop(cast.runners, needs, due, slots=cast.slots, whole=whole))
        trade_turns(filled, cast.runners, cast.rates, needs, whole=cast.whole)
        return _close(cast, order_turns(filled, cast.names, seed=cast.seed), before)
    loops, tail = divmod(slots, cast.slots)
    plays = round_plays(needs, slots=slots, whole=cast.whole)
    ending = round_plays([count * tail for count in plays], slots=tail, whole=slots)
    rest = [count - last for count, last in zip(plays, ending, strict=True)]
    order = order_plays(rest, cast.names, loops=loops, slots=cast.slots, seed=cast.seed) if loops else []
    if not tail:
        return _close(cast, deal_stories(order, cast.runners, before=before), before)
    # Nothing is swapped over the window's end: what is shown before it is counted.
    cycle = _close(cast, deal_stories([*order, *_end_loop(cast, ending)], cast.runners, before=before), before)
    *full, shown, others = cycle.loops
    return Cycle([*full, [*shown, *others]], cycle.slots, cycle.used)


def _end_loop(cast: Cast, ending: Counts) -> list[list[int]]:
    """A whole loop in two: these plays, and the others, before which the window ends."""
    left = cast.slots - sum(ending)
    wanted = [max(0, rate * cast.slots - count * cast.whole) for rate, count in zip(cast.rates, ending, strict=True)]
    others = round_plays(wanted, slots=left, whole=cast.whole)
    return [order_loops([counts], cast.names, seed=0)[0] for counts in (ending, others)]


def arrange_plays(cast: Cast, plays: Counts, *, loops: int, before: Turn | None) -> Cycle:
    """A cycle in which everybody plays so often. For spots of one slot only."""
    order = order_plays(plays, cast.names, loops=loops, slots=cast.slots, seed=cast.seed)
    return _close(cast, deal_stories(order, cast.runners, before=before), before)


def _close(cast: Cast, loops: list[list[Turn]], before: Turn | None) -> Cycle:
    """The loops with no story after itself, and nothing after what was on the screen before that should not follow."""
    gaps = {at: runner.gap for at, runner in enumerate(cast.runners) if runner.gap}
    parted = keep_gaps(part_neighbours(loops, before=before), gaps)
    used = [0] * len(cast.runners)
    for turn in chain.from_iterable(parted):
        used[turn.runner] += turn.slots
    return Cycle(parted, sum(used), used)
