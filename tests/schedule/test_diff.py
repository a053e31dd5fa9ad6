"""Changes between two schedules: who plays more, less, anew or no more, on which channels, since when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from campaign.schedule.diff import (
    Change,
    Key,
    Kind,
    Plays,
    compare_plays,
    compare_settings,
    merge_changes,
    name_channels,
    tell_change,
)
from campaign.spec.channels import Hours
from tests.factories.schedule import make_flight, make_release, make_screen, make_spots

MONDAY = date(2026, 11, 23)
SPRING, ANA, REST = (Kind.FLIGHT, "spring"), (Kind.STORY, "together/ana"), (Kind.FALLBACK, "")


def plan(*days: Mapping[Key, int]) -> Plays:
    return {MONDAY + timedelta(days=shift): day for shift, day in enumerate(days)}


def compare(before: Plays, after: Plays) -> tuple[Change, ...]:
    return compare_plays("tram", before=before, after=after)


def test_the_same_plays_are_no_change() -> None:
    same = plan(*[{SPRING: 60, REST: 40}] * 7)
    assert compare(same, same) == ()


def test_one_play_a_day_is_no_change_but_one_out_of_nothing_is() -> None:
    assert compare(plan({SPRING: 60}), plan({SPRING: 61})) == ()
    assert compare(plan({}), plan({SPRING: 1})) == (Change(Kind.FLIGHT, "spring", ("tram",), 0, 1, MONDAY),)


def test_more_plays_are_told_by_the_mean_of_the_days_that_differ() -> None:
    before, after = plan({SPRING: 60}, {SPRING: 62}, {SPRING: 70}), plan({SPRING: 60}, {SPRING: 76}, {SPRING: 84})
    (change,) = compare(before, after)
    assert change == Change(Kind.FLIGHT, "spring", ("tram",), 66, 80, MONDAY + timedelta(days=1))
    assert change.gain == 14


def test_a_change_that_ends_says_when() -> None:
    (change,) = compare(plan(*[{SPRING: 60}] * 4), plan({SPRING: 80}, {SPRING: 80}, {SPRING: 60}, {SPRING: 60}))
    assert (change.since, change.until) == (MONDAY, MONDAY + timedelta(days=1))


def test_days_on_which_it_never_runs_end_nothing() -> None:
    (change,) = compare(plan({SPRING: 60}, {}, {SPRING: 60}), plan({SPRING: 80}, {}, {SPRING: 80}))
    assert (change.since, change.until, change.weekdays) == (MONDAY, None, ())


def test_what_returns_every_week_is_one_change_on_those_weekdays() -> None:
    """Monday to Friday it plays more; at the weekend it stays as it was."""
    week = [{SPRING: 80}] * 5 + [{SPRING: 60}] * 2
    (change,) = compare(plan(*[{SPRING: 60}] * 19), plan(*week, *week, *week[:5]))
    assert change == Change(Kind.FLIGHT, "spring", ("tram",), 60, 80, MONDAY, None, ("mon", "tue", "wed", "thu", "fri"))


def test_a_flight_that_grows_and_then_goes_is_two_changes() -> None:
    changes = compare(plan(*[{SPRING: 60}] * 3), plan({SPRING: 90}, {}, {}))
    assert [(one.before, one.after, one.since - MONDAY) for one in changes] == [
        (60, 90, timedelta()),
        (60, 0, timedelta(days=1)),
    ]


def test_stories_are_told_when_they_come_or_go_and_their_flight_does_not_tell_it() -> None:
    boris = (Kind.STORY, "together/boris")
    before, after = plan({SPRING: 60, ANA: 60}), plan({SPRING: 60, ANA: 30, boris: 30})
    assert compare(before, after) == (Change(Kind.STORY, "together/boris", ("tram",), 0, 30, MONDAY),)
    assert compare(plan({}), plan({SPRING: 60, ANA: 60})) == (Change(Kind.FLIGHT, "spring", ("tram",), 0, 60, MONDAY),)


CHANNELS = tuple(
    replace(make_screen(id_), groups=groups)
    for id_, groups in (("tram", ("vehicles",)), ("bus", ("vehicles",)), ("metro", ("indoor",)), ("stop", ()))
)


def test_channels_are_named_by_the_largest_groups_that_hold_no_others() -> None:
    assert name_channels(["bus", "tram"], channels=CHANNELS) == ("vehicles",)
    assert name_channels(["bus", "tram", "metro"], channels=CHANNELS) == ("vehicles", "metro")
    assert name_channels(["stop", "metro", "bus", "tram"], channels=CHANNELS) == ("all",)
    assert name_channels(["bus"], channels=CHANNELS) == ("bus",)


def test_the_same_change_on_several_channels_is_one() -> None:
    one = Change(Kind.FLIGHT, "spring", ("tram",), 60, 80, MONDAY)
    rest = Change(Kind.FALLBACK, "", ("tram",), 40, 20, MONDAY)
    merged = merge_changes([rest, one, replace(one, channels=("bus",)), replace(one, after=90)], channels=CHANNELS)
    assert merged == (replace(one, after=90), replace(one, channels=("vehicles",)), rest)


def test_a_channel_that_comes_goes_or_is_another_is_told() -> None:
    tram, metro = make_screen(), make_screen("metro")
    early = replace(tram, hours=Hours(time(4), time(0, 30)))
    one, other = make_release(channels=(tram, metro)), make_release(channels=(early, make_screen("bus")))
    told = [str(tell_change(change)) for change in compare_settings(one, other, since=MONDAY)]
    assert told == [
        "The channel “tram” has other hours, another loop, languages or format.",
        "The channel “metro” is taken out.",
        "The channel “bus” is new.",
    ]
    assert list(compare_settings(one, make_release(channels=(replace(tram, title={}), metro)), since=MONDAY)) == []


def test_another_picture_of_a_story_is_told_once_for_all_its_languages() -> None:
    spots = make_spots("together/ana", "together/ivo")
    one = make_release(flights=(make_flight(share=100),), spots=spots)
    other = replace(one, spots=tuple(replace(spot, key="b") if spot.item == "ana" else spot for spot in one.spots))
    (change,) = compare_settings(one, other, since=MONDAY)
    assert str(tell_change(change)) == "“together/ana” has another picture on tram."


def test_changes_are_sentences() -> None:
    more = Change(Kind.FLIGHT, "spring", ("metro",), 60, 74, MONDAY)
    gone = Change(Kind.STORY, "together/ana", ("tram", "bus"), 12, 0, date(2026, 12, 3), date(2026, 12, 5))
    rest = Change(Kind.FALLBACK, "", ("all",), 30, 16, MONDAY)
    assert [str(tell_change(one)) for one in (more, gone, rest, replace(rest, until=MONDAY))] == [
        "+ 14 plays a day of “spring” on metro, from 2026-11-23.",
        "− 12 plays a day of “together/ana” on tram, bus, from 2026-12-03 to 2026-12-05.",
        "− 14 plays a day of the fallback on all, from 2026-11-23.",
        "− 14 plays a day of the fallback on all, from 2026-11-23 to 2026-11-23.",
    ]
