"""Windows as a clock on the wall shows them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from campaign.playlists.wallclock import Wallclock, split_span
from campaign.spec.spans import Span

SOFIA = ZoneInfo("Europe/Sofia")


def split(start: str, end: str) -> list[tuple[str, str]]:
    """Split a span given in UTC."""
    span = Span(*(datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (start, end)))
    return [(piece.begin.isoformat(), piece.end.isoformat()) for piece in split_span(span, zone="Europe/Sofia")]


def test_a_window_is_local_time() -> None:
    assert split("2026-11-23T05:00", "2026-11-23T07:00") == [("2026-11-23T07:00:00", "2026-11-23T09:00:00")]


def test_a_window_past_midnight_is_split_and_keeps_to_its_dates() -> None:
    assert split("2026-11-23T20:00", "2026-11-23T22:30") == [
        ("2026-11-23T22:00:00", "2026-11-23T23:59:59"),
        ("2026-11-24T00:00:00", "2026-11-24T00:30:00"),
    ]


def test_a_window_that_ends_at_midnight_has_no_piece_on_the_next_date() -> None:
    assert split("2026-11-23T20:00", "2026-11-23T22:00") == [("2026-11-23T22:00:00", "2026-11-23T23:59:59")]


def test_the_jump_in_spring_is_read_off_the_clock() -> None:
    assert split("2026-03-29T00:00", "2026-03-29T02:00") == [("2026-03-29T02:00:00", "2026-03-29T05:00:00")]


def test_a_window_over_the_change_in_autumn_stays_whole() -> None:
    assert split("2026-10-24T23:00", "2026-10-25T03:00") == [("2026-10-25T02:00:00", "2026-10-25T05:00:00")]


def test_a_window_whose_clock_would_run_backwards_is_split_at_the_change() -> None:
    assert split("2026-10-25T00:45", "2026-10-25T01:15") == [
        ("2026-10-25T03:45:00", "2026-10-25T04:00:00"),
        ("2026-10-25T03:00:00", "2026-10-25T03:15:00"),
    ]


def test_a_window_that_ends_at_the_change_ends_on_the_old_clock() -> None:
    assert split("2026-10-25T00:00", "2026-10-25T01:00") == [("2026-10-25T03:00:00", "2026-10-25T04:00:00")]


def test_a_window_over_two_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="one date"):
        Wallclock(datetime(2026, 11, 23, 22, tzinfo=SOFIA), datetime(2026, 11, 24, 1, tzinfo=SOFIA))
