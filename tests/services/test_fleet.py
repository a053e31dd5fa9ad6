"""How all players are: which of them needs somebody, and why."""

from datetime import timedelta

import pytest

from campaign.data import convert
from campaign.data.models import Acknowledgement, Player, Release, Withdrawal
from campaign.services import fleet, players
from campaign.services.fleet import State
from campaign.spec.health import Health
from tests.factories.rows import NOON, make_channel, make_person
from tests.studio.rows import make_release

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def add(name: str = "a", *, health: Health | None = None, ago: timedelta = MINUTE, channel: str = "tram") -> Player:
    make_channel(channel)
    player = players.create(channel=channel, name=name, screens=2).player
    player.seen_at = NOON - ago
    if health is not None:
        player.health, player.health_at = convert.write_body(health), NOON - ago
    player.save()
    return player


def judge(player: Player) -> fleet.Condition:
    (condition,) = fleet.judge([player], now=NOON)
    return condition


def let_out(number: int, *, ago: timedelta) -> Release:
    made = make_release(by=make_person(), other=make_person("lead"))
    Release.objects.filter(pk=made.pk).update(number=number, released_at=NOON - ago)
    return Release.objects.get(pk=made.pk)


def test_what_was_never_heard_of_is_told_apart_from_what_fell_silent() -> None:
    never = add("never")
    never.seen_at = None
    assert judge(never).state is State.NEVER
    assert judge(add("silent", ago=timedelta(hours=1))).state is State.SILENT
    assert judge(add("well")).state is State.WELL


def test_a_player_of_an_older_release_needs_a_look_once_it_had_its_time() -> None:
    let_out(7, ago=timedelta(hours=1))
    behind, current = judge(add("a", health=Health(release=6))), judge(add("b", health=Health(release=7)))
    assert (behind.state, behind.current, [str(one) for one in behind.troubles]) == (
        State.ILL,
        False,
        ["It still plays release 6 instead of 7."],
    )
    assert (current.state, current.current) == (State.WELL, True)


def test_right_after_a_release_nobody_is_behind() -> None:
    let_out(7, ago=3 * MINUTE)
    assert judge(add(health=Health(release=6))).current is True


def test_a_player_that_tells_nothing_is_current_once_it_asked_since() -> None:
    let_out(7, ago=timedelta(hours=1))
    assert judge(add("asked")).current is True
    assert judge(add("before", ago=timedelta(hours=2))).current is None


def test_the_clock_is_held_against_the_moment_of_its_word() -> None:
    condition = judge(add(health=Health(clock=NOON - MINUTE + timedelta(seconds=45))))
    assert (condition.drift, condition.state) == (45.0, State.ILL)


def test_who_has_not_fetched_what_was_withdrawn_needs_a_look_until_it_has() -> None:
    player, by = add(), make_person()
    row = Withdrawal.objects.create(scope="item", ref="together/ana", by=by, why="", at=NOON)
    asked = Acknowledgement.objects.create(withdrawal=row, player=player)
    assert (judge(player).owed, judge(player).state) == (1, State.ILL)
    asked.polled_at = NOON
    asked.save()
    assert (judge(player).owed, judge(player).state) == (0, State.WELL)


def test_the_longest_silent_come_first_then_troubles_then_names() -> None:
    rows = [
        add("b"),
        add("a"),
        add("ill", health=Health(error="quota")),
        add("hours", ago=timedelta(hours=2)),
        add("days", ago=timedelta(days=2)),
    ]
    sorted_ = fleet.sort_by_need(fleet.judge(rows, now=NOON))
    assert [one.player.name for one in sorted_] == ["days", "hours", "ill", "a", "b"]


def test_sums_are_by_channel_and_count_screens() -> None:
    rows = [add("a"), add("b", ago=timedelta(hours=2)), add("c", channel="bus")]
    sums = fleet.sum_by_channel(fleet.judge(rows, now=NOON))
    tram, bus = sums[rows[0].channel_id], sums[rows[2].channel_id]
    assert (tram.players, tram.screens, tram.states[State.SILENT], tram.states[State.WELL]) == (2, 4, 1, 1)
    assert (bus.players, bus.screens, bus.states[State.WELL]) == (1, 2, 1)


def test_an_ended_address_is_neither_silent_nor_well() -> None:
    player = add(ago=timedelta(days=1))
    players.revoke(player, now=NOON)
    assert judge(player).state is State.REVOKED
