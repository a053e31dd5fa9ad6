"""`campaign schedule …`: what would play, and releases by two people."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Channel, Release, StoredFile
from tests.factories.rows import make_channel, make_material, make_person, make_version
from tests.factories.schedules import CHANNELS, FLIGHTS, write_schedules
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.HOME = tmp_path
    folder = write_schedules(tmp_path / "schedules")
    settings.SCHEDULES_FOLDER = folder
    make_channel()
    make_material(state="approved")
    make_material(make_version(make_item("boris")), state="approved")
    for name in ("lead", "second"):
        make_person("lead", name=name)
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["schedule", *words])


def test_a_whole_schedule_passes_the_check(folder: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "1 channels, 1 flights, 2 approved spots.\n")


def test_a_flight_without_anything_to_show_fails_the_check(folder: Path) -> None:
    write_schedules(folder, flights=FLIGHTS.replace("campaign: together", "campaign: none"))
    result = run("check")
    assert result.exit_code == 1
    assert "S2 warning  tram · together" in result.stderr


def test_a_promise_that_cannot_be_kept_is_told_before_anybody_proposes(folder: Path) -> None:
    louder = FLIGHTS.partition("fallbacks")[0].partition("flights:\n")[2].replace("id: together", "id: louder")
    flights = FLIGHTS.replace("fallbacks", louder.replace("share: 50", "share: 80\n    priority: urgent") + "fallbacks")
    write_schedules(folder, flights=flights)
    result = run("check")
    assert (result.exit_code, "S6 warning  tram · together, louder" in result.stderr) == (1, True)


def test_a_loop_that_its_spots_cannot_fill_is_told(folder: Path) -> None:
    write_schedules(folder, channels=CHANNELS.replace("slot_seconds: 10", "slot_seconds: 20"))
    run("channels")
    StoredFile.objects.filter(media_type="video/mp4").update(seconds=40)
    result = run("check")
    assert (result.exit_code, "G4 error  tram" in result.stderr) == (1, True)


def test_a_fault_in_a_file_is_told_with_its_line(folder: Path) -> None:
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 500"))
    result = run("check")
    assert result.exit_code == 1
    assert "schedules/flights.yaml:8" in result.stderr


def test_programs_read_conflicts_and_faults_as_one_list(folder: Path) -> None:
    assert json.loads(run("check", "--json").stdout) == []
    twice = FLIGHTS.partition("fallbacks")[0].partition("flights:\n")[2].replace("id: together", "id: again")
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 60").replace("fallbacks", twice + "fallbacks"))
    (found,) = json.loads(run("check", "--json").stdout)
    assert (found["rule"], found["severity"], found["measured"]) == ("S1", "error", "110 %")
    assert found["place"] == {"field": "together, again", "channel": "tram"}
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 500"))
    result = run("check", "--json")
    (fault,) = json.loads(result.stdout)
    assert (result.exit_code, fault["place"]["line"], fault["place"]["field"]) == (1, 8, "flights.0.share")


def test_one_proposes_another_releases_and_anybody_of_them_goes_back(folder: Path) -> None:
    assert run("propose", "--by", "lead", "--why", "Пролет").stdout == (
        "Release 1 is proposed. Another lead lets it play: campaign schedule release 1\n"
    )
    own = run("release", "1", "--by", "lead")
    assert (own.exit_code, "Nobody releases their own proposal." in own.stderr) == (1, True)
    assert run("release", "1", "--by", "second").stdout == "Release 1 plays from the next poll on.\n"
    assert (
        run("propose", "--by", "lead", "--why", "Пролет").stdout
        == "Nothing has changed: release 1 plays this already.\n"
    )
    assert run("rollback", "1", "--by", "lead", "--why", "Грешка").stdout == "Release 2 plays what release 1 played.\n"
    assert Release.objects.count() == 2


def test_a_preview_shows_the_loop_of_a_moment(folder: Path) -> None:
    result = run("preview", "tram", "--at", "2026-11-24T12:00")
    assert result.exit_code == 0
    assert "tram, 2026-11-24 12:00" in result.stdout
    assert {"ana", "boris"} <= set(result.stdout.split())


def test_a_moment_that_is_none_is_wrong_use(folder: Path) -> None:
    assert run("preview", "tram", "--at", "soon").exit_code == 2


def test_new_channels_are_taken_in(folder: Path) -> None:
    write_schedules(folder, channels=CHANNELS.replace("loop_seconds: 60", "loop_seconds: 120"))
    assert run("propose", "--by", "lead", "--why", "Пролет").exit_code == 1
    result = run("channels")
    assert Channel.objects.get().body["loop_seconds"] == 120
    assert "1 channels" in result.stdout


def test_an_unknown_release_is_named(folder: Path) -> None:
    result = run("release", "7", "--by", "lead")
    assert (result.exit_code, "There is no release 7." in result.stderr) == (1, True)
