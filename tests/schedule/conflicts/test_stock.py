"""What flights lack: approved spots, fallbacks that last, versions, and whose step comes next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.serving import find_unserved
from campaign.schedule.conflicts.stock import Candidate, Hold, find_lacking
from campaign.schedule.release import Release
from campaign.spec.findings import Severity
from tests.factories.schedule import make_flight, make_release, make_screen, make_spot, make_spots

SUNDAY = date(2026, 11, 22)
SPOTS = make_spots("together/ana", "together/project")
BOTH = ("tram", "bus")


def make_candidate(
    ref: str = "together/ana", *, language: str = "bg", channel: str = "tram", hold: Hold | None = None
) -> Candidate:
    campaign, _, item = ref.partition("/")
    return Candidate(f"{ref} {language} {channel}", campaign, item, language, channel, hold=hold)


def find(release: Release, *stock: Candidate) -> list[Conflict]:
    return [
        *find_unserved(release, stock=stock, today=SUNDAY),
        *find_lacking(release, stock=stock, today=SUNDAY),
    ]


def test_a_flight_without_material_and_a_channel_without_fallback_are_told() -> None:
    found = find(make_release(flights=(make_flight(),)))
    assert [(one.finding.rule, one.finding.severity, one.flights, one.channels) for one in found] == [
        ("S2", Severity.WARNING, ("flight",), ("tram",)),
        ("S3", Severity.ERROR, (), ("tram",)),
    ]


def test_a_flight_that_is_over_lacks_nothing() -> None:
    flight = make_flight(campaign="elsewhere", until=SUNDAY - timedelta(days=1))
    assert find(make_release(flights=(flight,), spots=SPOTS)) == []


@pytest.mark.parametrize(("days", "rules"), [(27, ["S3"]), (28, [])])
def test_a_fallback_lasts_four_weeks_or_is_told(days: int, rules: list[str]) -> None:
    spots = [replace(spot, until=SUNDAY + timedelta(days=days)) for spot in make_spots("together/project")]
    found = find(make_release(spots=spots))
    assert [one.finding.rule for one in found] == rules
    assert all(one.finding.severity is Severity.WARNING for one in found)


def test_a_spot_longer_than_the_loop_names_the_flights_that_would_show_it() -> None:
    spots = (*make_spots("together/project"), make_spot("together/ana", seconds=90))
    (found,) = find(make_release(flights=(make_flight(),), spots=spots))
    assert (found.finding.rule, found.flights, found.finding.place.item) == ("S4", ("flight",), "together/ana")
    assert (found.finding.measured, found.finding.allowed) == ("90 s", "60 s")


def test_an_item_without_one_of_the_channels_languages_is_told() -> None:
    release = make_release(flights=(make_flight(),), spots=SPOTS)
    (found,) = find(release, make_candidate(language="bg"))
    assert (found.finding.rule, found.flights, found.finding.place.language) == ("S8", ("flight",), "en")
    assert str(found.finding.message) == "“together/ana” in “flight” is not there in en, which tram shows too."


def test_an_item_without_a_picture_for_one_of_the_channels_is_told() -> None:
    channels = (make_screen("tram"), make_screen("bus"))
    spots = tuple(spot for channel in BOTH for spot in make_spots("together/project", channel=channel))
    release = make_release(channels=channels, flights=(make_flight(channels=BOTH),), spots=spots)
    there = [
        make_candidate("together/project", language=language, channel=channel)
        for channel in BOTH
        for language in ("bg", "en")
    ]
    ana = [make_candidate(language=language) for language in ("bg", "en")]
    (found,) = find(release, *there, *ana)
    assert (found.finding.rule, found.channels, found.finding.place.item) == ("S8", ("bus",), "together/ana")


@pytest.mark.parametrize("hold", list(Hold))
def test_what_holds_a_material_up_is_told_with_the_flight_and_the_items(hold: Hold) -> None:
    release = make_release(flights=(make_flight(),), spots=SPOTS)
    (found,) = find(release, make_candidate(hold=hold), make_candidate(language="en", hold=hold))
    assert (found.finding.rule, found.flights, found.channels) == ("S9", ("flight",), ("tram",))
    assert found.finding.message.params == {"flight": "flight", "items": "together/ana"}
    assert "together/ana" in str(found.finding.message)


def test_materials_of_other_channels_and_campaigns_are_no_business_of_a_flight() -> None:
    release = make_release(flights=(make_flight(),), spots=SPOTS)
    others = (make_candidate(channel="bus", hold=Hold.DRAFT), make_candidate("elsewhere/ana", hold=Hold.DRAFT))
    ours = tuple(make_candidate(language=language) for language in ("bg", "en"))
    assert find(release, *ours, *others) == []


def test_a_flight_that_names_what_does_not_exist_is_told_so() -> None:
    release = make_release(flights=(make_flight("typo", campaign="togethr"),), spots=SPOTS)
    (found,) = find(release, make_candidate())
    assert (found.finding.rule, found.flights) == ("S2", ("typo",))
    assert str(found.finding.message) == (
        "The flight “typo” shows “togethr”, of which there is no material for its channels."
    )
