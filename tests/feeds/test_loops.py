"""/feeds/<token>/loop.mp4: one file that is always what plays now."""

import logging
from pathlib import Path

import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaign.services import assembly, content, players, withdrawals
from campaign.services.storage import get_store
from campaign.spec.channels import Medium
from tests.factories.rows import make_person
from tests.factories.schedules import ALWAYS_OPEN
from tests.factories.screens import Screen, make_screen
from tests.factories.spots import make_film_screen
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules", channels=ALWAYS_OPEN)


def get(screen: Screen, **headers: str) -> HttpResponseBase:
    return Client().get(f"/feeds/{screen.token}/loop.mp4", headers=headers)


def read(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return response.getvalue()
    assert isinstance(response, HttpResponse)
    return response.content


def read_stored(screen: Screen) -> bytes:
    file = assembly.loop_for(screen.token, at=timezone.now())
    assert file is not None
    with get_store().open(file.name) as source:
        return source.read()


def test_the_file_comes_whole_and_is_asked_for_each_time(screen: Screen) -> None:
    response = get(screen)
    data = read(response)
    assert (response.status_code, response["Content-Type"], data) == (200, "video/mp4", read_stored(screen))
    assert (response["Content-Length"], response["Accept-Ranges"]) == (str(len(data)), "bytes")
    assert response["Cache-Control"] == "no-cache"
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith(" GMT")
    assert (response["Access-Control-Allow-Origin"], "Set-Cookie" in response) == ("*", False)


def test_head_has_the_headers_of_get_and_no_body(screen: Screen) -> None:
    whole = get(screen)
    read(whole)
    head = Client().head(f"/feeds/{screen.token}/loop.mp4")
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(whole.headers))


def test_a_known_tag_or_date_is_304_until_something_changes(screen: Screen) -> None:
    first = get(screen)
    read(first)
    by_tag, by_date = {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}
    assert [get(screen, **known).status_code for known in (by_tag, by_date)] == [304, 304]
    withdrawals.withdraw(
        scope="item", ref="together/boris", by=make_person("staff"), why="Съгласие", now=timezone.now()
    )
    later = {"If-Modified-Since": "Mon, 01 Jan 2096 00:00:00 GMT"}
    answers = [get(screen, **known) for known in (by_tag, by_date, later)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer["ETag"] for answer in answers} != {first["ETag"]}
    assert [read(answer) for answer in answers] == [read_stored(screen)] * 3


def test_a_range_is_answered_206_while_the_file_is_the_same(screen: Screen) -> None:
    tag = Client().head(f"/feeds/{screen.token}/loop.mp4")["ETag"]
    part = get(screen, **{"Range": "bytes=10-19", "If-Range": tag})
    assert (part.status_code, read(part)) == (206, read_stored(screen)[10:20])
    whole = get(screen, **{"Range": "bytes=10-19", "If-Range": '"of yesterday"'})
    assert (whole.status_code, read(whole)) == (200, read_stored(screen))


def test_a_random_query_is_ignored(screen: Screen) -> None:
    answer = Client().get(f"/feeds/{screen.token}/loop.mp4?__smil_version=0.123")
    assert read(answer) == read_stored(screen)


def test_unknown_and_revoked_tokens_and_channels_of_stills_get_the_same_answer(screen: Screen) -> None:
    content.import_channels({"stop": make_channel("stop", medium=Medium.STILL)})
    stills = players.create(channel="stop", name="Спирка").token
    player = players.authenticate(screen.token)
    assert player is not None
    players.revoke(player, now=timezone.now())
    answers = [Client().get(f"/feeds/{token}/loop.mp4") for token in (screen.token, "unknown", stills)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"Not found\n")] * 3


def test_while_a_spot_cannot_be_joined_players_come_back_later(
    tmp_path: Path, settings: Settings, log_lines: list[logging.LogRecord]
) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    broken = get(make_screen(tmp_path / "schedules"))
    assert (broken.status_code, broken["Retry-After"]) == (503, "30")
    told = [line.getMessage() for line in log_lines if line.name == "campaign.feeds.loops"]
    assert len(told) == 1
    assert "cannot be joined with others" in told[0]
    log_lines.clear()


def test_a_lost_file_is_joined_again(screen: Screen) -> None:
    data = read_stored(screen)
    file = assembly.loop_for(screen.token, at=timezone.now())
    assert file is not None
    get_store().remove(file.name)
    assert read(get(screen)) == data
