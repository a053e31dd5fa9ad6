"""Stored files handed out: who may keep them, and what HEAD is told."""

from datetime import UTC, datetime

import pytest

from campaign.data.models import StoredFile
from campaign.services.delivery import FOR_EVERYBODY, FOR_ONE_PERSON, Delivery, plan_delivery
from campaign.services.ranges import Part

FILE = StoredFile(sha256="a" * 64, name=f"{'a' * 64}.mp4", size=100, made_at=datetime(2026, 11, 23, 10, tzinfo=UTC))
FACTS = {
    "ETag": f'"{"a" * 64}"',
    "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT",
    "Cache-Control": "private, max-age=31536000, immutable",
    "Accept-Ranges": "bytes",
}


def plan(*, method: str = "GET", **headers: str) -> Delivery:
    return plan_delivery(FILE, method=method, headers=headers, cache=FOR_ONE_PERSON)


def test_head_is_told_the_length_and_sends_nothing() -> None:
    headers = FACTS | {"Content-Length": "100"}
    assert plan(method="HEAD", Range="bytes=0-9") == Delivery(200, headers)
    assert plan() == Delivery(200, headers, Part(0, 99, 100))


def test_a_part_has_its_own_length_and_place() -> None:
    headers = FACTS | {"Content-Length": "10", "Content-Range": "bytes 10-19/100"}
    assert plan(Range="bytes=10-19") == Delivery(206, headers, Part(10, 19, 100))


def test_what_is_known_is_not_sent_and_what_lies_outside_is_told() -> None:
    known = {"If-None-Match": "a" * 64}
    assert plan_delivery(FILE, method="GET", headers=known, cache=FOR_ONE_PERSON) == Delivery(304, FACTS)
    assert plan(Range="bytes=100-") == Delivery(416, {"Content-Range": "bytes */100"})


@pytest.mark.parametrize("cache", [FOR_EVERYBODY, FOR_ONE_PERSON])
def test_the_caller_says_who_may_keep_it(cache: str) -> None:
    assert plan_delivery(FILE, method="GET", headers={}, cache=cache).headers["Cache-Control"] == cache
