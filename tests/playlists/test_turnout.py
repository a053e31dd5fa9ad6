"""What a release comes to on a channel: plays a day, counted once for days and channels that are alike."""

from dataclasses import replace
from datetime import date, timedelta

from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked
from campaign.playlists.succession import fill_gaps
from campaign.playlists.tally import tally
from campaign.playlists.turnout import HERE, count_plays, cut_to_channel
from campaign.schedule.diff import Kind, Plays
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.schedule.service_day import open_day
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spot, make_spots

MONDAY = date(2026, 10, 19)
FORTNIGHT = [MONDAY + timedelta(days=shift) for shift in range(14)]
"""Clocks go back on its first Sunday."""
PEAK = make_daypart("peak", "02:00", "09:00", weekdays=("mon", "tue", "wed", "thu", "fri"))
RELEASE = make_release(
    channels=(make_screen(opens="01:00", closes="23:00"), make_screen("bus", opens="01:00", closes="23:00")),
    dayparts=(PEAK,),
    flights=(
        make_flight("all", share=40, channels=("tram", "bus")),
        make_flight("peak", campaign="other", share=30, dayparts=("peak",), channels=("tram",)),
        make_flight("late", item="other/ivo", share=20, since=MONDAY + timedelta(days=9)),
    ),
    spots=(
        *make_spots("together/ana", "together/mila", "other/maria", "other/ivo", "together/project"),
        *make_spots("together/vera", until=MONDAY + timedelta(days=4)),
        *make_spots("together/ana", "together/project", channel="bus"),
    ),
)


def cut(release: Release, name: str) -> Release:
    channel = next(known for known in release.channels if known.id == name)
    return cut_to_channel(release, channel, spots=[spot for spot in release.spots if spot.channel == name])


def count(release: Release = RELEASE, name: str = "tram") -> Plays:
    return count_plays(cut(release, name), FORTNIGHT)


def test_every_day_comes_to_what_its_own_windows_hold() -> None:
    """Built one by one, on the day when clocks change too."""
    for day, plays in count().items():
        span = open_day(RELEASE.channels[0], day)
        own = build_playlist([Reign(RELEASE)], channel="tram", at=span.start, revoked=Revoked(), base_url="", days=1)
        due = tally(fill_gaps(own.windows, span, own.fallback), until=span.end).parts
        for flight in ("all", "peak", "late"):
            told = sum(one.plays for part, one in due.items() if part.flight == flight)
            assert abs(plays.get((Kind.FLIGHT, flight), 0) - told) <= 1
        assert abs(plays[Kind.FALLBACK, ""] - sum(one.plays for part, one in due.items() if not part.flight)) <= 1
        assert {name for kind, name in plays if kind is Kind.STORY} == {f"{one.campaign}/{one.item}" for one in due}


def test_the_day_when_clocks_go_back_has_an_hour_more() -> None:
    plays = {
        day: sum(number for key, number in one.items() if key[0] is not Kind.STORY) for day, one in count().items()
    }
    assert [plays[MONDAY + timedelta(days=shift)] for shift in (5, 6)] == [22 * 360, 23 * 360]


def test_channels_that_are_alike_are_cut_alike() -> None:
    one, other = make_screen(), replace(make_screen("bus"), title={"en": "Bus"}, groups=("vehicles",))
    spots = (*make_spots("together/ana"), *make_spots("together/ana", channel="bus"))
    release = make_release(channels=(one, other), flights=(make_flight(channels=("tram", "bus")),), spots=spots)
    assert cut(release, "tram") == cut(release, "bus")
    assert [channel.id for channel in cut(release, "tram").channels] == [HERE]


def test_flights_that_ask_for_one_material_still_find_it() -> None:
    spots = make_spots("together/ana", "together/mila", "together/project")
    flight = replace(make_flight(share=50, campaign=""), material=spots[0].material)
    plays = count(make_release(channels=RELEASE.channels[:1], flights=(flight,), spots=spots))[MONDAY]
    assert {name for kind, name in plays if kind is Kind.STORY} == {"together/ana", "together/project"}


def test_each_of_more_stories_than_a_day_holds_counts() -> None:
    """A flight of one play an hour with fifty stories."""
    spots = [make_spot(f"other/s{number}") for number in range(50)] + [make_spot("together/project")]
    flights = (make_flight(campaign="other", plays_per_hour=1),)
    plays = count(make_release(channels=RELEASE.channels[:1], flights=flights, spots=spots))[MONDAY]
    assert plays[Kind.FLIGHT, "flight"] == 22
    assert sum(kind is Kind.STORY for kind, _ in plays) == 51


def test_a_channel_that_a_release_does_not_know_comes_to_nothing() -> None:
    assert count_plays(replace(RELEASE, channels=()), FORTNIGHT[:2]) == {FORTNIGHT[0]: {}, FORTNIGHT[1]: {}}
