"""Gaps that a flight's own share makes impossible."""

from datetime import date
from fractions import Fraction

import pytest

from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.deals import make_deals
from campaign.schedule.conflicts.nearness import find_best_gap, find_gaps
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.outlook import look_ahead
from campaign.schedule.shares import open_books
from tests.factories.schedule import make_flight, make_release, make_spots

SUNDAY = date(2026, 11, 22)


def find(*flights: Flight, seconds: float = 10) -> list[Conflict]:
    release = make_release(flights=flights, spots=make_spots("together/ana", seconds=seconds))
    outlook, books = look_ahead(release, today=SUNDAY, days=7), open_books(release)
    return list(find_gaps(outlook, books, make_deals(outlook.companies, books)))


@pytest.mark.parametrize(
    ("seconds", "share", "best"),
    [
        (10, Fraction(1, 2), 20),
        (10, Fraction(2, 5), 20),  # 25 s apart on the mean: 20 and 30 in turns
        (20, Fraction(1, 3), 60),
        (10, Fraction(1), 10),
        (10, Fraction(1, 12), 120),  # every other loop
    ],
)
def test_the_longest_gap_is_that_of_even_starts_in_whole_slots(seconds: int, share: Fraction, best: int) -> None:
    assert find_best_gap(Fraction(seconds), share, slot=10) == best


def test_a_gap_that_fits_is_fine() -> None:
    assert find(make_flight(share=50, gap_seconds=20)) == []


def test_a_gap_that_the_share_does_not_leave_is_told_with_the_share_that_would() -> None:
    (found,) = find(make_flight(share=50, gap_seconds=25))
    assert (found.finding.rule, found.flights, found.channels) == ("S10", ("flight",), ("tram",))
    assert (found.finding.measured, found.finding.allowed) == ("20 s", "25 s")
    assert str(found.finding.hint) == "Promise at most 33.3 %, or a gap of 20 s."
    assert find(make_flight(share=33.3, gap_seconds=25)) == []
    assert find(make_flight(share=50, gap_seconds=20)) == []


def test_plays_an_hour_are_proposed_as_such() -> None:
    (found,) = find(make_flight(plays_per_hour=100, gap_seconds=36))  # 36 s apart, but in whole slots 30
    assert str(found.finding.hint) == "Promise at most 90 plays an hour, or a gap of 30 s."
    assert find(make_flight(plays_per_hour=90, gap_seconds=36)) == []


def test_a_higher_priority_that_takes_the_share_leaves_the_gap() -> None:
    urgent = make_flight("day", share=80, priority=Priority.URGENT)
    assert find(make_flight(share=50, gap_seconds=50), urgent) == []
