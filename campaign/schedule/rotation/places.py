"""Places on a long ring. In: how often each flight plays. Out: an order that keeps each one's plays evenly apart.

A flight's plays are a comb: n teeth, as even over the ring as whole places allow. Where all combs fit into each other
no order is better, for no flight has a gap more than one place off; so combs are tried first, the densest before the
others, going back a limited number of times. Where they do not fit, teeth that meet another go to the nearest free
place. Combs are bits of one whole number, which makes the search fast enough for every loop of every channel.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from campaign.schedule.rotation.ring import Order, Voices

TRIED = 60
"""Combs that are put down before one way to search for a perfect fit is given up."""

FITTED = 24
"""Combs up to which a perfect fit is searched."""

SHIFTS = 10
"""Places at which a comb that fits nowhere is tried."""

STEPS = (1, 2, 3, 5, 4, 6)
"""Ways to search: combs go first to the places that are multiples of the step, so that room is left for others whose
gaps are, too."""


@dataclass
class Board:
    """The ring: `used` has a bit for each place that is taken, `near` by campaign those beside its plays."""

    length: int
    step: int = 1
    used: int = 0
    near: dict[int, int] = field(default_factory=dict)
    tried: int = 0

    def turn(self, bits: int, by: int) -> int:
        """Every bit so many places earlier, round the ring."""
        return (bits >> by | bits << (self.length - by)) & ((1 << self.length) - 1)

    def gather(self, bits: int, by: Iterable[int]) -> int:
        """The bits as many places earlier as each of these numbers says, all together; past the ring is noise."""
        twice = bits | bits << self.length
        gathered = 0
        for places in by:
            gathered |= twice >> places
        return gathered

    def find_free(self, teeth: Sequence[int], campaign: int) -> Iterator[int]:
        """Where the comb may begin, those first that bring no two plays of the campaign together."""
        near = self.near.get(campaign, 0) if campaign >= 0 else 0
        free = ~self.gather(self.used, teeth) & ((1 << self.length) - 1)
        close = self.gather(near, teeth) if near else 0
        for bits in (free & ~close, free & close):
            if self.step == 1:
                yield from _list_bits(bits)
                continue
            for rest in range(self.step):
                yield from (place for place in _list_bits(bits) if place % self.step == rest)

    def put(self, bits: int, campaign: int) -> None:
        self.used |= bits
        if campaign >= 0:
            beside = self.turn(bits, 1) | self.turn(bits, self.length - 1)
            self.near[campaign] = self.near.get(campaign, 0) | beside


def place_plays(voices: Voices) -> Order:
    """The order; deterministic."""
    length = sum(voices.counts)
    ranked = sorted((flight for flight, count in enumerate(voices.counts) if count), key=lambda at: -voices.counts[at])
    # Combs of uneven teeth, or very many, seldom fit into each other, however long one tries.
    even = all(length % voices.counts[flight] == 0 for flight in ranked)
    steps = STEPS if even and len(ranked) <= FITTED else ()
    fits = (_fit_combs(ranked, voices, Board(length, step)) for step in steps)
    combs = next((fit for fit in fits if fit is not None), None) or _bend_combs(ranked, voices, Board(length))
    order = [0] * length
    for flight, bits in combs.items():
        for place in _list_bits(bits):
            order[place] = flight
    return tuple(order)


def _list_bits(bits: int) -> Iterator[int]:
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def _list_teeth(count: int, length: int) -> list[int]:
    return [turn * length // count for turn in range(count)]


def _fit_combs(ranked: Sequence[int], voices: Voices, board: Board) -> dict[int, int] | None:
    """Whole combs only, or nothing."""
    if not ranked:
        return {}
    flight, rest = ranked[0], ranked[1:]
    campaign = voices.campaigns[flight]
    teeth = _list_teeth(voices.counts[flight], board.length)
    used, near = board.used, dict(board.near)
    comb = sum(1 << tooth for tooth in teeth)
    for start in board.find_free(teeth, campaign):
        board.tried += 1
        bits = board.turn(comb, (board.length - start) % board.length)
        board.put(bits, campaign)
        found = _fit_combs(rest, voices, board)
        if found is not None:
            return {flight: bits, **found}
        board.used, board.near = used, dict(near)
        if board.tried > TRIED:
            return None
    return None


def _bend_combs(ranked: Sequence[int], voices: Voices, board: Board) -> dict[int, int]:
    """Each comb where most of its teeth find their place free, the others moved to the nearest."""
    combs = {}
    for flight in ranked:
        count, campaign = voices.counts[flight], voices.campaigns[flight]
        teeth = _list_teeth(count, board.length)
        comb = sum([1 << tooth for tooth in teeth])
        start = next(board.find_free(teeth, campaign), None)
        if start is None:
            gap = -(-board.length // count)
            shifts = range(0, gap, -(-gap // SHIFTS))
            start = max(shifts, key=lambda by: (_count_free(board, comb, by), -by))
            bits = 0
            for tooth in teeth:
                bits |= _find_nearest(board.used | bits, (start + tooth) % board.length, board.length)
        else:
            bits = board.turn(comb, (board.length - start) % board.length)
        board.put(bits, campaign)
        combs[flight] = bits
    return combs


def _count_free(board: Board, comb: int, start: int) -> int:
    return (board.turn(comb, (board.length - start) % board.length) & ~board.used).bit_count()


def _find_nearest(used: int, place: int, length: int) -> int:
    """The bit of the free place nearest to this one; of two the later."""
    for step in range(length):
        for at in ((place + step) % length, (place - step) % length):
            if not used >> at & 1:
                return 1 << at
    raise ValueError("the ring is full")
