"""A message takes the screens it is for, at any hour, for exactly as long as it lasts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.playlists.items import PlaylistItem, Window
from campaign.playlists.overlay import FLIGHT, Emergency, find_edges, lay_over
from campaign.playlists.rows import make_blank
from campaign.spec.spans import Span
from tests.factories.emergencies import make_message
from tests.factories.schedule import make_screen

TRAM = make_screen()
DAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return DAY + timedelta(minutes=minutes)


SCHEDULED = make_blank(TRAM, "")
WINDOWS = (
    Window(Span(at(60), at(120)), ((SCHEDULED,),)),
    Window(Span(at(120), at(600)), ((SCHEDULED, SCHEDULED),)),
)


def lay(*emergencies: Emergency, since: datetime = DAY) -> tuple[Window, ...]:
    return lay_over(WINDOWS, emergencies, channel=TRAM, base_url="https://s.example", since=since)


def list_plan(windows: tuple[Window, ...]) -> list[tuple[float, float, list[str]]]:
    """Each window's minutes, and whose items play in it."""
    return [
        (
            (window.span.start - DAY) / timedelta(minutes=1),
            (window.span.end - DAY) / timedelta(minutes=1),
            [item.material for item in window.items],
        )
        for window in windows
    ]


ONE, TWO = ["blank"], ["blank", "blank"]
MESSAGE = ["emergency-1-bg", "emergency-1-en"]


def test_without_messages_nothing_changes() -> None:
    assert lay() == WINDOWS


def test_a_message_plays_alone_over_all_windows_it_meets() -> None:
    assert list_plan(lay(make_message(at(90), at(150)))) == [
        (60, 90, ONE),
        (90, 150, MESSAGE),
        (150, 600, TWO),
    ]


def test_a_message_inside_a_window_leaves_what_is_before_and_after_it() -> None:
    plan = list_plan(lay(make_message(at(200), at(230))))
    assert plan == [(60, 120, ONE), (120, 200, TWO), (200, 230, MESSAGE), (230, 600, TWO)]


@pytest.mark.parametrize(("start", "end"), [(0, 30), (610, 640)])
def test_a_message_shows_outside_the_hours_too(start: float, end: float) -> None:
    assert (start, end, MESSAGE) in list_plan(lay(make_message(at(start), at(end))))


def test_a_message_that_covers_everything_leaves_nothing_else() -> None:
    assert list_plan(lay(make_message(at(0), at(700)))) == [(0, 700, MESSAGE)]


def test_other_channels_go_on() -> None:
    assert lay(make_message(at(90), at(150), channels=("metro",))) == WINDOWS


def test_of_two_the_later_in_the_row_plays_and_the_earlier_goes_on_after_it() -> None:
    plan = list_plan(lay(make_message(at(0), at(700)), make_message(at(30), at(40), id_="2")))
    assert plan == [(0, 30, MESSAGE), (30, 40, ["emergency-2-bg", "emergency-2-en"]), (40, 700, MESSAGE)]


def test_a_message_that_ended_before_the_playlist_begins_is_left_out() -> None:
    message = make_message(at(0), at(30))
    assert lay(message, since=at(30)) == WINDOWS
    assert list_plan(lay(message, since=at(29)))[0] == (0, 30, MESSAGE)


def read_first(message: Emergency) -> PlaylistItem:
    return lay(message)[0].items[0]


def test_its_items_say_that_they_are_an_emergency_of_no_campaign() -> None:
    item = read_first(make_message(at(0), at(30)))
    assert (item.flight, item.campaign, item.item, item.language) == (FLIGHT, "", "", "bg")
    assert item.url == f"https://s.example/media/{item.name}"


@pytest.mark.parametrize(("seconds", "stands"), [(0, 10), (14, 14)])
def test_a_picture_stands_for_its_seconds_or_for_a_slot(seconds: float, stands: float) -> None:
    assert read_first(make_message(at(0), at(30), seconds=seconds)).seconds == stands


def test_the_clock_changes_what_plays_at_the_edges_of_a_message() -> None:
    messages = (make_message(at(0), at(30)), make_message(at(5), at(9), channels=("metro",)))
    assert list(find_edges(messages, channel="tram")) == [at(0), at(30)]


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 200)), max_size=5))
def test_windows_never_overlap_and_the_newest_message_always_shows(spans: list[tuple[int, int]]) -> None:
    messages = [make_message(at(start), at(start + length), id_=str(n)) for n, (start, length) in enumerate(spans)]
    windows = lay(*messages)
    assert all(one.span.end <= other.span.start for one, other in pairwise(windows))
    for minute in range(0, 900, 7):
        shown = [item.material for window in windows if window.span.holds(at(minute)) for item in window.items]
        newest = [message for message in messages if message.span.holds(at(minute))]
        scheduled = [window for window in WINDOWS if window.span.holds(at(minute))]
        if newest:
            assert shown == [spot.material for spot in newest[-1].spots]
        else:
            assert shown == [item.material for window in scheduled for item in window.items]
