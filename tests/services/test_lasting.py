"""While the database is away players get what this process knew last, by the clock; and not a moment longer."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from campaign.services import lasting, outages, players, publishing, withdrawals
from campaign.services.outages import DatabaseAway
from campaign.services.storage import get_store
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


@contextmanager
def keep_away() -> Iterator[list[str]]:
    """No statement is answered; gives those that were tried."""
    tried: list[str] = []

    def refuse(_execute: Any, sql: str, *_: Any) -> NoReturn:
        tried.append(sql)
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(refuse):
        yield tried


def fetch(token: str, *, days: int = 0) -> bytes:
    at = NOON + timedelta(days=days)
    served = publishing.playlist_for(token, at=at, kind="json", base_url="https://screens.example")
    assert served is not None
    return served.body


def test_lists_go_on_by_the_clock_from_memory_and_the_database_is_asked_no_more(
    screen: Screen, log_lines: list[logging.LogRecord]
) -> None:
    today = fetch(screen.token)
    with keep_away() as tried:
        assert fetch(screen.token) == today
        asked = len(tried)
        tomorrow = fetch(screen.token, days=1)
        fetch(screen.token, days=1)
        assert len(tried) - asked <= 1  # whoever came first made sure
    publishing.forget()
    assert (tomorrow, tomorrow == today) == (fetch(screen.token, days=1), False)
    assert [line.getMessage() for line in log_lines] == [
        "the database does not answer, players get what is in memory: the server is gone"
    ]
    log_lines.clear()


def test_a_player_that_never_asked_before_is_known(screen: Screen, log_lines: list[logging.LogRecord]) -> None:
    other = players.create(channel="tram", name="Трамвай 5").token
    today = fetch(screen.token)
    with keep_away():
        assert fetch(other) == today
    log_lines.clear()


def test_whoever_is_not_known_is_told_to_come_back_and_nobody_to_forget(
    screen: Screen, log_lines: list[logging.LogRecord]
) -> None:
    fetch(screen.token)
    player = players.authenticate(screen.token)
    assert player is not None
    players.revoke(player, now=NOON)
    assert publishing.playlist_for(screen.token, at=NOON, kind="json", base_url="") is None
    with keep_away():
        told = [Client().get(f"/feeds/{token}/playlist.json") for token in (screen.token, "x")]
    assert [(answer.status_code, answer["Retry-After"]) for answer in told] == [(503, "10")] * 2
    log_lines.clear()


def test_a_process_that_knows_nothing_yet_says_so(screen: Screen, log_lines: list[logging.LogRecord]) -> None:
    publishing.forget()
    with keep_away(), pytest.raises(DatabaseAway):
        lasting.find_standing(at=NOON)
    assert fetch(screen.token)
    log_lines.clear()


def test_a_process_that_had_not_opened_its_key_yet_says_so(screen: Screen, log_lines: list[logging.LogRecord]) -> None:
    """It read the list of keys; then the database went, and the key's secret is in no memory."""
    fetch(screen.token)
    publishing.forget()

    def go_away(execute: Any, sql: str, *rest: Any) -> Any:
        if "data_playlistkey" in sql:
            raise OperationalError("the server is gone")
        return execute(sql, *rest)

    with connection.execute_wrapper(go_away):
        told = Client().get(f"/feeds/{screen.token}/playlist.json")
    assert (told.status_code, told["Retry-After"]) == (503, "10")
    outages.forget()
    assert fetch(screen.token)
    log_lines.clear()


def test_memory_does_not_count_for_ever(
    screen: Screen, log_lines: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another host may have withdrawn something, revoked a player or a key, and this one alone hears of nothing."""
    today, found = fetch(screen.token), Client().get(f"/feeds/{screen.token}/keys.json").status_code
    name = next(file["name"] for file in json.loads(today)["media"].values())
    addresses = (f"/feeds/{screen.token}/playlist.json", f"/feeds/{screen.token}/keys.json", f"/media/{name}")
    with keep_away():
        assert (fetch(screen.token), found) == (today, 200)
        monkeypatch.setattr(lasting, "LONGEST", -1.0)
        assert [Client().get(address).status_code for address in (*addresses, "/health/ready")] == [503] * 4
    monkeypatch.undo()
    log_lines.clear()


def test_what_was_withdrawn_is_gone_at_the_first_poll_after_the_outage(
    screen: Screen, log_lines: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "AGAIN", 0.0)
    before = fetch(screen.token)
    with keep_away():
        assert fetch(screen.token) == before
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
    assert b'"together/ana"' in fetch(screen.token)
    assert outages.is_on() is False
    log_lines.clear()


def test_files_on_the_list_are_given_out_and_no_others(screen: Screen, log_lines: list[logging.LogRecord]) -> None:
    listed = json.loads(fetch(screen.token))["media"].values()
    name = next(file["name"] for file in listed if get_store().exists(file["name"]))
    with keep_away():
        answers = [Client().get(f"/media/{asked}") for asked in (name, f"{'0' * 64}.png")]
    assert [answer.status_code for answer in answers] == [200, 503]
    answers[0].close()
    log_lines.clear()


def test_work_that_nobody_waits_for_holds_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "AGAIN", 0.0)
    monkeypatch.setattr(outages, "connection", Unbound())
    tries: list[int] = []

    def act() -> int:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("gone")
        return 7

    with outages.patiently(60):
        assert (outages.hold_on(act), len(tries)) == (7, 3)
    tries.clear()
    with pytest.raises(OperationalError):
        outages.hold_on(act)  # somebody waits at a screen
    assert len(tries) == 1


class Unbound:
    """A connection outside any transaction."""

    in_atomic_block = False

    def close(self) -> None:
        """Nothing to close."""
