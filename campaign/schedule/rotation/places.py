"""Places on a long ring. In: how often each flight plays. Out: an order that keeps each one's plays evenly apart.

A flight's plays are a comb: n teeth, as even over the ring as whole places allow. Where all combs fit into each other
no order is better, for no flight has a gap more than one place off; so combs are tried first, the densest before the
others, going back a limited number of times. Where they do not fit, teeth that meet another go to the nearest free
place. Combs are bits of one whole number, which makes the search fast enough for every loop of every channel.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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

    @property
    def free(self) -> int:
        """A bit for each place that is not taken."""
        return ~self.used & ((1 << self.length) - 1)

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

    def find_free(self, teeth: Sequence[int], campaign: int) -> tuple[int, int]:
        """Bits of where the comb may begin: (that bring no two plays of the campaign together, that do)."""
        free = ~self.gather(self.used, teeth) & ((1 << self.length) - 1)
        near = self.near.get(campaign, 0) if campaign >= 0 else 0
        if not near:
            return free, 0
        close = self.gather(near, teeth)
        return free & ~close, free & close

    def list_free(self, teeth: Sequence[int], campaign: int) -> Iterator[int]:
        """Where the comb may begin, those first that bring no two plays of the campaign together."""
        for bits in self.find_free(teeth, campaign):
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


@lru_cache(maxsize=4096)
def _make_comb(count: int, length: int) -> tuple[tuple[int, ...], int]:
    """(the places of its teeth when it begins at the first place, the same as bits)."""
    teeth = tuple([turn * length // count for turn in range(count)])
    return teeth, sum([1 << tooth for tooth in teeth])


def _fit_combs(ranked: Sequence[int], voices: Voices, board: Board) -> dict[int, int] | None:
    """Whole combs only, or nothing."""
    if not ranked:
        return {}
    flight, rest = ranked[0], ranked[1:]
    campaign = voices.campaigns[flight]
    teeth, comb = _make_comb(voices.counts[flight], board.length)
    used, near = board.used, dict(board.near)
    for start in board.list_free(teeth, campaign):
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
        campaign = voices.campaigns[flight]
        teeth, comb = _make_comb(voices.counts[flight], board.length)
        apart, close = board.find_free(teeth, campaign)
        starts = apart or close
        if starts:
            bits = board.turn(comb, board.length + 1 - (starts & -starts).bit_length())
        else:
            bits = _bend_comb(teeth, comb, board)
        board.put(bits, campaign)
        combs[flight] = bits
    return combs


def _bend_comb(teeth: Sequence[int], comb: int, board: Board) -> int:
    """The comb's bits, begun where most are free; those that are not, nearby."""
    length = board.length
    gap = -(-length // len(teeth))
    free = board.free | board.free << length
    start = max(range(0, gap, -(-gap // SHIFTS)), key=lambda by: (comb & free >> by).bit_count())
    bits, free = 0, board.free
    for tooth in teeth:
        bit = _find_nearest(free, (start + tooth) % length, length)
        bits |= bit
        free ^= bit
    return bits


def _find_nearest(free: int, place: int, length: int) -> int:
    """The bit of the free place nearest to this one, round the ring; of two the later."""
    if free >> place & 1:
        return 1 << place
    turned = free >> place | free << (length - place)
    after = (turned & -turned).bit_length() - 1
    before = length + 1 - (turned & ((1 << length) - 1)).bit_length()
    return 1 << (place + (after if after <= before else -before)) % length
