"""A stretch of the day in bouts. In: who runs in it, and what each is owed. Out: cycles of loops, each with its time.

One cycle over and over serves most stretches. Where its shares are not quite the promised ones, and that would add up
to a whole play, the stretch gets several: the first plays for as long as what it leaves owing can still be made up by
loops that are hardly different, then the next is made for what is left. Each bout takes more than half of the rest, so
there are few; a week's playlist spells out all of them, and small players read all of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from campaign.schedule.rotation.cycles import SETTLING, Cast, Cycle, arrange_plays, make_adjusted, make_cycle, make_last
from campaign.schedule.rotation.filling import Counts
from campaign.schedule.rotation.pairs import DRIFT, find_pair
from campaign.schedule.rotation.turns import Turn

SPARE, MOST, SOLD = 8, 3, 4
"""Parts of a spot by which each loop after a cycle of longer spots may on the average have to be richer or poorer: not
more than an eighth after the first, or the cycles after it make up for little; than a third after others. Where
everything is sold nothing makes room: a fourth."""

TIGHT = 2
"""How near loops of longer spots may on the average come to the fewest or most spots of a flight, against its share."""


@dataclass(frozen=True)
class Bout:
    """Loops that play over and over for so many slots; `last` is what is on the screen when they end."""

    loops: list[list[Turn]]
    slots: int
    last: Turn | None


class Kind(NamedTuple):
    """Flights that are promised as much of a slot, need as much of the stretch, got as much of a cycle, and whose
    longest and shortest spots are as long: in parts of a slot."""

    rate: int
    need: int
    used: int
    size: int
    least: int


def repeat_cycle(cast: Cast, *, before: Turn | None) -> Bout:
    """The fairest cycle that plays for ever."""
    cycle = make_cycle(cast, slots=0, before=before) or make_last(
        cast, [rate * cast.slots for rate in cast.rates], slots=cast.slots, before=before
    )
    return Bout(cycle.loops, cycle.slots, cycle.loops[-1][-1])


def settle_stretch(cast: Cast, *, slots: int, before: Turn | None) -> Iterator[Bout]:
    """The bouts of so many slots. What the runners are owed afterwards, `due`, is less than a play each."""
    whole = slots
    bout = _try_cycle(cast, slots=slots, before=before)
    while bout is None:
        needs = _find_needs(cast, slots)
        if slots <= max(2 * SETTLING, 2 * cast.slots):
            bout = _play(cast, make_last(cast, needs, slots=slots, before=before), slots)
            break
        pair = find_pair(cast, needs, slots=slots) if cast.is_plain else None
        if pair:
            length, times, rest = pair[0]
            cycle = arrange_plays(cast, pair[1], loops=length // cast.slots, before=before)
            part = _play(cast, cycle, times * length)
            yield part
            bout = _play(cast, make_last(cast, _find_needs(cast, rest), slots=rest, before=part.last), rest)
            break
        cycle = make_adjusted(cast, needs, slots=slots, before=before)
        parts = SOLD if not _find_unsold(cast) else SPARE if slots == whole else MOST
        turns = _count_turns(cast, cycle, needs, slots=slots, parts=parts)
        part = _play(cast, cycle, turns * cycle.slots)
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


def _count_turns(cast: Cast, cycle: Cycle, needs: Sequence[int], *, slots: int, parts: int) -> int:
    """How often the cycle may play, so that loops a play richer or poorer can still make up for what it leaves owing;
    of the last half of that the number after which most of what is left comes out even."""
    # A city's flights are of few kinds: many are promised the same, and got the same.
    kinds = Counter(
        Kind(
            cast.rates[at],
            needs[at],
            cycle.used[at] * cast.whole,
            cast.runners[at].longest * cast.whole,
            cast.runners[at].shortest * cast.whole,
        )
        for at in cast.promised
    )
    most = slots // cycle.slots - 1
    settling = (
        turns for turns in range(most, 1, -1) if _can_settle(cast, cycle, kinds, turns=turns, slots=slots, parts=parts)
    )
    bound = next(settling, 1)
    return max(
        range(max(1, bound // 2), bound + 1),
        key=lambda turns: (_count_even(cast, cycle, kinds, turns, slots), turns),
    )


def _can_settle(cast: Cast, cycle: Cycle, kinds: Mapping[Kind, int], *, turns: int, slots: int, parts: int) -> bool:
    left = slots - turns * cycle.slots
    free = left * cast.whole
    for kind, many in kinds.items():
        owed = kind.need - turns * kind.used
        # Half a spot each may stay owing.
        free -= many * (owed - kind.size // 4)
        if abs(owed - kind.rate * left) * cycle.slots > DRIFT * kind.size * left:
            return False
        least, most = _bound_loop(cast, kind)
        if not cast.is_plain:
            # Loops of longer spots are a spot richer or poorer as it is: on the average they need not be even, and all
            # that one may hold is had only where no other spot stands in the way.
            if parts * abs(owed - kind.rate * left) * cast.slots > kind.size * left:
                return False
            least, most = ((TIGHT * bound + kind.rate * cast.slots) // (TIGHT + 1) for bound in (least, most))
        if not least * left <= owed * cast.slots <= most * left:
            return False
    # What all are owed together leaves the fallback most of what is its own.
    unsold = _find_unsold(cast)
    return cast.is_plain or not unsold or (TIGHT + 1) * free >= TIGHT * unsold * left


def _bound_loop(cast: Cast, kind: Kind) -> tuple[int, int]:
    """The least and the most that a loop may hold of such a flight, in parts of a slot."""
    fair = kind.rate * cast.slots
    if kind.least < kind.size:
        return max(0, fair - kind.size), fair + kind.size
    least = fair // kind.size * kind.size
    return least, least + kind.size * (fair > least)


def _find_unsold(cast: Cast) -> int:
    """What the fallback is entitled to of a slot."""
    return cast.whole - sum(cast.rates[at] for at in cast.promised)


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
