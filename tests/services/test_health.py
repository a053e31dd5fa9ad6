"""What players say of themselves: written many at once, never older over newer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from campaign.data import convert
from campaign.data.models import Player
from campaign.services import health, players
from campaign.spec.health import Health
from tests.factories.rows import NOON, make_channel

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def make_players(count: int) -> list[Player]:
    make_channel()
    return [players.create(channel="tram", name=f"door {number}").player for number in range(count)]


def read_all() -> list[Health | None]:
    return [convert.read_health(player) for player in Player.objects.order_by("pk")]


def test_the_first_word_is_written_at_once_and_read_back_as_it_was() -> None:
    (player,) = make_players(1)
    said = Health(clock=NOON, release=3, kept=1, wanted=2, error="quota", player="web 1")
    health.note_heartbeat(player, said, at=NOON)
    assert (read_all(), Player.objects.get().health_at) == ([said], NOON)


def test_before_it_said_anything_nothing_is_known() -> None:
    make_players(1)
    assert read_all() == [None]


def test_of_many_within_five_seconds_the_last_word_of_each_is_written_in_one_go() -> None:
    doors = make_players(5)
    for player in doors:
        health.note_heartbeat(player, Health(kept=1), at=NOON)
    with CaptureQueriesContext(connection) as queries:
        for number, player in enumerate(doors):
            health.note_heartbeat(player, Health(kept=2), at=NOON + number * SECOND)
        health.note_heartbeat(doors[0], Health(kept=3), at=NOON + 5 * SECOND)
    written = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("UPDATE")]
    assert (len(written), read_all()) == (1, [Health(kept=3), *[Health(kept=2)] * 4])


def test_what_was_said_to_another_process_later_stays() -> None:
    (player,) = make_players(1)
    Player.objects.update(health=convert.write_body(Health(kept=9)), health_at=NOON + SECOND)
    health.note_heartbeat(player, Health(kept=1), at=NOON)
    assert read_all() == [Health(kept=9)]


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_busy_nobody_waits_and_nothing_is_lost() -> None:
    player, other = make_players(2)
    health.note_heartbeat(player, Health(kept=1), at=NOON)

    def fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "UPDATE" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        health.note_heartbeat(player, Health(kept=2), at=NOON + 5 * SECOND)
    assert read_all() == [Health(kept=1), None]
    health.note_heartbeat(other, Health(kept=5), at=NOON + 10 * SECOND)
    assert read_all() == [Health(kept=2), Health(kept=5)]
