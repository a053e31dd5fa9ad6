"""Releases that take over by the clock: when each decided, what players are given, and what can be called off."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data import convert
from campaign.data.models import Release
from campaign.schedule.release import Release as CoreRelease
from campaign.services import publishing, reigns, releases, standing, withdrawals
from campaign.services.changes import mark_change
from campaign.services.erasure import Ground, erase
from campaign.services.progress import Progress, ReleaseState, find_progress, list_scheduled
from campaign.services.publishing import Served
from campaign.services.reigns import list_playing, list_reigns
from campaign.services.standing import find_standing
from campaign.spec.errors import NotAllowed, UnknownName
from tests.factories.items import CONSENT
from tests.factories.rows import NOON, make_consent, make_person
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
SWITCH = NOON + timedelta(hours=3)
ALONE = FLIGHTS.replace("campaign: together", "item: together/boris").replace("together/ana", "together/boris")


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    """Release 1, of Ana and Boris, plays."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def propose(screen: Screen, flights: str = ALONE) -> Release:
    write_schedules(screen.folder, flights=flights)
    return releases.propose(by=make_person("lead"), now=NOON, schedules=screen.folder, why="Само Борис").row


def let_out(row: Release, *, now: datetime = NOON, at: datetime | None = SWITCH) -> Release:
    return releases.release(row, by=make_person("lead", name="second"), now=now, at=at)


def fetch(at: datetime, kind: str = "json") -> Served:
    return publishing.playlist("tram", at=at, kind=kind, base_url="")


def list_items(at: datetime) -> set[str]:
    return {item.item for item in publishing.loop_at("tram", at=at, base_url="")}


def tell(*, now: datetime = NOON) -> list[tuple[int, str]]:
    return [
        (number, one.state.value) for number, one in find_progress(Release.objects.order_by("number"), now=now).items()
    ]


def test_it_takes_over_at_its_very_moment_in_a_process_that_knew_and_in_one_that_starts_then(screen: Screen) -> None:
    let_out(propose(screen))
    knowing = [list_items(moment) for moment in (SWITCH - SECOND, SWITCH)]
    publishing.forget()
    assert knowing == [{"ana", "boris"}, {"boris"}]
    assert [list_items(moment) for moment in (SWITCH, SWITCH - SECOND)] == [{"boris"}, {"ana", "boris"}]


@pytest.mark.parametrize("kind", ["json", "smil", "m3u8", "csv"])
def test_every_process_gives_the_same_bytes_and_their_date_moves_with_them(screen: Screen, kind: str) -> None:
    before = fetch(NOON, kind)
    let_out(propose(screen))
    moments = (NOON + timedelta(minutes=1), SWITCH - SECOND, SWITCH, SWITCH + SECOND)
    seen = [fetch(moment, kind) for moment in moments]
    publishing.forget()
    again = [fetch(moment, kind) for moment in reversed(moments)][::-1]
    assert [(one.etag, one.changed, one.body) for one in seen] == [(one.etag, one.changed, one.body) for one in again]
    assert (seen[0].etag, seen[2].etag) == (seen[1].etag, seen[3].etag)
    assert (seen[2].etag != seen[1].etag, seen[2].changed) == (True, int(SWITCH.timestamp()))
    assert before.changed < seen[0].changed < seen[2].changed


def test_what_it_shows_may_be_fetched_ahead_until_it_is_called_off(screen: Screen) -> None:
    file = screen.boris.shown.file
    assert file is not None
    let_out(propose(screen, FLIGHTS.replace("campaign: together", "item: together/ana")), at=None)
    may = [find_standing(at=NOON).may_fetch(file.name, at=NOON)]
    row = let_out(propose(screen))
    may.append(find_standing(at=NOON).may_fetch(file.name, at=NOON))
    releases.call_off(row, by=make_person("lead"), now=NOON + SECOND, why="Отложено")
    may.append(find_standing(at=NOON).may_fetch(file.name, at=NOON))
    assert may == [False, True, False]


def test_a_player_is_told_of_what_falls_in_both(screen: Screen) -> None:
    let_out(propose(screen))
    withdrawals.withdraw(scope="item", ref="together/boris", by=make_person("lead"), why="Съгласие", now=NOON + SECOND)
    assert list_items(SWITCH) == {""}
    assert find_standing(at=NOON + SECOND).revoked_on("tram").items == {"together/boris"}


def test_reigns_are_told_by_the_clock_and_in_order(screen: Screen) -> None:
    let_out(propose(screen))
    long_ago = NOON - timedelta(days=3)
    told = [[(one.release.number, one.since) for one in list_reigns(since=at)] for at in (long_ago, NOON, SWITCH)]
    assert told == [[(0, None), (1, NOON), (2, SWITCH)], [(1, NOON), (2, SWITCH)], [(2, SWITCH)]]


def test_what_was_let_out_at_once_plays_whatever_a_clock_says(screen: Screen) -> None:
    early = NOON - timedelta(minutes=5)
    assert [(one.release.number, one.since) for one in list_playing(at=early)] == [(1, None)]
    assert list_items(early) == {"ana", "boris"}


def test_of_two_in_one_second_the_newer_one_counts(screen: Screen) -> None:
    screen.release(share=30)
    assert [one.release.number for one in list_reigns(since=NOON)] == [2]


def test_a_release_called_off_never_plays_and_keeps_who_and_why(screen: Screen) -> None:
    row = let_out(propose(screen))
    before = fetch(NOON)
    gone = releases.call_off(row, by=make_person("lead"), now=NOON + SECOND, why="Отложено")
    assert (gone.called_off_at, gone.called_off_why, str(gone.called_off_by)) == (NOON + SECOND, "Отложено", "lead")
    assert list_items(SWITCH) == {"ana", "boris"}
    assert fetch(NOON + SECOND).changed > before.changed
    for act in (let_out, lambda one: releases.call_off(one, by=make_person("lead"), now=NOON, why="Пак")):
        with pytest.raises(NotAllowed, match="Release 2 was called off"):
            act(row)
    with pytest.raises(UnknownName, match="Release 2 was never out"):
        releases.roll_back(to=2, by=make_person("lead"), now=SWITCH, why="Обратно")


def test_what_plays_is_not_called_off(screen: Screen) -> None:
    row = let_out(propose(screen))
    for one, now in ((Release.objects.get(number=1), NOON), (row, SWITCH)):
        with pytest.raises(NotAllowed, match="is out already"):
            releases.call_off(one, by=make_person("lead"), now=now, why="Отложено")


@pytest.mark.parametrize(
    ("at", "match"),
    [
        (NOON, "past, or less than a minute"),
        (NOON + timedelta(seconds=59), "whole minutes"),
        (NOON - timedelta(days=1), "past, or less than a minute"),
        (NOON + timedelta(days=367), "more than a year ahead"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(screen: Screen, at: datetime, match: str) -> None:
    row = propose(screen)
    with pytest.raises(NotAllowed, match=match):
        let_out(row, at=at)
    assert Release.objects.get(number=2).released_at is None


def test_a_release_does_not_take_over_from_a_newer_one(screen: Screen) -> None:
    older = propose(screen)
    newer = propose(screen, FLIGHTS.replace("share: 50", "share: 30"))
    let_out(newer, at=SWITCH)
    with pytest.raises(NotAllowed, match="Release 3 is newer"):
        let_out(older, at=SWITCH + timedelta(hours=1))
    assert let_out(older, at=SWITCH - timedelta(hours=1)).starts_at == SWITCH - timedelta(hours=1)
    assert [one.release.number for one in list_playing(at=NOON)] == [1, 2, 3]


def test_one_that_is_let_out_meanwhile_plays_until_the_scheduled_one_begins(screen: Screen) -> None:
    let_out(propose(screen))
    screen.release(share=30)
    assert [(one.release.number, one.since) for one in list_playing(at=NOON + SECOND)] == [(3, None), (2, SWITCH)]


def test_going_back_is_one_step_at_once_and_says_to_what(screen: Screen) -> None:
    let_out(propose(screen))
    later = SWITCH + timedelta(hours=1)
    row = releases.roll_back(to=1, by=make_person("lead"), now=later, why="Грешка")
    assert (row.number, row.back_to_id, row.why) == (3, Release.objects.get(number=1).pk, "Грешка")
    assert list_items(later) == {"ana", "boris"}


def test_what_has_not_begun_cannot_be_gone_back_to(screen: Screen) -> None:
    let_out(propose(screen))
    with pytest.raises(UnknownName, match="Release 2 was never out"):
        releases.roll_back(to=2, by=make_person("lead"), now=NOON, why="Обратно")


def test_the_schedule_that_will_play_is_not_proposed_again(screen: Screen) -> None:
    row = let_out(propose(screen))
    again = releases.propose(by=make_person("lead"), now=NOON, schedules=screen.folder, why="Пак")
    assert (again.same, again.row.pk) == (True, row.pk)


@pytest.mark.parametrize("why", ["", "  "])
def test_nothing_happens_without_a_reason(screen: Screen, why: str) -> None:
    lead = make_person("lead")
    row = propose(screen)
    acts = (
        lambda: releases.propose(by=lead, now=NOON, schedules=screen.folder, why=why),
        lambda: releases.roll_back(to=1, by=lead, now=NOON, why=why),
        lambda: releases.call_off(row, by=lead, now=NOON, why=why),
    )
    for act in acts:
        with pytest.raises(NotAllowed, match="The reason is missing"):
            act()


def test_how_far_each_has_come_is_told_by_the_clock(screen: Screen) -> None:
    overtaken, scheduled = propose(screen), propose(screen, FLIGHTS.replace("share: 50", "share: 30"))
    let_out(scheduled)
    assert tell() == [(1, "playing"), (2, "proposed"), (3, "scheduled")]
    assert [row.number for row in list_scheduled(now=NOON)] == [3]
    assert tell(now=SWITCH) == [(1, "past"), (2, "overtaken"), (3, "playing")]
    assert list_scheduled(now=SWITCH) == ()
    releases.call_off(overtaken, by=make_person("lead"), now=SWITCH, why="Не трябва")
    assert tell(now=SWITCH) == [(1, "past"), (2, "called-off"), (3, "playing")]
    told = find_progress(Release.objects.filter(number=3), now=SWITCH)
    assert told == {3: Progress(ReleaseState.PLAYING, SWITCH)}


def test_a_change_has_no_release_read_again_but_an_erasure_has(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of plays ask for those of a month, in every process, after each change."""
    read: list[int] = []
    read_release = convert.read_release

    def note(row: Release) -> CoreRelease:
        read.append(row.number)
        return read_release(row)

    monkeypatch.setattr(convert, "read_release", note)
    let_out(propose(screen))
    standing.forget()
    read.clear()
    before = list_reigns(since=NOON)
    mark_change(now=NOON)
    assert (list_reigns(since=NOON), sorted(read)) == (before, [1, 2])
    erase(make_consent(screen.ana.version, CONSENT), by=make_person("lead"), ground=Ground.OBJECTED, now=NOON)
    alts = [
        {spot.alt for reign in found for spot in reign.release.spots if spot.item == "ana"}
        for found in (before, list_reigns(since=NOON))
    ]
    assert (alts[0] == {""}, alts[1]) == (False, {""})


def test_one_that_is_called_off_while_somebody_reads_holds_nobody_up(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, read_bodies = let_out(propose(screen)), reigns._read_bodies
    standing.forget()

    def call_off_first(numbers: list[int]) -> list[CoreRelease]:
        releases.call_off(row, by=make_person("lead"), now=NOON, why="Друго")
        return read_bodies(numbers)

    with monkeypatch.context() as patched:
        patched.setattr(reigns, "_read_bodies", call_off_first)
        assert [reign.release.number for reign in list_playing(at=NOON)] == [1, 2]
    assert [reign.release.number for reign in list_playing(at=NOON)] == [1]
