"""`campaign schedule release|calloff|rollback|list|diff`: releases for a moment, and what they change."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Release
from tests.factories.rows import NOON, make_channel, make_material, make_person, make_version
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db
SPRING = "  - {id: spring, item: together/boris, channels: [tram], since: 2026-12-03, until: 2099-12-31, share: 50}\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Release 1 plays at noon, and a flight begins in December by the files."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.HOME = tmp_path
    folder = write_schedules(tmp_path / "schedules")
    settings.SCHEDULES_FOLDER = folder
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    make_channel()
    make_material(state="approved")
    make_material(make_version(make_item("boris")), state="approved")
    for name in ("lead", "second"):
        make_person("lead", name=name)
    assert run("propose", "--by", "lead", "--why", "Зима").exit_code == 0
    assert run("release", "1", "--by", "second").exit_code == 0
    return write_schedules(folder, flights=FLIGHTS.replace("fallbacks:", SPRING + "fallbacks:"))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["schedule", *words])


def schedule(at: str = "2026-12-01T05:00") -> Result:
    run("propose", "--by", "lead", "--why", "Пролет")
    return run("release", "2", "--by", "second", "--at", at)


def test_a_release_for_a_moment_in_the_time_of_this_place(folder: Path) -> None:
    assert schedule().stdout == "Release 2 plays from 2026-12-01 05:00 on.\n"
    assert Release.objects.get(number=2).starts_at == datetime(2026, 12, 1, 3, tzinfo=UTC)
    again = run("propose", "--by", "lead", "--why", "Пак")
    assert again.stdout == "Nothing has changed: release 2 will play this from 2026-12-01 05:00 on.\n"


def test_whoever_goes_back_is_told_what_takes_over_later(folder: Path) -> None:
    schedule()
    assert run("rollback", "1", "--by", "lead", "--why", "Грешка").stdout == (
        "Release 3 plays what release 1 played.\n"
        "Release 2 takes over at 2026-12-01 05:00: campaign schedule calloff 2\n"
    )
    assert (
        run("calloff", "2", "--by", "lead", "--why", "Отложено").stdout == "Release 2 is called off: it never plays.\n"
    )


@pytest.mark.parametrize(("at", "code"), [("soon", 2), ("2026-11-23T11:00", 1)])
def test_a_moment_that_is_none_or_past_is_refused(folder: Path, at: str, code: int) -> None:
    assert schedule(at).exit_code == code
    assert Release.objects.get(number=2).released_at is None


def test_every_act_but_the_release_needs_a_reason(folder: Path) -> None:
    for words in (("propose",), ("rollback", "1"), ("calloff", "1")):
        result = run(*words, "--by", "lead")
        assert (result.exit_code, "The reason is missing." in result.stderr) == (1, True)


def test_the_list_tells_how_far_each_has_come(folder: Path) -> None:
    schedule()
    run("rollback", "1", "--by", "lead", "--why", "Грешка")
    run("calloff", "2", "--by", "lead", "--why", "Отложено")
    told = json.loads(run("list", "--json").stdout)
    assert [(one["number"], one["state"], one["since"], one["back_to"]) for one in told] == [
        (3, "playing", "2026-11-23 12:00", 1),
        (2, "called-off", "", None),
        (1, "past", "2026-11-23 12:00", None),
    ]
    assert {"Отложено", "Грешка", "playing", "called-off"} <= set(run("list").stdout.split())


def test_before_the_first_the_list_says_so() -> None:
    assert run("list").stdout == "Nothing has been proposed yet.\n"


def test_differences_are_plays_a_day_by_channel_and_since_when(folder: Path) -> None:
    """1,170 loops of a minute in a service day of 19.5 hours, half of each."""
    assert run("diff").stdout == (
        "release 1 → the schedule files, 28 service days from 2026-11-23 12:00\n"
        "  + 3510 plays a day of “spring” on tram, from 2026-12-03.  (0 → 3510)\n"
        "  − 3510 plays a day of the fallback on tram, from 2026-12-03.  (3510 → 0)\n"
    )
    schedule()
    assert run("diff", "2").stdout.startswith("release 1 → release 2, 28 service days from 2026-12-01 05:00\n  + 3510")
    assert "  − 3510 plays a day of “spring” on tram, from 2026-12-03.  (3510 → 0)\n" in run("diff", "2", "1").stdout
    assert run("diff", "1").stdout.startswith("the fallback alone → release 1, 28 service days")
    assert run("diff", "2", "--days", "2").stdout.endswith("\n  Nothing changes on any screen.\n")


def test_programs_get_the_differences_as_values(folder: Path) -> None:
    told = json.loads(run("diff", "--json").stdout)
    assert (told["before"], told["after"], told["at"]) == (1, 2, "2026-11-23T10:00:00+00:00")
    assert told["changes"][0] == {
        "kind": "flight",
        "name": "spring",
        "channels": ["tram"],
        "before": 0,
        "after": 3510,
        "since": "2026-12-03",
        "until": None,
        "weekdays": [],
        "gain": 3510,
        "message": "+ 3510 plays a day of “spring” on tram, from 2026-12-03.",
    }


def test_an_unknown_release_is_named(folder: Path) -> None:
    result = run("diff", "7")
    assert (result.exit_code, "There is no release 7." in result.stderr) == (1, True)


def test_a_whole_day_is_previewed_in_its_windows(folder: Path) -> None:
    result = run("preview", "tram", "--day", "--at", "2026-12-04T12:00")
    assert result.stdout.startswith("tram, 2026-12-04\n")
    assert {"05:00", "00:30", "together", "spring", "50%"} <= {word.strip(",│") for word in result.stdout.split()}
    old = run("preview", "tram", "--day", "--at", "2026-12-04T12:00", "--release", "1")
    assert "spring" not in old.stdout
