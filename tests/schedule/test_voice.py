"""Who runs when, and how much of the loop each gets."""

from datetime import date
from fractions import Fraction

from campaign.schedule.flight import Flight, Priority
from campaign.schedule.promises import find_share
from campaign.schedule.voice import Promise, cut_day, share_loop
from tests.factories.schedule import make_daypart, make_flight, make_screen

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)
PEAK = make_daypart("peak", "07:00", "09:00", weekdays=("mon", "tue", "wed", "thu", "fri"))
NIGHT = make_daypart("night", "22:00", "00:30")
DAYPARTS = {"peak": PEAK, "night": NIGHT}


def share(flights: tuple[Flight, ...]) -> tuple[Promise, ...]:
    return share_loop(flights, shares={flight.id: find_share(flight, lengths=()) for flight in flights})


def test_a_day_is_cut_where_dayparts_begin_and_end() -> None:
    always, peak = make_flight("always"), make_flight("peak", dayparts=("peak",))
    stretches = cut_day(make_screen(), MONDAY, flights=(always, peak), dayparts=DAYPARTS, calendars={})
    assert [(stretch.minutes, [flight.id for flight in stretch.flights]) for stretch in stretches] == [
        ((300, 420), ["always"]),
        ((420, 540), ["always", "peak"]),
        ((540, 1470), ["always"]),
    ]


def test_a_daypart_past_midnight_stays_in_one_piece() -> None:
    (_, night) = cut_day(
        make_screen(), MONDAY, flights=(make_flight(dayparts=("night",)),), dayparts=DAYPARTS, calendars={}
    )
    assert night.minutes == (1320, 1470)


def test_a_daypart_of_working_days_does_not_cut_a_saturday() -> None:
    (stretch,) = cut_day(
        make_screen(), SATURDAY, flights=(make_flight(dayparts=("peak",)),), dayparts=DAYPARTS, calendars={}
    )
    assert (stretch.minutes, stretch.flights) == ((300, 1470), ())


def test_a_flight_runs_from_its_first_to_its_last_day() -> None:
    flight = make_flight(since=MONDAY, until=MONDAY)
    assert [flight.runs_on(date(2026, 11, day), calendars={}) for day in (22, 23, 24)] == [False, True, False]


def test_shares_that_fit_are_given_as_promised() -> None:
    promises = share((make_flight("a", share=33.3), make_flight("b", share=10)))
    assert [(promise.flight.id, promise.share) for promise in promises] == [
        ("a", Fraction(333, 1000)),
        ("b", Fraction(1, 10)),
    ]


def test_a_higher_priority_takes_its_share_first_and_the_rest_divide_what_is_left() -> None:
    flights = (
        make_flight("a", share=60),
        make_flight("b", share=40),
        make_flight("day", share=80, priority=Priority.URGENT),
    )
    promises = {promise.flight.id: promise.share for promise in share(flights)}
    assert promises == {"day": Fraction(4, 5), "a": Fraction(3, 25), "b": Fraction(2, 25)}


def test_nothing_is_left_beside_a_whole_loop_of_higher_priority() -> None:
    promises = share((make_flight("a", share=60), make_flight("day", share=100, priority=Priority.URGENT)))
    assert [promise.flight.id for promise in promises] == ["day"]
