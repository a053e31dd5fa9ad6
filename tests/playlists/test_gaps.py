"""Starts that come too close in the very playlist, wherever in it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaign.playlists.gaps import find_close_starts
from campaign.playlists.items import Playlist, PlaylistItem, Revoked, Window
from campaign.playlists.rows import make_item
from campaign.schedule.rotation.rota import Play
from campaign.spec.spans import Span
from tests.factories.schedule import make_flight, make_release, make_screen, make_spot

OPENS = datetime(2026, 11, 23, 3, tzinfo=UTC)  # five in Sofia


def make_row(flights: str) -> tuple[PlaylistItem, ...]:
    """One item of ten seconds for each letter, of the flight called so; “.” is the fallback."""
    names = ("" if letter == "." else letter for letter in flights)
    return tuple(make_item(Play(name, make_spot(), 1), make_screen(), "") for name in names)


def find(*rows: tuple[str, int], gap: int) -> list[tuple[str, str]]:
    """What is measured and the time it names, where each row repeats for so many seconds."""
    windows, start = [], OPENS
    for flights, seconds in rows:
        windows.append(Window(Span(start, start + timedelta(seconds=seconds)), (make_row(flights),)))
        start += timedelta(seconds=seconds)
    fallback = make_row(".")
    playlist = Playlist(make_screen(), 1, date(2026, 11, 23), tuple(windows), fallback, fallback, Revoked())
    release = make_release(flights=(make_flight("a", gap_seconds=gap), make_flight("b")))
    found = find_close_starts((playlist,), release=release)
    return [(one.finding.measured, str(one.finding.message.params["time"])) for one in found]


def test_a_gap_that_is_kept_is_fine() -> None:
    assert find(("a..a..", 3600), gap=30) == []


def test_starts_too_near_within_a_loop_are_told() -> None:
    assert find(("a.a...", 3600), gap=30) == [("20 s", "05:00")]


def test_starts_too_near_where_a_loop_meets_itself_are_told() -> None:
    assert find(("a....a", 3600), gap=30) == [("10 s", "05:01")]


def test_a_loop_that_plays_once_never_meets_itself() -> None:
    assert find(("a....a", 60), gap=30) == []


@pytest.mark.parametrize(("seconds", "found"), [(600, [("20 s", "05:10")]), (630, [])])
def test_starts_too_near_where_windows_meet_are_told(seconds: int, found: list[tuple[str, str]]) -> None:
    # After ten whole rounds the last start was 20 s ago, after half a round more it was 50 s.
    assert find(("....a.", seconds), ("a.....", 3600), gap=30) == found


def test_flights_that_asked_for_no_gap_are_left_alone() -> None:
    assert find(("bbab..", 3600), gap=30) == []
