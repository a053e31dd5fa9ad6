"""A stretch of the day in two windows. In: what everybody is to have of it. Out: a cycle, how often it plays, and so
what is left for loops after it, each played once.

A cycle that plays over and over leaves everybody owed the same each time. What is left of the stretch makes up for it,
if that is so much that no loop needs a spot more or fewer than the promise allows, and so little that a playlist need
not spell out many loops. Every spot takes one slot here, so plays are counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from campaign.schedule.rotation.cycles import LONGEST, SETTLING, Cast
from campaign.schedule.rotation.filling import Counts

DRIFT = 2
"""Plays by which a flight may have more or fewer than promised in as many slots as a settling cycle has."""

STEP = 12
"""Slots by which the cycles that are tried differ at least."""

LUMP = 8
"""The part of the rest of which the fallback may have more or less than its own."""


class Pair(NamedTuple):
    """A cycle of so many slots, the times it plays, and the slots of the loops after it."""

    length: int
    turns: int
    rest: int

    @property
    def slots(self) -> int:
        return self.length * self.turns + self.rest


class Need(NamedTuple):
    """What flights are promised of a slot and need of the stretch, in parts of a slot; the least and most plays that
    each of their loops may hold."""

    rate: int
    need: int
    least: int
    most: int


Options: TypeAlias = Mapping[tuple[int, int], Sequence[int]]
"""Of all that are promised so much of a slot and need so much of the stretch: how often each may play in the cycle."""


def find_pair(cast: Cast, needs: Sequence[int], *, slots: int) -> tuple[Pair, Counts] | None:
    """The pair with the fewest loops to spell out, and everybody's plays in its cycle; nothing if none will do."""
    own = list(zip(cast.rates, needs, strict=True))[: len(cast.promised)]
    # A city's flights are of few kinds: many are promised the same. Whose need rules a pair out is asked first of the
    # next one.
    kinds = [_read_need(cast, *kind) for kind in dict.fromkeys(own)]
    many = Counter(own)
    for pair in _list_pairs(slots, cast.slots):
        options: dict[tuple[int, int], Sequence[int]] = {}
        for at, kind in enumerate(kinds):
            found = _list_options(cast, kind, pair)
            if not found:
                kinds.insert(0, kinds.pop(at))
                break
            options[kind.rate, kind.need] = found
        else:
            missing = _count_missing(cast, many, options, pair)
            if missing is not None:
                plays = _choose(cast, own, options, pair, missing=missing)
                return pair, [*plays, pair.length - sum(plays)][: len(cast.runners)]
    return None


def _choose(cast: Cast, own: Sequence[tuple[int, int]], options: Options, pair: Pair, *, missing: int) -> Counts:
    """Everybody's plays in the cycle: the fewest, and one more for so many of those who would lack most."""
    plays = [options[kind][0] for kind in own]
    lacking = [
        need * pair.length - count * pair.slots * cast.whole for (_, need), count in zip(own, plays, strict=True)
    ]
    raised = sorted((at for at, kind in enumerate(own) if len(options[kind]) > 1), key=lambda at: (-lacking[at], at))
    for at in raised[:missing]:
        plays[at] += 1
    return plays


@lru_cache(maxsize=1024)
def _list_pairs(slots: int, loop: int) -> tuple[Pair, ...]:
    """Those with the fewest loops first; the cycle plays more than once. Where loops are short not every length is
    looked at: many would be nearly alike."""
    step = loop * max(1, STEP // loop)
    pairs = (
        Pair(length, turns, slots - turns * length)
        for length in range(step, max(LONGEST, step) + 1, step)
        for turns in range(max(2, (slots - LONGEST) // length), slots // length + 1)
    )
    kept = (pair for pair in pairs if loop <= pair.rest <= LONGEST and pair.length >= LONGEST // 3)
    return tuple(sorted(kept, key=lambda pair: (pair.length + pair.rest, -pair.length)))


def _read_need(cast: Cast, rate: int, need: int) -> Need:
    least, over = divmod(rate * cast.slots, cast.whole)
    return Need(rate, need, least, least + (over > 0))


def _list_options(cast: Cast, kind: Need, pair: Pair) -> list[int]:
    """How often such a flight may play in the cycle: what it needs, rounded down or up, if that leaves for the rest
    what its loops can give."""
    length, turns, rest = pair
    rate, need, least, most = kind
    slots = pair.slots
    whole = cast.whole
    floor = need * length // (slots * whole)
    # Half a play too much is made good by the next stretch, where a loop need not hold any.
    lower = least * rest * whole - (0 if least else whole * cast.slots // 2)
    upper = most * rest * whole
    found = []
    for plays in (floor, floor + 1):
        left = need - turns * plays * whole
        if (
            least * length <= plays * cast.slots <= most * length
            and lower <= left * cast.slots <= upper
            and abs(left - rate * rest) * SETTLING <= DRIFT * whole * rest
        ):
            found.append(plays)
    return found


def _count_missing(cast: Cast, many: Mapping[tuple[int, int], int], options: Options, pair: Pair) -> int | None:
    """How many plays the cycle needs beside the fewest that everybody may have in it, and others can take; None where
    it cannot be filled, or the fallback would get too much or too little of the rest. `many` flights are of a kind."""
    fewest = sum([count * options[kind][0] for kind, count in many.items()])
    others = sum([count for kind, count in many.items() if len(options[kind]) > 1])
    if len(cast.promised) == len(cast.runners):
        missing = pair.length - fewest
        return missing if 0 <= missing <= others else None
    promised = sum([count * need for (_, need), count in many.items()])
    whole = pair.slots * cast.whole
    # Of what all are promised the rest is to hold its part, but for as much as the fallback can take or miss.
    early, spare = promised * pair.turns * pair.length, pair.slots * pair.rest // LUMP * cast.whole
    least, most = -(-(early - spare) // (pair.turns * whole)), (early + spare) // (pair.turns * whole)
    wanted = -(-promised * pair.length // whole)
    least, most = max(least, fewest), min(most, fewest + others, pair.length)
    return min(max(wanted, least), most) - fewest if least <= most else None
