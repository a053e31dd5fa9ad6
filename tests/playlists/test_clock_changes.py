"""Playlists over the days on which clocks change: every window lasts as long as its hours really do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaign.playlists.build import build_playlist
from campaign.playlists.items import Playlist, Revoked
from campaign.schedule.reigns import Reign
from tests.factories.schedule import make_flight, make_release, make_screen, make_spots

SOFIA = ZoneInfo("Europe/Sofia")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def build(day: date, *, opens: str, closes: str) -> Playlist:
    """From noon of the day before the given one, in Sofia."""
    release = make_release(
        channels=(make_screen(opens=opens, closes=closes),),
        flights=(make_flight(share=100),),
        spots=make_spots("together/ana", "together/project"),
    )
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=SOFIA) - timedelta(days=1)
    return build_playlist((Reign(release),), channel="tram", at=noon, revoked=Revoked(), base_url="", days=4)


@pytest.mark.parametrize(
    ("day", "opens", "closes", "hours"),
    [
        (SPRING, "00:00", "00:00", {24, 23}),
        (AUTUMN, "00:00", "00:00", {24, 25}),
        (SPRING, "05:00", "00:30", {19.5}),  # the clocks change while the trams sleep
        (SPRING, "22:00", "05:00", {7, 6}),
        (AUTUMN, "22:00", "05:00", {7, 8}),
    ],
)
def test_windows_last_as_long_as_the_hours_do(day: date, opens: str, closes: str, hours: set[float]) -> None:
    playlist = build(day, opens=opens, closes=closes)
    assert {window.span.length / timedelta(hours=1) for window in playlist.windows} == hours


def test_a_channel_whose_only_hour_the_clocks_skip_opens_again_on_the_next_day() -> None:
    playlist = build(SPRING, opens="03:00", closes="04:00")
    days = [window.span.start.astimezone(SOFIA).date() for window in playlist.windows]
    monday = SPRING + timedelta(days=1)
    assert (playlist.day, days) == (monday, [monday + timedelta(days=shift) for shift in range(4)])
