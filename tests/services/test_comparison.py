"""Releases side by side, as their service days come out."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.models import Release
from campaign.schedule.diff import Change, Kind
from campaign.services import comparison, releases, withdrawals
from tests.factories.rows import NOON, make_person
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
TODAY, DECEMBER = date(2026, 11, 23), date(2026, 12, 3)
SWITCH = NOON + timedelta(days=2)
DAY = 19.5 * 60
"""Loops of a minute in a service day of the tram, from 05:00 to 00:30."""
SPRING = """  - {id: spring, item: together/boris, channels: [tram], since: 2026-12-03, until: 2099-12-31, share: 50}
"""


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def propose(screen: Screen, flights: str) -> Release:
    write_schedules(screen.folder, flights=flights)
    return releases.propose(by=make_person("lead"), now=NOON, schedules=screen.folder, why="Промяна").row


def list_changes(row: Release) -> list[Change]:
    return list(comparison.compare_row(row, now=NOON).changes)


def test_a_share_that_grows_takes_its_plays_from_the_fallback(screen: Screen) -> None:
    """From three spots of six to all."""
    changes = list_changes(propose(screen, FLIGHTS.replace("share: 50", "share: 100")))
    grown = [(one.kind, one.name, one.channels, one.since, one.until) for one in changes]
    assert grown == [
        (Kind.FLIGHT, "together", ("tram",), TODAY, None),
        (Kind.FALLBACK, "", ("tram",), TODAY, None),
    ]
    assert [one.gain for one in changes] == [3 * DAY, -3 * DAY]


def test_what_begins_later_says_from_when(screen: Screen) -> None:
    """A day in December: the new flight takes the fallback's half."""
    changes = list_changes(propose(screen, FLIGHTS.replace("fallbacks:", SPRING + "fallbacks:")))
    assert [(one.kind, one.name, one.before, one.after, one.since) for one in changes] == [
        (Kind.FLIGHT, "spring", 0, 3 * DAY, DECEMBER),
        (Kind.FALLBACK, "", 3 * DAY, 0, DECEMBER),
    ]


def test_hours_in_which_nothing_is_scheduled_are_the_fallbacks(screen: Screen) -> None:
    """Without the flight the fallback has all of the loop, not none."""
    changes = list_changes(propose(screen, FLIGHTS.replace("until: 2099-12-31", "until: 2026-12-02")))
    told = {(one.kind, one.before, one.after, one.since) for one in changes if one.kind is not Kind.STORY}
    assert told == {(Kind.FLIGHT, 3 * DAY, 0, DECEMBER), (Kind.FALLBACK, 3 * DAY, 6 * DAY, DECEMBER)}


def test_a_release_is_compared_with_what_played_just_before_it(screen: Screen) -> None:
    row = propose(screen, FLIGHTS.replace("share: 50", "share: 30"))
    releases.release(row, by=make_person("lead", name="second"), now=NOON, at=SWITCH)
    screen.release(share=40)
    later = propose(screen, FLIGHTS.replace("share: 50", "share: 20"))
    second = Release.objects.get(number=2)
    found = comparison.compare_row(second, now=NOON)
    assert (found.before.number, found.after.number, found.at) == (3, 2, SWITCH)
    assert {one.since for one in found.changes} == {TODAY + timedelta(days=2)}
    assert comparison.compare_row(later, now=NOON).before.number == 3
    first = comparison.compare_row(Release.objects.get(number=1), now=NOON)
    assert (first.before.number, {one.kind for one in first.changes}) == (0, {Kind.FLIGHT, Kind.FALLBACK})


def test_what_was_withdrawn_plays_in_neither(screen: Screen) -> None:
    row = propose(screen, FLIGHTS.replace("fallbacks:", SPRING + "fallbacks:"))
    withdrawals.withdraw(scope="item", ref="together/boris", by=make_person("lead"), why="Съгласие", now=NOON)
    assert list_changes(row) == []


def test_the_same_schedule_again_changes_nothing(screen: Screen) -> None:
    row = releases.roll_back(to=1, by=make_person("lead"), now=NOON + timedelta(days=1), why="Пак")
    assert list_changes(row) == []
