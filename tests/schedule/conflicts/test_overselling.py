"""Loops that were sold twice: who, by how many seconds, from when to when, and what would fit."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.deals import make_deals
from campaign.schedule.conflicts.fitting import fit_promises, fit_shares
from campaign.schedule.conflicts.overselling import find_overselling
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.outlook import look_ahead
from campaign.schedule.release import Release
from campaign.schedule.shares import Sold, open_books
from campaign.spec.findings import Severity
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

SUNDAY = date(2026, 11, 22)
PEAK = make_daypart("peak", "07:00", "09:00", weekdays=("mon", "tue", "wed", "thu", "fri"))
SPOTS = make_spots("together/ana", "together/project")


def find(release: Release, *, days: int = 60) -> list[Conflict]:
    outlook, books = look_ahead(release, today=SUNDAY, days=days), open_books(release)
    return list(find_overselling(outlook, books, list(make_deals(outlook.companies, books))))


def freeze(*flights: Flight, **more: object) -> Release:
    return make_release(flights=flights, spots=SPOTS, dayparts=(PEAK,), **more)  # type: ignore[arg-type]


def test_a_loop_that_is_sold_to_the_last_second_is_fine() -> None:
    assert find(freeze(make_flight("a", share=66.7), make_flight("b", share=33.3))) == []


def test_an_oversold_loop_says_how_many_seconds_who_when_and_what_would_fit() -> None:
    (found,) = find(freeze(make_flight("a", share=60), make_flight("b", share=60, since=date(2026, 12, 1))))
    assert (found.finding.rule, found.finding.severity) == ("S1", Severity.ERROR)
    assert (found.flights, found.channels) == (("a", "b"), ("tram",))
    assert (found.since, found.until) == (date(2026, 12, 1), date(2027, 12, 31))
    assert str(found.finding.message) == (
        "On tram a loop of 60 s is oversold by 12 s from 2026-12-01 to 2027-12-31: a 60 %, b 60 %."
    )
    assert str(found.finding.hint) == "Promises that would fit: a 50 %, b 50 %."
    assert (found.finding.measured, found.finding.allowed) == ("120 %", "100 %")


def test_flights_that_meet_only_in_a_daypart_are_oversold_on_its_days() -> None:
    flights = (
        make_flight("a", share=80),
        make_flight("b", share=30, dayparts=("peak",), until=date(2026, 12, 6)),  # until a Sunday
    )
    (found,) = find(freeze(*flights))
    assert (found.since, found.until) == (date(2026, 11, 23), date(2026, 12, 4))


def test_flights_that_never_meet_may_both_have_the_whole_loop() -> None:
    flights = (
        make_flight("a", share=100, until=date(2026, 11, 30)),
        make_flight("b", share=100, since=date(2026, 12, 1)),
    )
    assert find(freeze(*flights)) == []


def test_days_that_only_one_of_them_excludes_do_not_oversell() -> None:
    flights = (
        make_flight("a", share=80, weekdays=("mon",)),
        make_flight("b", share=80, weekdays=("tue", "wed", "thu", "fri", "sat", "sun")),
    )
    assert find(freeze(*flights)) == []


def test_a_smaller_crowd_within_a_larger_one_is_not_told_apart() -> None:
    flights = (
        make_flight("a", share=80),
        make_flight("b", share=80),
        make_flight("c", share=40, dayparts=("peak",)),
    )
    assert [(one.flights, one.since) for one in find(freeze(*flights))] == [(("a", "b", "c"), SUNDAY)]


def test_channels_with_the_same_conflict_are_told_together() -> None:
    channels = (make_screen("tram"), make_screen("bus"), make_screen("metro", slots=12))
    both = ("tram", "bus", "metro")
    flights = (make_flight("a", share=80, channels=both), make_flight("b", share=80, channels=both))
    spots = tuple(spot for channel in both for spot in make_spots("together/ana", channel=channel))
    found = find(make_release(channels=channels, flights=flights, spots=spots))
    assert [one.channels for one in found] == [("tram", "bus"), ("metro",)]
    assert [one.finding.message.params["seconds"] for one in found] == [36, 72]


def test_plays_an_hour_take_their_part_of_the_loop_and_are_proposed_as_such() -> None:
    flights = (make_flight("a", share=80), make_flight("b", plays_per_hour=180))  # 180 of 10 s are half of the loop
    (found,) = find(freeze(*flights))
    assert found.finding.message.params["seconds"] == 18
    assert str(found.finding.hint) == "Promises that would fit: a 61 %, b 138/h."


def test_a_flight_by_a_number_of_plays_oversells_nothing() -> None:
    assert find(freeze(make_flight("a", share=100), make_flight("b", plays=1000))) == []


def test_what_a_higher_priority_leaves_is_told_with_what_would_do() -> None:
    flights = (make_flight("a", share=60), make_flight("day", share=80, priority=Priority.URGENT))
    (found,) = find(freeze(*flights))
    assert (found.finding.rule, found.finding.severity, found.flights) == ("S6", Severity.WARNING, ("a", "day"))
    assert str(found.finding.message) == (
        "From 2026-11-22 to 2027-12-31 the higher priority of day leaves “a” less than it was promised on tram."
    )
    assert str(found.finding.hint) == (
        "Promise those above 40 % together at most, or accept it for as long as they run."
    )
    assert (found.finding.measured, found.finding.allowed) == ("20 %", "60 %")


def test_an_emergency_takes_all_and_nobody_is_told_but_two_at_once_are() -> None:
    first = make_flight("fire", share=0, priority=Priority.EMERGENCY, until=date(2026, 12, 3))
    second = make_flight("flood", share=0, priority=Priority.EMERGENCY, since=date(2026, 12, 2))
    assert find(freeze(make_flight("a", share=60), first)) == []
    (found,) = find(freeze(make_flight("a", share=60), first, second))
    assert (found.finding.rule, found.flights) == ("S11", ("fire", "flood"))
    assert (found.since, found.until) == (date(2026, 12, 2), date(2026, 12, 3))
    assert str(found.finding.hint) == "End the others before “flood” begins on 2026-12-02, or keep one."


SHARES = st.lists(st.integers(1, 1000).map(lambda tenths: tenths / 10), min_size=2, max_size=20)


@given(SHARES.filter(lambda shares: sum(shares) > 100))
def test_the_proposed_shares_fit_and_leave_nobody_out(shares: list[float]) -> None:
    flights = [make_flight(str(place), share=share) for place, share in enumerate(shares)]
    sold = [Sold(Fraction(str(share)) / 100, Fraction(10)) for share in shares]
    fitted = fit_shares(flights, sold)
    assert sum(fitted) <= 100
    assert all(share > 0 for share in fitted)
    assert sum(fitted) > 100 - len(flights)  # nothing is given away but crumbs


@given(st.lists(st.integers(1, 360), min_size=2, max_size=12).filter(lambda plays: sum(plays) > 360))
def test_the_proposed_plays_an_hour_fit(plays: list[int]) -> None:
    flights = [make_flight(str(place), plays_per_hour=each) for place, each in enumerate(plays)]
    sold = [Sold(Fraction(each, 360), Fraction(10)) for each in plays]
    fitted = fit_shares(flights, sold)
    assert sum(fitted) <= 360
    assert all(0 < each <= most for each, most in zip(fitted, plays, strict=True))


def test_a_crumb_of_a_share_is_proposed_in_tenths() -> None:
    flights = [make_flight("a", share=100), make_flight("b", share=0.5)]
    sold = [Sold(Fraction(1), Fraction(10)), Sold(Fraction(1, 200), Fraction(10))]
    assert fit_promises(flights, sold) == ("a 99.5 %", "b 0.5 %")


def test_a_proposal_solves_the_conflict() -> None:
    flights = (make_flight("a", share=47.5), make_flight("b", share=33), make_flight("c", plays_per_hour=120))
    release = freeze(*flights)
    (found,) = find(release)
    sold = [open_books(release)["tram"][flight.id] for flight in flights]
    shares = fit_shares(flights, sold)
    mended = (
        replace(flights[0], share=float(shares[0])),
        replace(flights[1], share=float(shares[1])),
        replace(flights[2], plays_per_hour=float(shares[2])),
    )
    assert (found.finding.rule, find(freeze(*mended))) == ("S1", [])
