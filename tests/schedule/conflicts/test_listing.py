"""What a lead is told before a release."""

from datetime import date

from campaign.schedule.conflicts.listing import list_conflicts
from campaign.schedule.flight import Priority
from campaign.schedule.release import Release
from campaign.spec.findings import Finding, Severity
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

SUNDAY = date(2026, 11, 22)
SPOTS = make_spots("together/ana", "together/project")


def find_conflicts(release: Release, *, today: date) -> tuple[Finding, ...]:
    return tuple(conflict.finding for conflict in list_conflicts(release, today=today))


def test_a_release_in_which_all_is_well_has_no_findings() -> None:
    assert find_conflicts(make_release(flights=(make_flight(),), spots=SPOTS), today=SUNDAY) == ()


def test_a_flight_without_material_and_a_missing_fallback_are_found_errors_first() -> None:
    release = make_release(flights=(make_flight(),))
    found = [(finding.rule, finding.severity, finding.place.field) for finding in find_conflicts(release, today=SUNDAY)]
    assert found == [("S3", Severity.ERROR, "fallbacks"), ("S2", Severity.WARNING, "flight")]


def test_a_flight_that_gets_less_than_promised_is_found_once() -> None:
    flights = (make_flight("all", share=60), make_flight("day", share=80, priority=Priority.URGENT))
    (finding,) = find_conflicts(make_release(flights=flights, spots=SPOTS), today=SUNDAY)
    assert (finding.rule, finding.place.field, finding.measured, finding.allowed) == ("S6", "all, day", "20 %", "60 %")


def test_a_spot_longer_than_the_loop_is_found() -> None:
    spots = (*make_spots("together/project"), *make_spots("together/ana", seconds=90)[:1])
    (finding,) = find_conflicts(make_release(flights=(make_flight(),), spots=spots), today=SUNDAY)
    assert (finding.rule, finding.place.item, finding.measured, finding.allowed) == (
        "S4",
        "together/ana",
        "90 s",
        "60 s",
    )


def test_a_flight_whose_dayparts_a_channel_sleeps_through_is_found() -> None:
    release = make_release(
        channels=(make_screen(closes="19:00"),),
        dayparts=(make_daypart("night", "22:00", "00:30"),),
        flights=(make_flight(dayparts=("night",)),),
        spots=SPOTS,
    )
    assert [finding.rule for finding in find_conflicts(release, today=SUNDAY)] == ["S5"]
