"""Windows, days, withdrawals: what plays at a moment."""

from datetime import UTC, date, datetime, timedelta
from itertools import cycle, pairwise
from zoneinfo import ZoneInfo

import pytest

from campaign.playlists.blank import draw_blank
from campaign.playlists.build import build_playlist, loop_at
from campaign.playlists.items import Playlist, Revoked, Window
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.spec.errors import UnknownName
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

SOFIA = ZoneInfo("Europe/Sofia")
NOON = datetime(2026, 11, 23, 12, tzinfo=SOFIA)
SPOTS = make_spots("together/ana", "together/ivo", "other/maria", "together/project")
PEAK = make_daypart("peak", "07:00", "09:00")
FLIGHTS = (make_flight("a", share=50), make_flight("b", campaign="other", share=50, dayparts=("peak",)))
RELEASE = make_release(dayparts=(PEAK,), flights=FLIGHTS, spots=SPOTS)


def build(
    release: Release = RELEASE, *, at: datetime = NOON, revoked: Revoked | None = None, days: int = 7
) -> Playlist:
    return build_playlist(
        [Reign(release)],
        channel="tram",
        at=at,
        revoked=revoked or Revoked(),
        base_url="https://screens.example",
        days=days,
    )


def list_faces(playlist: Playlist) -> list[tuple[str, str]]:
    """Begin and end of every window, in the channel's time with its offset."""
    zone = ZoneInfo(playlist.channel.timezone)
    return [(_write(window.span.start, zone), _write(window.span.end, zone)) for window in playlist.windows]


def _write(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")


def list_refs(playlist: Playlist) -> set[str]:
    """Every item of the playlist."""
    items = [item for window in playlist.windows for item in window.items]
    return {f"{item.campaign}/{item.item}" for item in (*items, *playlist.fallback, *playlist.now)}


def test_a_service_day_is_cut_at_dayparts_and_runs_past_midnight() -> None:
    assert list_faces(build(days=1)) == [
        ("2026-11-23T05:00+02:00", "2026-11-23T07:00+02:00"),
        ("2026-11-23T07:00+02:00", "2026-11-23T09:00+02:00"),
        ("2026-11-23T09:00+02:00", "2026-11-24T00:30+02:00"),
    ]


def test_a_daypart_that_changes_nothing_does_not_cut() -> None:
    spots = make_spots("together/ana", "together/project")
    assert len(build(make_release(dayparts=(PEAK,), flights=FLIGHTS, spots=spots), days=1).windows) == 1


def test_seven_service_days_lie_ahead() -> None:
    starts = {window.span.start.astimezone(SOFIA).date() for window in build().windows}
    assert starts == {date(2026, 11, 23) + timedelta(days=shift) for shift in range(7)}


def test_after_midnight_the_evening_before_still_runs() -> None:
    playlist = build(at=datetime(2026, 11, 24, 0, 29, tzinfo=SOFIA))
    assert (playlist.day, playlist.now) == (date(2026, 11, 23), playlist.windows[2].items)


def test_while_closed_the_fallback_plays_and_the_next_day_comes_first() -> None:
    playlist = build(at=datetime(2026, 11, 24, 3, tzinfo=SOFIA))
    assert (playlist.day, playlist.now) == (date(2026, 11, 24), playlist.fallback)
    assert {item.item for item in playlist.fallback} == {"project"}


def test_nothing_depends_on_the_second_of_the_poll() -> None:
    noon = build()
    assert [build(at=NOON + timedelta(seconds=seconds)) for seconds in (1, 59, 3600, 12 * 3600)] == [noon] * 4


def test_the_moment_may_be_given_in_any_zone() -> None:
    assert build(at=NOON.astimezone(UTC)) == build()


def test_flights_begin_and_end_with_their_service_days() -> None:
    flight = make_flight(since=date(2026, 11, 24), until=date(2026, 11, 24), share=100)
    assert list_faces(build(make_release(flights=(flight,), spots=SPOTS))) == [
        ("2026-11-24T05:00+02:00", "2026-11-25T00:30+02:00")
    ]


def test_windows_on_the_day_clocks_go_back_are_an_hour_longer() -> None:
    release = make_release(
        channels=(make_screen(opens="00:00", closes="00:00"),), flights=(make_flight(share=100),), spots=SPOTS
    )
    playlist = build(release, at=datetime(2026, 10, 25, 12, tzinfo=SOFIA), days=1)
    assert list_faces(playlist) == [("2026-10-25T00:00+03:00", "2026-10-26T00:00+02:00")]
    assert playlist.windows[0].span.length == timedelta(hours=25)


def test_windows_on_the_day_clocks_go_forward_are_an_hour_shorter() -> None:
    release = make_release(
        channels=(make_screen(opens="00:00", closes="00:00"),), flights=(make_flight(share=100),), spots=SPOTS
    )
    playlist = build(release, at=datetime(2026, 3, 29, 12, tzinfo=SOFIA), days=1)
    assert list_faces(playlist) == [("2026-03-29T00:00+02:00", "2026-03-30T00:00+03:00")]
    assert playlist.windows[0].span.length == timedelta(hours=23)


def test_a_daypart_that_the_clocks_skip_is_left_out() -> None:
    release = make_release(
        channels=(make_screen(opens="00:00", closes="00:00"),),
        dayparts=(make_daypart("small-hours", "03:00", "04:00"),),
        flights=(make_flight(share=100, dayparts=("small-hours",)),),
        spots=SPOTS,
    )
    assert build(release, at=datetime(2026, 3, 29, 12, tzinfo=SOFIA), days=1).windows == ()


@pytest.mark.parametrize(
    ("revoked", "left"),
    [
        (Revoked(items=frozenset({"together/ana"})), {"together/ivo", "other/maria", "together/project"}),
        (Revoked(campaigns=frozenset({"other"})), {"together/ana", "together/ivo", "together/project"}),
        (
            Revoked(materials=frozenset({"tram.other.maria.bg", "tram.other.maria.en"})),
            {"together/ana", "together/ivo", "together/project"},
        ),
        (Revoked(everything=True), {"/"}),
    ],
)
def test_what_was_withdrawn_is_gone_at_once(revoked: Revoked, left: set[str]) -> None:
    assert list_refs(build(revoked=revoked)) == left


def test_an_expired_item_is_gone_from_its_day_on() -> None:
    spots = (*make_spots("together/ana", until=date(2026, 11, 23)), *make_spots("together/ivo", "together/project"))
    playlist = build(make_release(flights=(make_flight(share=100),), spots=spots))
    days = {
        window.span.start.astimezone(SOFIA).date(): {item.item for item in window.items} for window in playlist.windows
    }
    assert days[date(2026, 11, 23)] == {"ana", "ivo", "project"}
    assert days[date(2026, 11, 24)] == {"ivo", "project"}


def test_a_fallback_that_expires_within_the_week_does_not_serve_offline_players() -> None:
    spots = make_spots("together/project", until=date(2026, 11, 24))
    (blank,) = build(make_release(spots=spots)).fallback
    assert blank.material == "blank"


def test_when_all_is_withdrawn_a_plain_picture_is_shown() -> None:
    playlist = build(revoked=Revoked(everything=True))
    picture = draw_blank(playlist.channel.format)
    assert playlist.windows == ()
    assert [(item.name, item.sha256, item.size) for item in playlist.fallback] == [
        (picture.name, picture.sha256, len(picture.data))
    ]


def test_players_are_told_every_material_that_fell() -> None:
    playlist = build(revoked=Revoked(items=frozenset({"other/maria"})))
    assert playlist.revoked.materials == {"tram.other.maria.bg", "tram.other.maria.en"}


def test_stills_last_their_slot() -> None:
    release = make_release(flights=(make_flight(share=100),), spots=make_spots("together/ana", seconds=0))
    assert {(item.seconds, item.is_still) for item in build(release).now} == {(10.0, True)}


def test_media_are_named_by_content() -> None:
    item = build().now[0]
    assert item.url == f"https://screens.example/media/{item.sha256}.mp4"


def test_every_loop_fills_the_channels_loop() -> None:
    for window in build().windows:
        assert {sum(item.seconds for item in loop) for loop in window.loops} == {60}


def test_the_running_loop_follows_the_windows_start() -> None:
    playlist = build(days=1)
    loops = playlist.windows[2].loops
    start = datetime(2026, 11, 23, 9, tzinfo=SOFIA)
    running = [
        loop_at(
            [Reign(RELEASE)],
            channel="tram",
            at=start + timedelta(seconds=60 * number + 59),
            revoked=Revoked(),
            base_url="https://screens.example",
        )
        for number in range(len(loops) + 1)
    ]
    assert running == [*loops, loops[0]]


def test_while_closed_the_running_loop_is_the_fallback() -> None:
    at = datetime(2026, 11, 24, 3, tzinfo=SOFIA)
    loop = loop_at([Reign(RELEASE)], channel="tram", at=at, revoked=Revoked(), base_url="https://screens.example")
    assert loop == build(at=at).fallback


def test_an_unknown_channel_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="no channel “ferry” in release 1"):
        build_playlist([Reign(RELEASE)], channel="ferry", at=NOON, revoked=Revoked(), base_url="")


def list_screen(window: Window) -> list[str]:
    """Every item that a player shows in the window, one after the other."""
    refs: list[str] = []
    at = window.span.start
    for item in cycle(window.items):
        if at >= window.span.end:
            return refs
        refs.append(f"{item.campaign}/{item.item}")
        at += timedelta(seconds=item.seconds)
    return refs


@pytest.mark.parametrize("slots", [6, 7, 11])
def test_where_days_meet_no_story_follows_itself_and_a_day_is_the_same_whenever_it_is_asked_for(slots: int) -> None:
    screen = make_screen(opens="04:00", closes="04:00", slots=slots)
    release = make_release(
        channels=(screen,), dayparts=(PEAK,), flights=FLIGHTS, spots=SPOTS, fallbacks={"tram": ("together/project",)}
    )
    week = build(release)
    shown = [list_screen(window) for window in week.windows]
    assert all(one.span.end == other.span.start for one, other in pairwise(week.windows))
    assert [one[-1] for one, other in pairwise(shown) if one[-1] == other[0]] == []
    later = build(release, at=NOON + timedelta(days=1))
    assert later.windows[: len(week.windows) - 3] == week.windows[3:]
