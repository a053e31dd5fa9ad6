"""What follows what: round a cycle, from window to window, and to and from the fallback."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from campaign.playlists.follows import list_follows
from campaign.playlists.items import Playlist, PlaylistItem, Revoked, Window
from campaign.spec.spans import Span
from tests.factories.schedule import make_screen

OPENS = datetime(2026, 11, 23, 3, tzinfo=UTC)


def make_item(name: str, *, seconds: float = 10) -> PlaylistItem:
    return PlaylistItem(name, "", "", "", "video/mp4", 1, seconds, 320, 180, "", "bg", "together", name)


def make_window(names: str, *, start: int = 0, seconds: int = 60) -> Window:
    begin = OPENS + timedelta(seconds=start)
    loops = tuple(tuple(make_item(name) for name in loop) for loop in names.split())
    return Window(Span(begin, begin + timedelta(seconds=seconds)), loops)


def list_names(*windows: Window, fallback: str = "f") -> set[str]:
    items = tuple(make_item(name) for name in fallback)
    playlist = Playlist(make_screen(), 1, date(2026, 11, 23), windows, items, items, Revoked())
    return {before.material + after.material for before, after in list_follows(playlist)}


def test_a_cycle_goes_round_over_all_its_loops() -> None:
    assert list_names(make_window("abc adc")) == {"ab", "bc", "ca", "ad", "dc", "ff", "fa", "cf"}


def test_a_fallback_goes_round_and_begins_whenever_a_window_ends() -> None:
    assert list_names(make_window("ab"), fallback="fg") == {"ab", "ba", "fg", "gf", "fa", "ga", "bf"}


def test_without_windows_only_the_fallback_plays() -> None:
    assert list_names(fallback="fg") == {"fg", "gf"}


@pytest.mark.parametrize(("seconds", "met"), [(60, "bc"), (50, "ac"), (45, "ac"), (55, "bc")])
def test_what_runs_when_a_window_ends_meets_the_next_one(seconds: int, met: str) -> None:
    found = list_names(make_window("ab", seconds=seconds), make_window("cd", start=seconds))
    assert met in found
    assert found - {met} == {"ab", "ba", "cd", "dc", "ff", "fa", "df"}


def test_between_windows_that_do_not_meet_the_fallback_plays() -> None:
    found = list_names(make_window("ab"), make_window("cd", start=600))
    assert {"bf", "fc"} <= found
    assert "bc" not in found


def test_each_pair_is_named_once() -> None:
    windows = make_window("ab"), replace(make_window("ab"), span=Span(OPENS + timedelta(days=1), OPENS + timedelta(2)))
    fallback = (make_item("f"),)
    playlist = Playlist(make_screen(), 1, date(2026, 11, 23), windows, fallback, fallback, Revoked())
    pairs = [(before.material, after.material) for before, after in list_follows(playlist)]
    assert len(pairs) == len(set(pairs))
