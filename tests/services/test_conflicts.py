"""Conflicts with all the database knows: what waits for whom, how many screens there are, how often it played."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate

from campaign.data.models import Player, PlayTotal
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.promises import Pace
from campaign.services import drafts, releases
from campaign.services.conflicts import find_conflicts
from campaign.services.withdrawals import withdraw
from campaign.spec.consent import Consent
from campaign.spec.findings import Severity
from tests.factories.rows import (
    NOON,
    make_channel,
    make_consent,
    make_finding,
    make_material,
    make_person,
    make_version,
)
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_channel()
    make_material(state="approved")
    return write_schedules(tmp_path / "schedules")


def find(folder: Path) -> list[tuple[str, str]]:
    """Rule and items of all that stands in the way of a release now."""
    conflicts = find_conflicts(drafts.draft(now=NOON, schedules=folder).release, now=NOON)
    return [(one.finding.rule, str(one.finding.message)) for one in conflicts]


def test_a_schedule_whose_materials_are_all_approved_has_none(folder: Path) -> None:
    assert find(folder) == []


@pytest.mark.parametrize(
    ("state", "rendering", "said"),
    [
        ("draft", "done", "are drafts and do not play"),
        ("submitted", "done", "wait for review and do not play"),
        ("draft", "failed", "could not be made"),
        ("draft", "running", "are still being made"),
        ("withdrawn", "done", "were withdrawn"),
        ("expired", "done", "has passed"),
    ],
)
def test_whose_step_comes_next_is_told_of_each_item(folder: Path, state: str, rendering: str, said: str) -> None:
    make_material(make_version(make_item("boris")), state=state, rendering=rendering)
    ((rule, message),) = find(folder)
    assert (rule, said in message, "together/boris" in message) == ("S9", True, True)


def test_what_was_approved_and_found_wrong_since_is_told(folder: Path) -> None:
    wrong = (make_finding("G2", severity=Severity.ERROR),)
    make_material(make_version(make_item("boris")), state="approved", findings=wrong)
    ((rule, message),) = find(folder)
    assert (rule, "may not play as they are now: together/boris" in message) == ("S9", True)


def test_what_was_approved_after_a_proposal_is_told_of_it(folder: Path) -> None:
    frozen = drafts.draft(now=NOON, schedules=folder).release
    make_material(make_version(make_item("boris")), state="approved")
    (found,) = find_conflicts(frozen, now=NOON)
    assert "approved after this release was proposed: together/boris" in str(found.finding.message)
    assert find(folder) == []


def test_an_older_version_of_an_item_is_no_material_of_a_flight(folder: Path) -> None:
    material = make_material(make_version(make_item("boris")), state="draft")
    material.current = False
    material.save()
    assert find(folder) == []


def test_a_withdrawn_story_is_told_of_the_flight_it_leaves(folder: Path) -> None:
    make_material(make_version(make_item("boris")), state="approved")
    withdraw(scope="item", ref="together/boris", by=make_person("lead"), why="Помоли.", now=NOON)
    assert [rule for rule, _ in find(folder)] == ["S9"]


def test_a_consent_that_ends_inside_a_flight_is_told_with_its_day(folder: Path) -> None:
    until = localdate(NOON) + timedelta(days=40)
    version = make_version(make_item("boris"))
    make_consent(version, Consent(until=until))
    make_material(version, state="approved")
    ((rule, message),) = find(folder)
    assert (rule, f"may be shown until {until} only" in message, "together/boris" in message) == ("S7", True, True)


def make_player(name: str, *, screens: int, revoked: bool = False) -> None:
    Player.objects.create(
        channel=make_channel(), name=name, token_sha256=name, screens=screens, revoked_at=NOON if revoked else None
    )


def keep_total(flight: str, *, played: int) -> None:
    PlayTotal.objects.create(
        day=localdate(NOON), channel="tram", flight=flight, campaign="together", item="ana", played=played
    )


def test_a_draft_counts_screens_and_sets_the_pace_of_a_flight_by_what_was_played(folder: Path) -> None:
    today = localdate(NOON)
    limits = FLIGHTS.replace("since: 2026-01-01", f"since: {today}").replace("until: 2099-12-31", f"until: {today}")
    write_schedules(folder, flights=limits.replace("share: 50", "plays: 1000"))
    make_player("one", screens=3)
    make_player("gone", screens=50, revoked=True)
    keep_total("together", played=2)
    keep_total("other", played=500)
    release = drafts.draft(now=NOON, schedules=folder).release
    # From noon until half past midnight three screens have room for 13,500 plays, since five in the morning for 21,060.
    due = round(1000 * 7 / 19.5)
    assert (release.screens, release.paces) == ({"tram": 3}, {"together": Pace(2, 7.3926, due, 1000)})


def test_one_screen_more_is_no_other_schedule(folder: Path) -> None:
    first = releases.propose(by=make_person("lead"), now=NOON, schedules=folder, why="Пролет")
    releases.release(first.row, by=make_person("lead", name="second"), now=NOON)
    make_player("one", screens=3)
    again = releases.propose(by=make_person("lead"), now=NOON, schedules=folder, why="Пак")
    assert (again.same, again.row) == (True, first.row)


def test_a_flight_behind_its_number_is_a_conflict(folder: Path) -> None:
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "plays: 1000000").replace("2099", "2026"))
    found: tuple[Conflict, ...] = find_conflicts(drafts.draft(now=NOON, schedules=folder).release, now=NOON)
    assert [(one.finding.rule, one.flights) for one in found] == [("S12", ("together",))]


def test_a_list_of_conflicts_asks_few_questions(folder: Path, django_assert_max_num_queries: Any) -> None:
    for name in ("boris", "vera", "mila"):
        make_material(make_version(make_item(name)), state="draft")
    release = drafts.draft(now=NOON, schedules=folder).release
    with django_assert_max_num_queries(8):
        find_conflicts(release, now=NOON)


def test_a_gap_that_the_very_playlists_do_not_keep_is_told_once(folder: Path) -> None:
    alone = FLIGHTS.partition("fallbacks")[0].replace("share: 50", "share: 50\n    gap_seconds: 20")
    write_schedules(folder, flights=alone)  # without a fallback it has the whole loop
    found = dict(find(folder))
    assert sorted(found) == ["S10", "S3"]
    assert found["S10"].startswith("Starts of “together” on tram come as near as 10 s, e.g. at ")
    write_schedules(folder, flights=alone.replace("gap_seconds: 20", "gap_seconds: 30"))
    assert sorted(rule for rule, _ in find(folder)) == ["S10", "S3"]
