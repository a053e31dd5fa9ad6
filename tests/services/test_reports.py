"""Planned against played: what releases promised on all screens, and what players have shown of it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.models import Play, PlayDay, Player, PlayRefusal, PlayTotal
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked
from campaign.playlists.proof import LATE, Row
from campaign.services import drafts, players, plays, settling
from campaign.services.reigns import list_reigns
from campaign.services.reports import make_report
from campaign.spec.channels import Audience
from campaign.spec.errors import InvalidValue, NotAllowed, UnknownName
from campaign.spec.message import say
from campaign.spec.report import PlayReport, Scope
from campaign.spec.spans import Span
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    """One loop a minute of Ana and Boris for half of the time, and Ana as the fallback; released on Monday at noon."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def play(screen: Screen, *, since: datetime, minutes: float, now: datetime, token: str = "") -> int:
    """A perfect player for so long; returns how many of its rows were accepted."""
    playlist = build_playlist(
        list_reigns(since=since), channel="tram", at=since, revoked=Revoked(), base_url="", days=1
    )
    [window] = [window for window in playlist.windows if window.span.holds(since)]
    rows, at, place = [], since, 0
    while at < since + timedelta(minutes=minutes):
        item = window.items[place % len(window.items)]
        rows.append(Row(f"{token[:6]}{at.isoformat()}", item.material, Span(at, at + timedelta(seconds=item.seconds))))
        at += timedelta(seconds=item.seconds)
        place += 1
    results = plays.take(token or screen.token, rows, now=now)
    assert results is not None
    return [result.status for result in results].count("accepted")


def report(now: datetime, since: date = MONDAY, until: date = MONDAY, **narrow: str) -> PlayReport:
    return make_report(Scope(since, until, **narrow), by=None, now=now)


def test_a_perfect_player_has_played_what_was_planned_until_now(screen: Screen) -> None:
    now = NOON + timedelta(minutes=30)
    assert play(screen, since=NOON, minutes=30, now=now) == 180
    flight, beside = report(now).flights
    assert (flight.flight, flight.since, flight.until) == ("together", date(2026, 1, 1), date(2099, 12, 31))
    assert flight.promise == say("%(share)g %% of the loop", share=50)
    figures = flight.figures
    assert (figures.planned, figures.played, figures.planned_seconds, figures.seconds) == (90, 90, 900, 900)
    assert (figures.kept, figures.planned_voice, figures.voice) == (1, 0.5, 0.5)
    assert (figures.screens, figures.due_screens, figures.due_seconds) == (1, 1, 1800)
    assert (beside.flight, beside.figures.planned, beside.figures.played) == ("", 0, 90)
    assert [line.channel for line in flight.channels] == ["tram"]


def test_what_is_planned_counts_on_every_screen_and_each_screen_once(screen: Screen) -> None:
    second = players.create(channel="tram", name="Another").token
    Player.objects.filter(name="Another").update(screens=3)
    now = NOON + timedelta(minutes=30)
    for token in (screen.token, second):
        play(screen, since=NOON, minutes=10, now=now, token=token)
    made = report(now)
    figures = made.flights[0].figures
    assert (figures.planned, figures.played, figures.screens, figures.due_screens) == (360, 60, 2, 4)
    assert (figures.planned_voice, figures.voice) == (0.5, 60 / 720)
    assert (made.total.played, made.total.screens, made.total.due_screens) == (60, 2, 4)
    assert made.days == {MONDAY: (360, 60)}


def test_a_settled_day_tells_what_the_live_one_told(screen: Screen) -> None:
    play(screen, since=NOON, minutes=20, now=NOON + timedelta(minutes=20))
    before = report(NEXT_NOON)
    assert settling.settle_due(now=NEXT_NOON) == 2  # Sunday too, a part of which may lie after the first release
    after = report(NEXT_NOON)
    assert after == before
    assert (after.flights[0].figures.planned, after.flights[0].figures.played) == (2250, 60)
    assert settling.settle_due(now=NEXT_NOON) == 0
    assert list(PlayDay.objects.values_list("day", flat=True)) == [MONDAY - timedelta(days=1), MONDAY]
    assert PlayTotal.objects.filter(day=TUESDAY).count() == 0


def test_late_rows_count_on_a_settled_day(screen: Screen) -> None:
    settling.settle_due(now=NEXT_NOON)
    play(screen, since=NOON, minutes=20, now=NEXT_NOON + timedelta(days=20))
    made = report(NEXT_NOON + timedelta(days=20))
    assert (made.flights[0].figures.planned, made.flights[0].figures.played) == (2250, 60)


def test_single_plays_go_when_nobody_can_report_them_again_and_their_sums_stay(screen: Screen) -> None:
    play(screen, since=NOON, minutes=20, now=NOON + timedelta(minutes=20))
    assert settling.remove_old(now=NOON + LATE) == 0
    later = NOON + LATE + timedelta(days=4)
    settling.settle_due(now=later)
    before = report(later)
    assert settling.remove_old(now=later) == 120
    assert (Play.objects.count(), report(later)) == (0, before)
    rows = [Row("1", str(screen.boris.pk), Span(NOON, NOON + timedelta(seconds=10)))]
    results = plays.take(screen.token, rows, now=later)
    assert results is not None
    assert [result.reason for result in results] == ["ancient"]


def test_stories_are_told_with_their_languages_and_titles(screen: Screen) -> None:
    now = NOON + timedelta(minutes=10)
    play(screen, since=NOON, minutes=10, now=now)
    made = report(now)
    rows = Play.objects.values_list("item", flat=True)
    assert {line.item: line.played for line in made.items} == Counter(rows)
    assert {line.seconds / line.played for line in made.items} == {10}
    assert [line.languages for line in made.items] == [{"bg": line.played} for line in made.items]
    assert {line.campaign for line in made.items} == {"together"}
    assert "Борис пее" in {line.title["bg"] for line in made.items}


def test_contacts_are_estimated_where_somebody_counted_people(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(NOON + timedelta(minutes=10)).flights[0].figures.contacts is None
    [channel] = drafts.read_schedules(screen.folder).channels
    counted = replace(channel, audience=Audience(360, "Преброяване 2026"))
    monkeypatch.setattr("campaign.services.reports._list_screens", lambda reigns: {"tram": counted})
    play(screen, since=NOON, minutes=10, now=NOON + timedelta(minutes=10))
    made = report(NOON + timedelta(minutes=10))
    assert made.flights[0].figures.contacts == pytest.approx(30)  # five minutes of 360 people an hour
    assert [(one.channel, one.per_hour, one.source) for one in made.sources] == [("tram", 360, "Преброяване 2026")]


def test_rows_that_did_not_count_are_counted(screen: Screen) -> None:
    now = NOON + timedelta(minutes=1)
    for _ in range(2):
        plays.take(screen.token, [Row("1", "999", Span(NOON, NOON + timedelta(seconds=10)))], now=now)
    assert report(now).refused == {"unknown": 2}
    assert report(now, since=TUESDAY, until=TUESDAY).refused == {}
    assert PlayRefusal.objects.get().count == 2


def test_a_report_is_narrowed_to_a_flight_a_channel_or_a_campaign(screen: Screen) -> None:
    now = NOON + timedelta(minutes=10)
    play(screen, since=NOON, minutes=10, now=now)
    assert [line.flight for line in report(now, flight="together").flights] == ["together"]
    assert sum(line.played for line in report(now, flight="together").items) == 30
    assert sum(line.played for line in report(now).items) == 60
    assert report(now, campaign="together").titles[0]["bg"]
    assert report(now, channel="tram").flights == report(now).flights
    assert report(now, since=TUESDAY, until=TUESDAY).flights == ()


def test_what_cannot_be_reported_is_said(screen: Screen) -> None:
    with pytest.raises(UnknownName, match="no campaign “nobody”"):
        report(NOON, campaign="nobody")
    with pytest.raises(UnknownName, match="no channel “nowhere”"):
        report(NOON, channel="nowhere")
    with pytest.raises(InvalidValue, match="end before they begin"):
        report(NOON, since=TUESDAY, until=MONDAY)
    with pytest.raises(InvalidValue):
        report(NOON, since=date(2020, 1, 1))


def test_people_see_their_own_campaigns_and_operators_all(screen: Screen) -> None:
    now = NOON + timedelta(minutes=10)
    play(screen, since=NOON, minutes=10, now=now)
    scope = Scope(MONDAY, MONDAY)
    own = make_report(scope, by=make_person("lead"), now=now)
    foreign = make_report(scope, by=make_person("staff", name="stranger", organisation="other"), now=now)
    everything = make_report(scope, by=make_person("operator", organisation="other"), now=now)
    assert (own.total.played, foreign.total.played, everything.total.played) == (30, 0, 30)
    assert (foreign.flights, foreign.items) == ((), ())
    with pytest.raises(NotAllowed):
        make_report(scope, by=make_person("designer"), now=now)
    with pytest.raises(UnknownName):
        make_report(Scope(MONDAY, MONDAY, "together"), by=make_person("staff", name="stranger"), now=now)


def test_before_the_first_release_nothing_was_planned() -> None:
    assert settling.settle_due(now=datetime(2026, 11, 23, tzinfo=UTC)) == 0
    made = report(NOON)
    assert (made.flights, made.items, made.days, made.releases) == ((), (), {}, ())
