"""POST /feeds/<token>/heartbeat: a player says how it is and learns what time it is."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaign.data import convert
from campaign.data.models import Player
from campaign.services import players
from campaign.spec.health import Health
from tests.factories.rows import make_channel

BODIES: tuple[Any, ...] = ({}, b"\xff", "x" * 20_000)
pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    make_channel()
    return players.create(channel="tram", name="door 1").token


def say(token: str, body: Any) -> Any:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(f"/feeds/{token}/heartbeat", text, content_type="application/json")


def test_it_is_kept_and_answered_with_the_time(token: str) -> None:
    response = say(token, {"kept": 3, "wanted": 4, "player": "web 1"})
    now = datetime.fromisoformat(json.loads(response.content)["now"])
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert abs(timezone.now() - now) < timedelta(seconds=20)
    assert convert.read_health(Player.objects.get()) == Health(kept=3, wanted=4, player="web 1")


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        (b"", 400, "no JSON: Expecting value: line 1 column 1 (char 0)\n"),
        (b"\xff\xfe", 400, None),
        ("[" * 16_000, 400, None),
        ({"kept": "many"}, 400, "kept: A heartbeat cannot say “many” here. Send JSON as docs/players.md shows it.\n"),
        ("[1]", 400, None),
        (json.dumps({"error": "x" * 16_384}), 413, "too long\n"),
        ("x" * 3_000_000, 413, "too long\n"),
    ],
)
def test_what_cannot_be_read_changes_nothing(token: str, body: object, status: int, answer: str | None) -> None:
    response = say(token, body)
    assert (response.status_code, Player.objects.get().health) == (status, None)
    assert answer in (None, response.content.decode())


def test_a_wrong_or_revoked_token_learns_nothing_whatever_it_says(token: str) -> None:
    players.revoke(Player.objects.get(), now=timezone.now())
    answers = [say(name, body) for name in (token, "nothing") for body in BODIES]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b"Not found\n")}


def test_it_takes_posts_from_any_origin_and_nothing_else(token: str) -> None:
    address = f"/feeds/{token}/heartbeat"
    asked = Client().options(address)
    assert (asked.status_code, asked["Allow"], asked["Access-Control-Allow-Origin"]) == (204, "POST, OPTIONS", "*")
    assert Client().get(address).status_code == 405
