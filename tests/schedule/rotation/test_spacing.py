"""Even spacing: as good as the best of all orders for small loops."""

from collections.abc import Iterator, Sequence

import pytest

from campaign.schedule.rotation.ring import Cost, Voices, measure_order
from campaign.schedule.rotation.spacing import space_evenly


def list_counts(plays: int, flights: int) -> Iterator[tuple[int, ...]]:
    """Every way to split the plays over at most so many flights, the most frequent first."""

    def split(left: int, parts: int, most: int) -> Iterator[tuple[int, ...]]:
        if not left:
            yield ()
        elif parts:
            for count in range(min(left, most), 0, -1):
                yield from ((count, *rest) for rest in split(left - count, parts - 1, count))

    return split(plays, flights, plays)


def find_least(voices: Voices) -> Cost:
    """The least cost of all orders; the ring lets the first flight stand first."""
    costs = []

    def place(left: Sequence[int], order: tuple[int, ...]) -> None:
        if not any(left):
            costs.append(measure_order(order, voices))
        for flight, count in enumerate(left):
            if count:
                place([*left[:flight], count - 1, *left[flight + 1 :]], (*order, flight))

    place([voices.counts[0] - 1, *voices.counts[1:]], (0,))
    return min(costs)


@pytest.mark.parametrize("plays", range(1, 9))
def test_no_order_of_a_small_loop_is_better(plays: int) -> None:
    for counts in list_counts(plays, 5):
        free = tuple(-1 for _ in counts)
        for campaigns in (free, tuple(range(len(counts))), tuple(index // 2 for index in range(len(counts)))):
            voices = Voices(counts, free, campaigns)
            assert measure_order(space_evenly(voices), voices) == find_least(voices), voices


def test_a_flight_of_one_item_never_follows_itself_while_others_can_part_it() -> None:
    voices = Voices((4, 2, 2), (0, -1, -1), (0, 1, 2))
    order = space_evenly(voices)
    assert (order.count(0), measure_order(order, voices)[0]) == (4, 0)


def test_two_flights_of_one_campaign_are_parted() -> None:
    voices = Voices((2, 2, 4), (-1, -1, -1), (0, 0, 1))
    assert measure_order(space_evenly(voices), voices)[1] == 0


def test_long_loops_are_spread_without_search() -> None:
    counts = (12, 12, 12, 12)
    voices = Voices(counts, (-1,) * 4, tuple(range(4)))
    assert measure_order(space_evenly(voices), voices) == (0, 0, 0)


def test_nothing_to_play_has_no_order() -> None:
    assert space_evenly(Voices((), (), ())) == ()
