"""A wanted number of plays, from the file to the playlists that make it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaign.playlists.build import build_playlist
from campaign.playlists.items import Playlist, Revoked
from campaign.schedule.pacing import find_paces
from campaign.schedule.reigns import Reign
from tests.factories.schedule import make_flight, make_release, make_screen, make_spots

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
DAWN = datetime(2026, 11, 23, 4, tzinfo=ZoneInfo("Europe/Sofia"))


def count_plays(playlist: Playlist) -> Counter[str]:
    """Flight → starts on one screen that plays it all."""
    plays: Counter[str] = Counter()
    for window in playlist.windows:
        passed, place = 0.0, 0
        while passed < window.span.length.total_seconds():
            item = window.items[place % len(window.items)]
            plays[item.flight] += 1
            passed += item.seconds
            place += 1
    return plays


@pytest.mark.parametrize("wanted", [3, 50, 777, 5000])
def test_playlists_of_all_its_days_play_a_flight_as_often_as_was_wanted(wanted: int) -> None:
    paced = make_flight("paced", plays=wanted, since=MONDAY, until=TUESDAY)
    others = (make_flight("a", campaign="a", share=40), make_flight("b", campaign="b", share=20))
    spots = make_spots("together/ana", "together/project", "a/x", "a/y", "b/z")
    release = make_release(flights=(paced, *others), spots=spots)
    release = replace(release, paces=find_paces(release, now=DAWN, played={}))
    playlist = build_playlist((Reign(release),), channel="tram", at=DAWN, revoked=Revoked(), base_url="", days=2)
    plays = count_plays(playlist)
    assert abs(plays["paced"] - wanted) <= 2  # one play a day
    assert (plays["a"], plays["b"]) == (5616, 2808)  # two fifths and one fifth of 39 hours: nothing is taken from them


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 3, 30), 24), (date(2026, 10, 25), 25)])
def test_plays_an_hour_hold_on_days_of_any_length(day: date, hours: int) -> None:
    hourly = make_flight("hourly", plays_per_hour=7)
    release = make_release(
        channels=(make_screen(opens="00:00", closes="00:00"),),
        flights=(hourly, make_flight("a", campaign="a", share=40)),
        spots=make_spots("together/ana", "together/project", "a/x", "a/y"),
    )
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Sofia"))
    playlist = build_playlist((Reign(release),), channel="tram", at=noon, revoked=Revoked(), base_url="", days=1)
    plays = count_plays(playlist)
    assert abs(plays["hourly"] - 7 * hours) <= 1
    assert abs(plays["a"] - 144 * hours) <= 1
