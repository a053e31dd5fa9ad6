"""Flights changed in the studio: kept, ended, taken out, brought back, given back to the file; leads only, nobody's
words lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from campaign.data.models import FlightChange, User
from campaign.services import drafts, flights
from campaign.services.flights import Overtaken
from campaign.spec.errors import CampaignError, Faults, NotAllowed, UnknownName
from tests.factories.rows import make_person, make_version
from tests.factories.schedules import FLIGHTS, write_schedules

pytestmark = pytest.mark.django_db

Act: TypeAlias = Callable[[], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_schedules(tmp_path / "schedules")


@pytest.fixture
def lead(db: None) -> User:
    return make_person("lead")


def make_body(id_: str = "desk", **more: Any) -> dict[str, Any]:
    plain = {"id": id_, "campaign": "together", "channels": ["all"], "since": "2026-12-01", "until": "2026-12-31"}
    return {**plain, "share": 10, **more}


def read_shares(folder: Path) -> dict[str, float]:
    """What the next release would be frozen from."""
    return {flight.id: flight.share for flight in drafts.read_schedules(folder).flights}


def find_stamp(folder: Path, id_: str = "together") -> str:
    return flights.list_flights(folder).entries[id_].stamp


def test_a_new_flight_counts_at_once_and_the_file_stays(folder: Path, lead: User) -> None:
    flights.add(make_body(), by=lead, why="Кампания за Нова година", folder=folder)
    assert read_shares(folder) == {"together": 50.0, "desk": 10.0}
    assert (folder / "flights.yaml").read_text(encoding="utf-8") == FLIGHTS
    assert FlightChange.objects.get().why == "Кампания за Нова година"


def test_two_flights_of_one_name_are_refused(folder: Path, lead: User) -> None:
    with pytest.raises(NotAllowed) as caught:
        flights.add(make_body("together"), by=lead, why="", folder=folder)
    assert caught.value.place.field == "id"


def test_what_the_reader_refuses_in_a_file_is_refused_here(folder: Path, lead: User) -> None:
    with pytest.raises(Faults) as caught:
        flights.add(make_body(share=120, until="2026-02-30"), by=lead, why="", folder=folder)
    assert [error.place.field for error in caught.value.singles] == ["until"]
    with pytest.raises(Faults) as caught:
        flights.add(make_body(share=120, channels=["metro"]), by=lead, why="", folder=folder)
    assert {error.place.field for error in caught.value.singles} == {"share", "channels.0"}
    assert not FlightChange.objects.exists()


def test_a_changed_flight_lies_over_the_files_until_it_is_given_back(folder: Path, lead: User) -> None:
    body = make_body("together", share=30)
    flights.change("together", body, stamp=find_stamp(folder), by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 30.0}
    assert flights.list_flights(folder).entries["together"].is_changed
    flights.give_back("together", by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 50.0}
    with pytest.raises(NotAllowed):
        flights.give_back("together", by=lead, why="", folder=folder)


def test_who_was_slower_is_told_and_loses_nothing(folder: Path, lead: User) -> None:
    began = find_stamp(folder)
    flights.change("together", make_body("together", share=30), stamp=began, by=lead, why="", folder=folder)
    with pytest.raises(Overtaken) as caught:
        flights.change("together", make_body("together", share=20), stamp=began, by=lead, why="", folder=folder)
    assert caught.value.entry.flight is not None
    assert (caught.value.entry.flight.share, read_shares(folder)) == (30.0, {"together": 30.0})
    stamp = caught.value.entry.stamp
    flights.change("together", make_body("together", share=20), stamp=stamp, by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 20.0}


def test_a_flight_ends_on_another_day_but_not_before_it_begins(folder: Path, lead: User) -> None:
    flights.end("together", last=date(2026, 12, 24), by=lead, why="Договорът свършва.", folder=folder)
    assert [flight.until for flight in drafts.read_schedules(folder).flights] == [date(2026, 12, 24)]
    with pytest.raises(NotAllowed):
        flights.end("together", last=date(2025, 12, 24), by=lead, why="", folder=folder)


def test_what_was_taken_out_runs_no_more_and_comes_back_as_it_was(folder: Path, lead: User) -> None:
    flights.end("together", last=date(2026, 12, 24), by=lead, why="", folder=folder)
    flights.take_out("together", by=lead, why="", folder=folder)
    assert read_shares(folder) == {}
    with pytest.raises(NotAllowed):
        flights.take_out("together", by=lead, why="", folder=folder)
    flights.bring_back("together", by=lead, why="", folder=folder)
    assert [flight.until for flight in drafts.read_schedules(folder).flights] == [date(2026, 12, 24)]
    with pytest.raises(NotAllowed):
        flights.bring_back("together", by=lead, why="", folder=folder)


def test_a_flight_of_the_file_comes_back_from_the_file(folder: Path, lead: User) -> None:
    flights.take_out("together", by=lead, why="", folder=folder)
    flights.bring_back("together", by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 50.0}
    assert [row.kept for row in flights.list_history("together")] == [False, True]


def test_a_flight_that_the_files_no_longer_allow_is_listed_with_what_is_wrong(folder: Path, lead: User) -> None:
    flights.add(make_body(dayparts=["morning"]), by=lead, why="", folder=folder)
    (folder / "dayparts.yaml").write_text("dayparts: []\n", encoding="utf-8")
    entry = flights.list_flights(folder).entries["desk"]
    assert (entry.flight, [error.place.field for error in entry.faults]) == (None, ["dayparts.0"])
    with pytest.raises(CampaignError) as caught:
        drafts.read_schedules(folder)
    assert str(caught.value).startswith("studio/desk · dayparts.0: ")
    flights.take_out("desk", by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 50.0}


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_only_leads_change_flights(role: str, folder: Path) -> None:
    person = make_person(role)
    acts: tuple[Act, ...] = (
        lambda: flights.add(make_body(), by=person, why="", folder=folder),
        lambda: flights.change("together", make_body("together"), stamp="", by=person, why="", folder=folder),
        lambda: flights.end("together", last=date(2026, 12, 24), by=person, why="", folder=folder),
        lambda: flights.take_out("together", by=person, why="", folder=folder),
        lambda: flights.bring_back("together", by=person, why="", folder=folder),
        lambda: flights.give_back("together", by=person, why="", folder=folder),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not FlightChange.objects.exists()


def test_another_organisations_flight_is_theirs(folder: Path) -> None:
    make_version(campaign="together")
    stranger = make_person("lead", name="stranger", organisation="others")
    acts: tuple[Act, ...] = (
        lambda: flights.add(make_body(), by=stranger, why="", folder=folder),
        lambda: flights.add(make_body(campaign="", item="together/ana"), by=stranger, why="", folder=folder),
        lambda: flights.take_out("together", by=stranger, why="", folder=folder),
        lambda: flights.end("together", last=date(2026, 12, 24), by=stranger, why="", folder=folder),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    flights.add(make_body(campaign="", tag="youth"), by=stranger, why="", folder=folder)
    assert list(read_shares(folder)) == ["together", "desk"]


def test_a_flight_that_is_not_there_is_told(folder: Path, lead: User) -> None:
    with pytest.raises(UnknownName):
        flights.take_out("nowhere", by=lead, why="", folder=folder)


def test_the_last_change_is_undone_and_undone_twice_is_as_it_was(folder: Path, lead: User) -> None:
    for share in (30, 20):
        body = make_body("together", share=share)
        flights.change("together", body, stamp=find_stamp(folder), by=lead, why="", folder=folder)
    shares = []
    for _turn in range(2):
        flights.undo("together", by=lead, why="", folder=folder)
        shares.append(read_shares(folder)["together"])
    assert shares == [30.0, 20.0]


def test_undoing_the_first_change_gives_back_the_files_and_takes_out_what_was_new(folder: Path, lead: User) -> None:
    flights.change("together", make_body("together"), stamp=find_stamp(folder), by=lead, why="", folder=folder)
    flights.add(make_body(), by=lead, why="", folder=folder)
    for id_ in ("together", "desk"):
        flights.undo(id_, by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 50.0}
    flights.undo("desk", by=lead, why="", folder=folder)  # it is there again
    assert read_shares(folder) == {"together": 50.0, "desk": 10.0}


def test_what_was_taken_out_comes_back_by_undoing(folder: Path, lead: User) -> None:
    flights.take_out("together", by=lead, why="", folder=folder)
    flights.undo("together", by=lead, why="", folder=folder)
    assert read_shares(folder) == {"together": 50.0}


def test_nobody_undoes_what_somebody_else_changed_meanwhile_or_nobody_did(folder: Path, lead: User) -> None:
    with pytest.raises(NotAllowed):
        flights.undo("together", by=lead, why="", folder=folder)
    mine = flights.change("together", make_body("together"), stamp=find_stamp(folder), by=lead, why="", folder=folder)
    flights.end("together", last=date(2026, 12, 5), by=lead, why="", folder=folder)
    with pytest.raises(Overtaken):
        flights.undo("together", change=mine.pk, by=lead, why="", folder=folder)
    with pytest.raises(NotAllowed):
        flights.undo("together", by=make_person("staff"), why="", folder=folder)
    assert flights.list_flights(folder).entries["together"].flight is not None
    assert FlightChange.objects.count() == 2
