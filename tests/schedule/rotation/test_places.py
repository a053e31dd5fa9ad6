"""Long rings: where every flight can keep its best gap, it does."""

from itertools import pairwise
from random import Random

import pytest

from campaign.schedule.rotation.places import place_plays
from campaign.schedule.rotation.ring import Order, Voices, measure_order


def cover_ring(length: int, flights: int, *, seed: int) -> tuple[int, ...]:
    """How often each flight plays when the ring is cut again and again into equal parts: then all of them can lie
    exactly even, so the best possible gap of each is known."""
    chance = Random(seed)
    gaps = [1]
    while len(gaps) < flights:
        at, parts = chance.randrange(len(gaps)), chance.choice((2, 2, 2, 3, 3, 5))
        if length % (gaps[at] * parts) == 0:
            gaps[at : at + 1] = [gaps[at] * parts] * parts
    return tuple(sorted((length // gap for gap in gaps), reverse=True))


def make_voices(counts: tuple[int, ...]) -> Voices:
    return Voices(counts, (-1,) * len(counts), tuple(range(len(counts))))


def find_least_gap(order: Order, flight: int) -> int:
    places = [place for place, one in enumerate(order) if one == flight]
    return min(right - left for left, right in pairwise((*places, places[0] + len(order))))


@pytest.mark.parametrize("length", [36, 48, 60, 90, 120])
def test_no_gap_of_a_long_ring_is_a_tenth_below_the_best_possible(length: int) -> None:
    for seed in range(25):
        counts = cover_ring(length, 3 + seed % 10, seed=seed)
        order = place_plays(make_voices(counts))
        assert all(find_least_gap(order, flight) >= 0.9 * (length // n) for flight, n in enumerate(counts)), counts


@pytest.mark.parametrize("counts", [(9, 9, 6, 6, 6, 6, 6), (30, 15, 10, 5), (7, 5, 3, 2, 1), (40, 1), (1,)])
def test_every_flight_has_its_plays(counts: tuple[int, ...]) -> None:
    order = place_plays(make_voices(counts))
    assert tuple(order.count(flight) for flight in range(len(counts))) == counts


def test_of_equal_places_those_are_taken_that_part_a_campaign() -> None:
    voices = Voices((20, 20, 20), (-1, -1, -1), (0, 0, 1))
    apart = Voices((15, 15, 15, 15), (-1,) * 4, (0, 0, 1, 1))
    assert measure_order(place_plays(apart), apart) == (0, 0, 0)
    assert measure_order(place_plays(voices), voices)[1] == 20


def test_nothing_to_play_has_no_places() -> None:
    assert place_plays(Voices((), (), ())) == ()
