"""What each loop holds. In: how much of a stretch each flight is to have. Out: plays, loop by loop.

Amounts are in parts of a slot, `whole` parts to a slot. Where every spot takes one slot, plays are counted: first over
all the loops, rounded so that nobody is a whole play away from what it is to have, then loop by loop, so that no
loop is either. Where spots are longer, loops are filled one after the other by what each flight is owed; what a loop
could not give is owed in the next.
"""

from collections.abc import Sequence
from typing import TypeAlias

from campaign.schedule.rotation.turns import Runner, Turn

Counts: TypeAlias = list[int]
"""Plays of each flight, in the runners' order."""
FAVOUR = 4
"""So many times as often may a short story be had as a longer one that it passes where the longer does not fit: with
less, flights come further from their share; with more, small flights hardly show their long stories."""


def round_plays(needs: Sequence[int], *, slots: int, whole: int) -> Counts:
    """Whole plays, so many as there are slots, by largest remainder; of equals those first who need less."""
    plays = [max(0, need // whole) for need in needs]
    while missing := slots - sum(plays):
        left = [need - whole * given for need, given in zip(needs, plays, strict=True)]
        ranked = sorted(range(len(needs)), key=lambda at: (-left[at], needs[at], at))
        if missing < 0:
            ranked = [at for at in reversed(ranked) if plays[at]]
        for at in ranked[: abs(missing)]:
            plays[at] += 1 if missing > 0 else -1
    return plays


def spread_plays(plays: Sequence[int], *, loops: int, slots: int) -> list[Counts]:
    """The plays over the loops: in each one a flight has its mean, rounded down or up."""
    base = [count // loops for count in plays]
    extras = [count % loops for count in plays]
    free = slots - sum(base)
    left, due = list(extras), [0] * len(plays)
    spread = []
    for ahead in range(loops, 0, -1):
        due = [owed + extra for owed, extra in zip(due, extras, strict=True)]
        # Who needs a place in every loop to come cannot wait; of the others those owed most, the rarest first.
        ranked = sorted(
            (at for at, extra in enumerate(left) if extra),
            key=lambda at: (left[at] < ahead, -due[at], extras[at], at),
        )
        counts = list(base)
        for at in ranked[:free]:
            counts[at] += 1
            left[at] -= 1
            due[at] -= loops
        spread.append(counts)
    return spread


def fill_loop(runners: Sequence[Runner], rates: Sequence[int], due: list[int], *, slots: int, whole: int) -> list[Turn]:
    """Give a loop's slots away, never so that a hole is left which no spot fits, if that can be. `rates` are what each
    is to have of a slot; what it is owed, `due`, is kept up."""
    closes = _find_closable({turn.slots for runner in runners for turn in runner.queue}, slots)
    free = max(size for size in closes if size <= slots)
    used = [0] * len(runners)
    entitled = [rate * slots for rate in rates]
    for at, amount in enumerate(entitled):
        due[at] += amount
    turns = []
    while free:
        fitting = [(at, turn) for at, runner in enumerate(runners) if (turn := _find_fair(runner, free, closes))]
        if all(not rates[at] for at, _turn in fitting):  # better unevenly than what nobody is entitled to
            fitting = [(at, turn) for at, runner in enumerate(runners) if (turn := _find_fitting(runner, free, closes))]
        at, turn = min(
            fitting,
            key=lambda fit: (
                _rank(used[fit[0]], fit[1].slots * whole, entitled[fit[0]], due[fit[0]], runners[fit[0]].flight),
                -due[fit[0]],
                rates[fit[0]],
                fit[0],
            ),
        )
        runners[at].take(turn)
        turns.append(turn)
        used[at] += turn.slots * whole
        due[at] -= turn.slots * whole
        free -= turn.slots
    return turns


def _find_fitting(runner: Runner, free: int, closes: set[int]) -> Turn | None:
    """The next turn that leaves a hole others can fill."""
    return next((turn for turn in runner.queue if free - turn.slots in closes), None)


def _find_fair(runner: Runner, free: int, closes: set[int]) -> Turn | None:
    """The same without those that were had often enough: at the end of a loop a short story fits nearly always, and
    would be all that a small flight ever shows. Cycles repeat all day, so the first long one must come in each."""
    most = FAVOUR * runner.queue[0].times
    return next((turn for turn in runner.queue if turn.times <= most and free - turn.slots in closes), None)


def _rank(used: int, cost: int, entitled: int, due: int, flight: str) -> int:
    """Who goes first: those with a whole spot still to get, those with a part of one who are owed most of it, the
    fallback unless it had as much too much as a loop owes it, others with a part of one, the rest."""
    if used + cost <= entitled:
        return 0
    if not flight:
        return 2 if due > -entitled else 3
    if used >= entitled:
        return 4
    return 1 if 2 * due >= cost else 3


def _find_closable(lengths: set[int], slots: int) -> set[int]:
    """The sizes of holes, up to the loop's, that spots of these lengths fill exactly."""
    closes = {0}
    for size in range(1, slots + 1):
        if any(size - length in closes for length in lengths):
            closes.add(size)
    return closes


def trade_turns(
    loops: Sequence[list[Turn]], runners: Sequence[Runner], rates: Sequence[int], needs: Sequence[int], *, whole: int
) -> None:
    """Who has got too little of the loops takes the places of the fallback, and of those who have got too much; then
    the fallback takes what others still have too much."""
    over = [-need for need in needs]
    for loop in loops:
        for turn in loop:
            over[turn.runner] += turn.slots * whole
    for at, runner in enumerate(runners):
        for loop in loops:
            taker = runner.queue[0]
            cost = taker.slots * whole
            size = sum(turn.slots for turn in loop)
            used = sum(turn.slots for turn in loop if turn.runner == at)
            if not runner.flight or -2 * over[at] <= cost or used * whole >= rates[at] * size:
                continue
            givers = _find_givers(loop, runners, over, taker, whole=whole)
            for turn in givers:
                loop.remove(turn)
                over[turn.runner] -= turn.slots * whole
            if givers:
                runner.take(taker)
                loop.append(taker)
                over[at] += cost
    if not runners[-1].flight:
        _give_back(loops, runners, rates, over, whole=whole)


def _give_back(
    loops: Sequence[list[Turn]], runners: Sequence[Runner], rates: Sequence[int], over: list[int], *, whole: int
) -> None:
    """The fallback, last of the runners, takes what it lacks from those who have more than half a turn too much, out of
    loops that gave them more than their share."""
    fallback, last = runners[-1], len(runners) - 1
    for loop in loops:
        size = sum(turn.slots for turn in loop)
        for at, turn in enumerate(loop):
            cost = turn.slots * whole
            used = sum(other.slots for other in loop if other.runner == turn.runner)
            if turn.runner == last or 2 * over[turn.runner] <= cost or -2 * over[last] < cost:
                continue
            taker = next((other for other in fallback.queue if other.slots == turn.slots), None)
            if taker and used * whole > rates[turn.runner] * size:
                over[turn.runner] -= cost
                over[last] += cost
                fallback.take(taker)
                loop[at] = taker


def _find_givers(
    loop: Sequence[Turn], runners: Sequence[Runner], over: Sequence[int], taker: Turn, *, whole: int
) -> list[Turn]:
    """Turns of just as many slots that can be missed, or none."""
    left, missed = taker.slots, list(over)
    givers: list[Turn] = []
    for turn in sorted(loop, key=lambda turn: (bool(runners[turn.runner].flight), -over[turn.runner])):
        cost = turn.slots * whole
        spare = not runners[turn.runner].flight or 2 * missed[turn.runner] >= cost
        if turn.runner != taker.runner and turn.slots <= left and spare:
            givers.append(turn)
            missed[turn.runner] -= cost
            left -= turn.slots
    return givers if not left else []
