"""A release that takes over on a channel: exactly then, also for players that cannot ask any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.playlists.build import build_playlist, loop_at
from campaign.playlists.items import Playlist, PlaylistItem, Revoked
from campaign.playlists.overlay import Emergency
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.spec.spans import Span
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spot, make_spots

SOFIA = ZoneInfo("Europe/Sofia")
PEAK = make_daypart("peak", "07:00", "09:00")
SPOTS = make_spots("together/ana", "other/maria", "together/project", "other/board")


def make(number: int, item: str, *, fallback: str = "together/project", hours: str = "05:00") -> Release:
    """A release that shows one item in the peak and the whole loop after it."""
    release = make_release(
        channels=(make_screen(opens=hours),),
        dayparts=(PEAK,),
        flights=(make_flight("a", item=item, share=50), make_flight("peak", item=item, share=30, dayparts=("peak",))),
        spots=SPOTS,
        fallbacks={"tram": (fallback,)},
    )
    return replace(release, number=number)


OLD, NEW = make(1, "together/ana"), make(2, "other/maria")
SWITCH = datetime(2026, 11, 25, 15, tzinfo=SOFIA)
REIGNS = (Reign(OLD), Reign(NEW, SWITCH.astimezone(UTC)))


def build(*reigns: Reign, at: datetime, revoked: Revoked | None = None) -> Playlist:
    return build_playlist(reigns, channel="tram", at=at, revoked=revoked or Revoked(), base_url="")


def find_items(playlist: Playlist, at: datetime) -> tuple[PlaylistItem, ...]:
    """What a player shows at the moment that has nothing but this list."""
    return next((window.items for window in playlist.windows if window.span.holds(at)), playlist.fallback)


def name(items: tuple[PlaylistItem, ...]) -> set[str]:
    return {f"{item.campaign}/{item.item}" for item in items}


FETCHED = build(*REIGNS, at=datetime(2026, 11, 23, 12, tzinfo=SOFIA))


def test_a_list_fetched_before_holds_both_and_changes_over_at_the_very_moment() -> None:
    fetched = FETCHED
    second = timedelta(seconds=1)
    assert fetched.release == 1
    assert [name(find_items(fetched, SWITCH + shift)) for shift in (-second, 0 * second)] == [
        {"together/ana", "together/project"},
        {"other/maria", "together/project"},
    ]


def test_windows_meet_at_the_moment_and_all_after_it_are_of_the_new_one() -> None:
    fetched = build(*REIGNS, at=datetime(2026, 11, 23, 12, tzinfo=SOFIA))
    after = [window for window in fetched.windows if window.span.start >= SWITCH]
    assert [window.span.end for window in fetched.windows if window.span.start < SWITCH][-1] == SWITCH
    assert after[0].span.start == SWITCH
    assert {item.item for window in after for item in window.items} == {"maria", "project"}
    alone = build(Reign(NEW), at=datetime(2026, 11, 23, 12, tzinfo=SOFIA))
    assert after[1:] == [window for window in alone.windows if window.span.start > SWITCH]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9 * 24 * 60))
def test_whoever_fetched_before_and_whoever_fetches_then_play_the_same(minutes: int) -> None:
    """Whatever the moment of the fetch, and in the middle of a loop."""
    fetched = FETCHED
    at = SWITCH - timedelta(days=2) + timedelta(minutes=minutes)
    if at < fetched.windows[-1].span.end:
        now = build(*(REIGNS if at < SWITCH else REIGNS[1:]), at=at)
        assert name(now.now) == name(find_items(fetched, at))
        held = [window.span.holds(at) for window in now.windows]
        assert not any(held) or now.windows[held.index(True)] in fetched.windows


def test_nothing_depends_on_the_second_of_the_poll_on_either_side() -> None:
    moments = [SWITCH - timedelta(hours=1), SWITCH - timedelta(seconds=1), SWITCH, SWITCH + timedelta(hours=9)]
    lists = [build(*REIGNS, at=moment) for moment in moments]
    assert (lists[0], lists[2]) == (lists[1], lists[3])
    assert [made.release for made in lists] == [1, 1, 2, 2]


def test_a_release_that_changes_nothing_here_restarts_no_loop() -> None:
    same = replace(OLD, number=3)
    at = datetime(2026, 11, 23, 12, tzinfo=SOFIA)
    assert build(Reign(OLD), Reign(same, SWITCH), at=at).windows == build(Reign(OLD), at=at).windows


def test_the_new_ones_fallback_plays_where_it_schedules_nothing() -> None:
    new = make(2, "other/maria", fallback="other/board")
    fetched = build(Reign(OLD), Reign(new, SWITCH.astimezone(UTC)), at=datetime(2026, 11, 23, 12, tzinfo=SOFIA))
    night = datetime(2026, 11, 25, 3, tzinfo=SOFIA)
    assert [name(find_items(fetched, night + timedelta(days=day))) for day in (0, 1)] == [
        {"together/project"},
        {"other/board"},
    ]
    later = build(Reign(new, SWITCH.astimezone(UTC)), at=SWITCH)
    assert find_items(fetched, night + timedelta(days=1)) == later.fallback


def test_a_release_with_longer_hours_begins_in_the_night_before() -> None:
    """At 00:40 the old hours are over, and those of the new one still run."""
    closed = datetime(2026, 11, 25, 0, 40, tzinfo=SOFIA)
    new = replace(NEW, channels=(make_screen(closes="02:00"),))
    reigns = (Reign(OLD), Reign(new, datetime(2026, 11, 25, 1, tzinfo=SOFIA)))
    spans = [window.span for window in build(*reigns, at=closed).windows[:2]]
    zone = [(span.start.astimezone(SOFIA).isoformat(), span.end.astimezone(SOFIA).isoformat()) for span in spans]
    assert zone[0] == ("2026-11-25T01:00:00+02:00", "2026-11-25T02:00:00+02:00")
    assert zone[1][0] == "2026-11-25T05:00:00+02:00"


def test_what_an_earlier_release_played_today_can_be_told() -> None:
    """Proof of play asks with all reigns of a day."""
    told = build(*REIGNS, at=SWITCH + timedelta(hours=3))
    assert name(find_items(told, SWITCH - timedelta(hours=1))) == {"together/ana", "together/project"}
    assert (told.release, name(told.now)) == (2, {"other/maria", "together/project"})


def test_what_was_withdrawn_is_gone_from_both() -> None:
    revoked = Revoked(campaigns=frozenset({"other"}), items=frozenset({"together/ana"}))
    fetched = build(*REIGNS, at=datetime(2026, 11, 23, 12, tzinfo=SOFIA), revoked=revoked)
    assert {item.item for window in fetched.windows for item in window.items} <= {"project"}
    assert fetched.revoked.materials == {spot.material for spot in SPOTS if spot.item in {"ana", "maria"}}


def test_the_running_loop_is_that_of_the_release_in_force() -> None:
    loops = [
        loop_at(REIGNS, channel="tram", at=SWITCH + timedelta(seconds=shift), revoked=Revoked(), base_url="")
        for shift in (-1, 0)
    ]
    assert [{item.item for item in loop} & {"ana", "maria"} for loop in loops] == [{"ana"}, {"maria"}]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_on_days_when_clocks_change_it_takes_over_at_the_same_instant(day: str) -> None:
    moment = datetime.fromisoformat(f"{day}T09:30:00+00:00")
    fetched = build(Reign(OLD), Reign(NEW, moment), at=moment - timedelta(days=2))
    assert moment in {window.span.start for window in fetched.windows}
    assert moment in {window.span.end for window in fetched.windows}


def test_an_emergency_lies_over_the_changeover() -> None:
    span = Span(SWITCH - timedelta(hours=1), SWITCH + timedelta(hours=1))
    message = Emergency("1", span, (make_spot("emergency/1", seconds=0),))
    at = datetime(2026, 11, 23, 12, tzinfo=SOFIA)
    fetched = build_playlist(REIGNS, channel="tram", at=at, revoked=Revoked(), base_url="", emergencies=(message,))
    around = [SWITCH + timedelta(minutes=shift) for shift in (-61, -59, 59, 61)]
    found = [{item.item for item in find_items(fetched, moment)} - {"project"} for moment in around]
    assert found == [{"ana"}, {"1"}, {"1"}, {"maria"}]
