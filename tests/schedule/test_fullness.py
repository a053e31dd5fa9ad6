"""How full loops are: promised against planned, by the day and the hour; over only where promises cannot be kept."""

from datetime import date
from fractions import Fraction

from campaign.schedule.flight import Priority
from campaign.schedule.fullness import EMPTY, measure_fullness
from tests.factories.schedule import make_daypart, make_flight, make_release, make_spots

MONDAY = date(2026, 11, 23)
SPOTS = make_spots("together/ana", "other/boris")


def test_what_is_promised_and_can_be_shown_is_planned() -> None:
    ledger = measure_fullness(make_release(flights=(make_flight(share=30),), spots=SPOTS), first=MONDAY, days=1)
    (stretch,) = ledger.read_day("tram", MONDAY)
    assert (stretch[0], stretch[1].sold, stretch[1].planned, stretch[1].free, stretch[1].over) == (
        (300, 1470),
        Fraction(3, 10),
        Fraction(3, 10),
        Fraction(7, 10),
        False,
    )


def test_who_has_nothing_to_show_was_promised_something_and_gets_none_of_it() -> None:
    flights = (make_flight(share=30), make_flight("bare", campaign="nobody", share=20))
    fullest = measure_fullness(make_release(flights=flights, spots=SPOTS), first=MONDAY, days=1).find_fullest(
        "tram", MONDAY
    )
    assert (fullest.sold, fullest.planned) == (Fraction(1, 2), Fraction(3, 10))
    assert fullest.flights["bare"] == (Fraction(1, 5), Fraction(0))


def test_only_peers_oversell_a_loop_and_what_is_urgent_squeezes_the_others() -> None:
    peers = (make_flight(share=60), make_flight("second", campaign="other", share=60))
    over = measure_fullness(make_release(flights=peers, spots=SPOTS), first=MONDAY, days=1).find_fullest("tram", MONDAY)
    assert (over.over, over.sold, over.planned) == (True, Fraction(6, 5), Fraction(1))
    ranked = (peers[0], make_flight("second", campaign="other", share=60, priority=Priority.URGENT))
    squeezed = measure_fullness(make_release(flights=ranked, spots=SPOTS), first=MONDAY, days=1)
    fullest = squeezed.find_fullest("tram", MONDAY)
    assert (fullest.over, fullest.flights["flight"]) == (False, (Fraction(3, 5), Fraction(2, 5)))


def test_an_emergency_was_sold_nothing_and_has_all_of_it() -> None:
    flights = (make_flight(share=60), make_flight("alarm", campaign="other", share=0, priority=Priority.EMERGENCY))
    fullest = measure_fullness(make_release(flights=flights, spots=SPOTS), first=MONDAY, days=1).find_fullest(
        "tram", MONDAY
    )
    assert (fullest.sold, fullest.planned, fullest.over) == (Fraction(3, 5), Fraction(1), False)


def test_the_fullest_hour_stands_for_the_day_and_days_without_flights_are_empty() -> None:
    flights = (
        make_flight(share=30),
        make_flight("rush", campaign="other", share=40, dayparts=("morning",), weekdays=("mon",)),
    )
    release = make_release(flights=flights, spots=SPOTS, dayparts=(make_daypart("morning", "07:00", "09:30"),))
    ledger = measure_fullness(release, first=MONDAY, days=2)
    assert [(minutes, float(one.sold)) for minutes, one in ledger.read_day("tram", MONDAY)] == [
        ((300, 420), 0.3),
        ((420, 570), 0.7),
        ((570, 1470), 0.3),
    ]
    tuesday = date(2026, 11, 24)
    assert [float(ledger.find_fullest("tram", day).sold) for day in (MONDAY, tuesday)] == [0.7, 0.3]
    assert ledger.find_fullest("tram", date(2030, 1, 1)) == EMPTY
