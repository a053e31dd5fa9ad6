"""A stretch of the day in bouts. In: who runs in it, and what each is owed. Out: cycles of loops, each with its time.

One cycle over and over serves most stretches. Where its shares are not quite the promised ones, and that would add up
to a whole play, the stretch gets several: the first plays for as long as what it leaves owing can still be made up by
loops that are hardly different, then the next is made for what is left. Each bout takes more than half of the rest, so
there are few; a week's playlist spells out all of them, and small players read all of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from campaign.schedule.rotation.cycles import SETTLING, Cast, Cycle, arrange_plays, make_adjusted, make_cycle, make_last
from campaign.schedule.rotation.filling import Counts
from campaign.schedule.rotation.pairs import DRIFT, find_pair
from campaign.schedule.rotation.turns import Turn


@dataclass(frozen=True)
class Bout:
    """Loops that play over and over for so many slots; `last` is what is on the screen when they end."""

    loops: list[list[Turn]]
    slots: int
    last: Turn | None


class Kind(NamedTuple):
    """Flights that are promised as much of a slot, need as much of the stretch, got as much of a cycle, and whose
    longest spots are as long: in parts of a slot."""

    rate: int
    need: int
    used: int
    size: int


def repeat_cycle(cast: Cast, *, before: Turn | None) -> Bout:
    """The fairest cycle that plays for ever."""
    cycle = make_cycle(cast, slots=0, before=before) or make_last(
        cast, [rate * cast.slots for rate in cast.rates], slots=cast.slots, before=before
    )
    return Bout(cycle.loops, cycle.slots, cycle.loops[-1][-1])


def settle_stretch(cast: Cast, *, slots: int, before: Turn | None) -> Iterator[Bout]:
    """The bouts of so many slots. What the runners are owed afterwards, `due`, is less than a play each."""
    bout = _try_cycle(cast, slots=slots, before=before)
    while bout is None:
        needs = _find_needs(cast, slots)
        if slots <= max(2 * SETTLING, 2 * cast.slots):
            bout = _play(cast, make_last(cast, needs, slots=slots, before=before), slots)
            break
        pair = find_pair(cast, needs, slots=slots) if cast.is_plain else None
        if pair:
            length, turns, rest = pair[0]
            cycle = arrange_plays(cast, pair[1], loops=length // cast.slots, before=before)
            part = _play(cast, cycle, turns * length)
            yield part
            bout = _play(cast, make_last(cast, _find_needs(cast, rest), slots=rest, before=part.last), rest)
            break
        cycle = make_adjusted(cast, needs, slots=slots, before=before)
        part = _play(cast, cycle, _count_turns(cast, cycle, needs, slots=slots) * cycle.slots)
        yield part
        slots, before = slots - part.slots, part.last
        bout = None
    yield bout


def _try_cycle(cast: Cast, *, slots: int, before: Turn | None) -> Bout | None:
    """The fairest cycle for the whole stretch, unless somebody would end it a play away from what is promised."""
    queues = [list(runner.queue) for runner in cast.runners]
    taken = [runner.taken for runner in cast.runners]
    cycle = make_cycle(cast, slots=slots, before=before)
    used = _count_used(cast, cycle, slots) if cycle else []
    if cycle and all(
        abs(_owe(cast, at, slots) - used[at] * cast.whole) < cast.runners[at].longest * cast.whole
        for at in cast.promised
    ):
        return _play(cast, cycle, slots)
    for runner, queue, count in zip(cast.runners, queues, taken, strict=True):
        runner.queue, runner.taken = queue, count
    return None


def _owe(cast: Cast, at: int, slots: int) -> int:
    """What the runner is to have of so many slots, with what it is owed already."""
    return cast.rates[at] * slots + cast.runners[at].due


def _find_needs(cast: Cast, slots: int) -> list[int]:
    """What everybody is to have; the fallback takes what that leaves of the slots, or lacks."""
    needs = [_owe(cast, at, slots) for at in range(len(cast.runners))]
    if not cast.runners[-1].flight:
        needs[-1] = max(0, slots * cast.whole - sum(needs[:-1]))
    return needs


def _play(cast: Cast, cycle: Cycle, slots: int) -> Bout:
    """The cycle over and over for so many slots; what everybody is owed is kept up."""
    used = _count_used(cast, cycle, slots)
    for at, runner in enumerate(cast.runners):
        runner.due += (cast.rates[at] * slots - used[at] * cast.whole) if runner.flight else 0
    return Bout(cycle.loops, slots, _find_last(cycle, slots))


def _count_used(cast: Cast, cycle: Cycle, slots: int) -> Counts:
    """The slots of each runner when the cycle is cut after so many."""
    rounds, rest = divmod(slots, cycle.slots)
    used = [count * rounds for count in cycle.used]
    for turn in chain.from_iterable(cycle.loops):
        if rest <= 0:
            break
        used[turn.runner] += min(rest, turn.slots)
        rest -= turn.slots
    return used


def _find_last(cycle: Cycle, slots: int) -> Turn | None:
    rest = (slots - 1) % cycle.slots
    for turn in chain.from_iterable(cycle.loops):
        rest -= turn.slots
        if rest < 0:
            return turn
    return None


def _count_turns(cast: Cast, cycle: Cycle, needs: Sequence[int], *, slots: int) -> int:
    """How often the cycle may play, so that loops a play richer or poorer can still make up for what it leaves owing;
    of the last half of that the number after which most of what is left comes out even."""
    # A city's flights are of few kinds: many are promised the same, and got the same.
    kinds = Counter(
        Kind(cast.rates[at], needs[at], cycle.used[at] * cast.whole, cast.runners[at].longest * cast.whole)
        for at in cast.promised
    )
    most = slots // cycle.slots - 1
    bound = next((turns for turns in range(most, 1, -1) if _can_settle(cast, cycle, kinds, turns, slots)), 1)
    return max(
        range(max(1, bound // 2), bound + 1),
        key=lambda turns: (_count_even(cast, cycle, kinds, turns, slots), turns),
    )


def _can_settle(cast: Cast, cycle: Cycle, kinds: Iterable[Kind], turns: int, slots: int) -> bool:
    left = slots - turns * cycle.slots
    for rate, need, used, size in kinds:
        owed = need - turns * used
        if abs(owed - rate * left) * cycle.slots > DRIFT * size * left:
            return False
        if not cast.is_plain:
            # Loops of longer spots are a spot richer or poorer as it is: on the average they need not be even.
            if 4 * abs(owed - rate * left) * cast.slots > size * left:
                return False
            continue
        mean = rate * cast.slots // size * size
        most = mean if rate * cast.slots == mean else mean + size
        if not mean * left <= owed * cast.slots <= most * left:
            return False
    return True


def _count_even(cast: Cast, cycle: Cycle, kinds: Mapping[Kind, int], turns: int, slots: int) -> int:
    """Whose rest is a whole number of plays in each cycle to come, to half a play in all of them."""
    left = slots - turns * cycle.slots
    whole = left * cast.whole
    even = 0
    for kind, many in kinds.items():
        owed = (kind.need - turns * kind.used) * cycle.slots
        plays = (2 * owed + whole) // (2 * whole)
        even += many * (abs(owed - plays * whole) * 2 < cast.whole * cycle.slots)
    return even
