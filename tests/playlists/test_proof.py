"""A row counts for what was scheduled, and for no more."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from campaign.playlists.blank import MATERIAL
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked
from campaign.playlists.lanes import Lane, Lanes
from campaign.playlists.overlay import FLIGHT
from campaign.playlists.proof import LATE, Reason, Row, Shown, Stop, judge
from campaign.playlists.timetable import GRACE, Timetable, make_timetable
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.spec.spans import Span
from tests.factories.emergencies import make_message
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

TRAM = make_screen()
DAY = date(2026, 11, 23)
EIGHT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # in Sofia
NOON = EIGHT + timedelta(hours=4)
LATER = EIGHT + timedelta(hours=12)
ANA, BORIS, PROJECT = "tram.together.ana.bg", "tram.together.boris.bg", "tram.together.project.bg"


def make_plan() -> Release:
    """Ana all day for half of the loop, Boris from 12:00 to 14:00 for a quarter; the fallback for the rest."""
    return make_release(
        channels=[TRAM],
        dayparts=[make_daypart("lunch", "12:00", "14:00")],
        flights=[
            make_flight("all-day", item="together/ana", share=50),
            make_flight("lunch", item="together/boris", share=25, dayparts=("lunch",)),
        ],
        spots=make_spots("together/ana", "together/boris", "together/project"),
    )


TABLE = make_timetable(make_plan(), TRAM, DAY, emergencies=())


def make_row(start: datetime, material: str = ANA, *, seconds: float = 10, name: str = "1", screen: str = "") -> Row:
    return Row(name, material, Span(start, start + timedelta(seconds=seconds)), screen)


def judge_row(
    row: Row,
    *,
    now: datetime = LATER,
    tables: tuple[Timetable, ...] = (TABLE,),
    stops: tuple[Stop, ...] = (),
    lanes: Lanes | None = None,
) -> Shown | Reason:
    return judge(row, now=now, find_timetables=lambda at: tables, stops=stops, lanes=lanes or Lanes(screens=1))


def count(row: Row, **known: Lanes) -> tuple[datetime, float, bool, str]:
    shown = judge_row(row, **known)  # type: ignore[arg-type]
    assert isinstance(shown, Shown)
    return shown.span.start, shown.span.length.total_seconds(), shown.whole, shown.flight


def test_what_was_scheduled_counts_as_told() -> None:
    shown = judge_row(make_row(EIGHT))
    assert isinstance(shown, Shown)
    assert shown.spot is not None
    assert (shown.flight, shown.release, shown.day, shown.whole) == ("all-day", 1, DAY, True)
    assert (shown.spot.campaign, shown.spot.item, shown.spot.language) == ("together", "ana", "bg")


def test_every_place_of_the_day_is_told_for_its_own_flight() -> None:
    """An item that two flights show is told apart by where in the loop it stood."""
    plan = make_release(
        channels=[TRAM],
        flights=[make_flight("one", item="together/ana", share=50), make_flight("two", tag="x", share=25)],
        spots=[replace(spot, tags=("x",)) for spot in make_spots("together/ana")]
        + list(make_spots("together/project")),
    )
    table = make_timetable(plan, TRAM, DAY, emergencies=())
    playlist = build_playlist((Reign(plan),), channel="tram", at=EIGHT, revoked=Revoked(), base_url="", days=1)
    [window] = playlist.windows
    at, lanes, told, due = window.span.start, Lanes(screens=1), [], []
    for item in window.items:
        row = make_row(at, item.material, seconds=item.seconds)
        shown = judge(row, now=LATER, find_timetables=lambda _: (table,), stops=(), lanes=lanes)
        assert isinstance(shown, Shown)
        told.append(shown.flight)
        due.append(item.flight)
        at += timedelta(seconds=item.seconds)
    assert told == due
    assert {"one", "two"} <= set(told)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (make_row(LATER + GRACE), Reason.FUTURE),
        (make_row(LATER - LATE - timedelta(seconds=1)), Reason.ANCIENT),
        (make_row(EIGHT, "tram.together.nobody.bg"), Reason.UNKNOWN),
        (make_row(EIGHT, "metro.together.ana.bg"), Reason.UNKNOWN),
        (make_row(EIGHT, BORIS), Reason.UNSCHEDULED),
        (make_row(NOON - timedelta(seconds=9.5), BORIS), Reason.UNSCHEDULED),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(row: Row, reason: Reason) -> None:
    assert judge_row(row) == reason


def test_a_clock_that_is_a_little_fast_is_believed() -> None:
    assert isinstance(judge_row(make_row(LATER)), Shown)


def test_a_spot_that_was_cut_short_counts_only_as_long_as_it_was_due() -> None:
    ends = NOON + timedelta(hours=2)
    assert count(make_row(ends - timedelta(seconds=4), BORIS)) == (ends - timedelta(seconds=4), 4, False, "lunch")
    assert count(make_row(NOON - timedelta(seconds=2), BORIS)) == (NOON, 8, True, "lunch")


def test_nobody_shows_a_spot_longer_than_it_lasts() -> None:
    assert count(make_row(EIGHT, seconds=3600)) == (EIGHT, 10, True, "all-day")


def test_a_spot_goes_on_from_one_window_into_the_next() -> None:
    assert count(make_row(NOON - timedelta(seconds=5))) == (NOON - timedelta(seconds=5), 10, True, "all-day")


def test_the_fallback_and_the_plain_picture_may_play_at_any_time() -> None:
    night = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    for material in (PROJECT, MATERIAL):
        assert count(make_row(night, material)) == (night, 10, True, "")


def test_a_screen_shows_one_thing_at_a_time() -> None:
    lanes = Lanes(screens=1)
    assert count(make_row(EIGHT), lanes=lanes) == (EIGHT, 10, True, "all-day")
    assert judge_row(make_row(EIGHT, PROJECT), lanes=lanes) is Reason.OVERLAPPING
    assert judge_row(make_row(EIGHT + timedelta(seconds=0.5)), lanes=lanes) is Reason.OVERLAPPING
    # a player of whole seconds may begin the next one a little too soon
    late = make_row(EIGHT + timedelta(seconds=9), PROJECT)
    assert count(late, lanes=lanes) == (EIGHT + timedelta(seconds=10), 9, True, "")


def test_no_more_plays_fit_than_there_is_time_for() -> None:
    lanes, plays = Lanes(screens=1), 0
    for second in range(60):
        shown = judge_row(make_row(EIGHT + timedelta(seconds=second)), lanes=lanes)
        plays += isinstance(shown, Shown) and shown.whole
    assert plays == 8  # one of ten seconds, then one in eight: more than six, and never two where one was due


def test_screens_of_a_group_show_as_many_at_once_as_there_are() -> None:
    lanes = Lanes(screens=2)
    for name in ("left", "right"):
        assert isinstance(judge_row(make_row(EIGHT, screen=name), lanes=lanes), Shown)
    assert judge_row(make_row(EIGHT, screen="invented"), lanes=lanes) is Reason.OVERLAPPING
    assert judge_row(make_row(EIGHT), lanes=lanes) is Reason.OVERLAPPING
    after = EIGHT + timedelta(seconds=10)
    for name in ("", ""):
        assert isinstance(judge_row(make_row(after, screen=name), lanes=lanes), Shown)
    assert judge_row(make_row(after), lanes=lanes) is Reason.OVERLAPPING


def test_the_longest_free_part_of_a_row_is_kept() -> None:
    lanes = Lanes(screens=1, taken=[Lane(10, 20), Lane(25, 30)])
    assert lanes.find_free(Lane(5, 40)) == Lane(30, 40)
    assert lanes.find_free(Lane(12, 18)) is None


def test_what_was_withdrawn_does_not_count_once_players_must_know() -> None:
    stop = Stop(Revoked(items=frozenset({"together/ana"})), EIGHT, NOON)
    assert isinstance(judge_row(make_row(EIGHT + timedelta(seconds=60)), stops=(stop,)), Shown)
    assert judge_row(make_row(EIGHT + GRACE), stops=(stop,)) is Reason.WITHDRAWN
    assert isinstance(judge_row(make_row(EIGHT + GRACE, PROJECT), stops=(stop,)), Shown)
    assert isinstance(judge_row(make_row(NOON), stops=(stop,)), Shown)


def test_a_player_without_a_network_goes_by_the_release_before() -> None:
    newer = make_release(channels=[TRAM], spots=make_spots("together/project"))
    tables = (make_timetable(newer, TRAM, DAY, emergencies=()), TABLE)
    shown = judge_row(make_row(EIGHT), tables=tables)
    assert isinstance(shown, Shown)
    assert shown.flight == "all-day"


def test_a_message_takes_the_screen_once_players_must_know() -> None:
    message = make_message(EIGHT, EIGHT + timedelta(minutes=30), id_="7")
    tables = (make_timetable(make_plan(), TRAM, DAY, emergencies=(message,)),)
    shown = judge_row(make_row(EIGHT + timedelta(seconds=30), "emergency-7-bg"), tables=tables)
    assert isinstance(shown, Shown)
    assert (shown.flight, shown.spot and shown.spot.language) == (FLIGHT, "bg")
    assert isinstance(judge_row(make_row(EIGHT + timedelta(seconds=60)), tables=tables), Shown)
    assert judge_row(make_row(EIGHT + timedelta(minutes=5)), tables=tables) is Reason.UNSCHEDULED
    assert isinstance(judge_row(make_row(EIGHT + timedelta(minutes=30)), tables=tables), Shown)
    assert judge_row(make_row(EIGHT - timedelta(minutes=5), "emergency-7-bg"), tables=tables) is Reason.UNSCHEDULED
