"""Guessing at players' addresses: how large the space is, that nothing in an answer tells a near guess from a far one,
and that no comparison's time can, since tokens are never compared: their hashes are looked up."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from campaign.feeds.urls import urlpatterns
from campaign.services import pace, players
from campaign.services.players import hash_token
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db

EXAMPLES = {"kind": "json"}
SENT = {"heartbeat": "POST", "plays": "POST", "playlog": "PUT"}
ODD = ("nobody", "%00", "a" * 4000, "..", "'%20OR%201=1--", "%D0%B0", "%ed%a0%80", "*")


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def list_templates() -> list[tuple[str, str]]:
    """Method and address with a place for the token, of every address that has one."""
    found = []
    for one in urlpatterns:
        written = str(one.pattern).lstrip("^").rstrip("$").replace("\\", "")
        if "(?P<token>[^/]+)" in written:
            path = written.replace("(?P<token>[^/]+)", "TOKEN").replace("[^/]{1,80}", "1")
            path = re.sub(r"\(\?P<kind>[^)]*\)", EXAMPLES["kind"], path)
            found.append((SENT.get(str(one.name), "GET"), f"/{path}"))  # type: ignore[union-attr]
    return found


def ask(method: str, address: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    pace.forget()
    answer: Any = Client(raise_request_exception=False).generic(method, address)
    return answer.status_code, answer.content, sorted(answer.headers.items())


def test_a_token_has_256_bits_and_is_nowhere_kept(screen: Screen) -> None:
    tokens = {players.create(channel="tram", name=f"Т{number}").token for number in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {43}  # 32 bytes of the system's randomness, six bits a letter
    columns = "SELECT * FROM data_player"
    with connection.cursor() as cursor:
        cursor.execute(columns)
        kept = str(cursor.fetchall())
    assert not [token for token in tokens if token in kept]


def test_whatever_is_nobodys_is_answered_alike(screen: Screen) -> None:
    """Revoked, nearly right, or nothing like one."""
    revoked = players.create(channel="tram", name="Спрян")
    players.revoke(revoked.player, now=timezone.now())
    near = screen.token[:-1] + ("A" if screen.token[-1] != "A" else "B")
    tokens = (near, revoked.token, screen.token[::-1], *ODD)
    for method, template in list_templates():
        answers = [ask(method, template.replace("TOKEN", token)) for token in tokens]
        if "gone." in template:  # a signed word, to anybody who asks, that this token is nobody's
            assert {status for status, _body, _headers in answers} == {200}
            continue
        assert (template, answers[0][0], {str(one) for one in answers}) == (template, 404, {str(answers[0])})


def test_tokens_are_looked_up_by_their_hash_and_never_compared(screen: Screen) -> None:
    """An index finds the hash: how much of a token was right cannot show, for its hash is another altogether."""
    near = screen.token[:-1] + ("A" if screen.token[-1] != "A" else "B")
    asked = {token: list_queries(lambda token=token: players.authenticate(token)) for token in (near, "nobody")}  # type: ignore[misc]
    for token, queries in asked.items():
        assert len(queries) == 1
        assert hash_token(token) in queries[0]
        assert token not in queries[0]
    shapes = {re.sub(r"[0-9a-f]{64}", "HASH", queries[0]) for queries in asked.values()}
    assert len(shapes) == 1


def list_queries(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        act()
    return [str(query["sql"]) for query in seen.captured_queries]


def test_keys_of_letters_and_calendars_are_as_long_and_answered_alike(db: None) -> None:
    client = Client()
    gone = {(one := client.get(f"/invitation/{key}")).status_code for key in ("a" * 43, "x", "%00")}
    calendars = {client.get(f"/calendars/{key}.ics").status_code for key in ("a" * 43, "b" * 43)}
    assert (gone, calendars, one.headers["Referrer-Policy"]) == ({410}, {404}, "same-origin")


def test_who_guesses_on_and_on_at_one_token_is_slowed_down(screen: Screen) -> None:
    pace.forget()
    client = Client()
    statuses = [client.get("/feeds/guess/playlist.json").status_code for _ in range(130)]
    assert statuses[-1] == 429
    assert set(statuses) == {404, 429}
