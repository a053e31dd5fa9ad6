"""/feeds/<token>/playlist.<kind> for any player."""

import gzip
import json
import logging
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import players, withdrawals
from campaign.services.signing import find_key
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db
KINDS = tuple(MEDIA_TYPES)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def get(address: str, **headers: str) -> HttpResponse:
    response = Client().get(address, headers=headers)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_has_type_length_tag_and_date(screen: Screen, kind: str) -> None:
    response = get(screen.address(kind))
    assert (response.status_code, response["Content-Type"]) == (200, MEDIA_TYPES[kind])
    assert response["Content-Length"] == str(len(response.content))
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith(" GMT")
    assert (response["Cache-Control"], response["Access-Control-Allow-Origin"]) == ("no-cache", "*")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("kind", KINDS)
def test_head_before_get_has_the_same_headers_and_no_body(screen: Screen, kind: str) -> None:
    whole = get(screen.address(kind))
    head = Client().head(screen.address(kind), headers={"Accept": "application/json"})
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize("kind", KINDS)
def test_players_that_can_unpack_get_it_packed(screen: Screen, kind: str) -> None:
    plain = get(screen.address(kind))
    packed = get(screen.address(kind), **{"Accept-Encoding": "gzip, deflate"})
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["Content-Length"]) == ("gzip", str(len(packed.content)))
    assert (packed["ETag"], packed["Last-Modified"]) == (f"W/{plain['ETag']}", plain["Last-Modified"])
    assert ("Content-Encoding" in plain, "Accept-Encoding" in plain["Vary"]) == (False, True)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_tag_of_either_form_is_known(screen: Screen, encoding: str) -> None:
    tag = get(screen.address("smil"), **{"Accept-Encoding": encoding})["ETag"]
    for other in ("gzip", "identity"):
        response = get(screen.address("smil"), **{"If-None-Match": tag, "Accept-Encoding": other})
        assert (response.status_code, response["Content-Type"]) == (304, "application/smil+xml")


def test_a_post_learns_what_is_allowed_without_a_cookie(screen: Screen) -> None:
    response = Client(enforce_csrf_checks=True).post(screen.address())
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"old", {}', "bare"])
def test_a_known_tag_is_answered_304_without_a_body(screen: Screen, form: str) -> None:
    tag = get(screen.address())["ETag"]
    response = get(screen.address(), **{"If-None-Match": tag.strip('"') if form == "bare" else form.format(tag)})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
    assert "Content-Security-Policy" not in response.headers  # asked for each minute, and of no use
    assert "Last-Modified" in response
    assert response["Cache-Control"] == "no-cache"


def test_the_date_we_gave_is_answered_304(screen: Screen) -> None:
    date = get(screen.address("smil"))["Last-Modified"]
    response = get(screen.address("smil"), **{"If-Modified-Since": date})
    assert (response.status_code, response["Last-Modified"]) == (304, date)


def test_a_change_answers_old_tags_and_dates_with_the_new_list(screen: Screen) -> None:
    old = get(screen.address())
    now = timezone.now()  # the clock that answers go by
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=now)
    by_tag = get(screen.address(), **{"If-None-Match": old["ETag"]})
    by_date = get(screen.address(), **{"If-Modified-Since": old["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (200, 200)
    assert by_tag["Last-Modified"] != old["Last-Modified"]
    assert json.loads(by_tag.content)["revoked"]["items"] == ["together/ana"]


def test_a_random_query_is_ignored(screen: Screen) -> None:
    plain, random = get(screen.address("smil")), get(screen.address("smil") + "?__smil_version=0.123")
    assert (random.content, random["ETag"], random["Last-Modified"]) == (
        plain.content,
        plain["ETag"],
        plain["Last-Modified"],
    )


def test_media_are_at_the_address_by_which_the_player_came(screen: Screen, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["campaign.lan", "screens.example"]
    settings.PUBLIC_URL = "https://screens.example"
    lan = get(screen.address("m3u8"), Host="campaign.lan").content.decode()
    public = get(screen.address("m3u8"), Host="screens.example").content.decode()
    assert "http://campaign.lan/media/" in lan
    assert "https://screens.example/media/" in public


def test_unknown_and_revoked_tokens_get_the_same_answer(screen: Screen) -> None:
    player = players.authenticate(screen.token)
    assert player is not None
    players.revoke(player, now=NOON)
    answers = [
        get(address) for address in (screen.address(), "/feeds/unknown/playlist.json", "/feeds/a%00b/playlist.csv")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b"Not found\n")}
    assert {tuple(sorted(answer.headers.items())) for answer in answers} == {tuple(sorted(answers[0].headers.items()))}


def test_a_tag_of_a_revoked_player_is_no_way_in(screen: Screen) -> None:
    tag = get(screen.address())["ETag"]
    player = players.authenticate(screen.token)
    assert player is not None
    players.revoke(player, now=NOON)
    assert get(screen.address(), **{"If-None-Match": tag}).status_code == 404


def test_a_poll_that_finds_nothing_new_costs_one_query(screen: Screen) -> None:
    tag = get(screen.address())["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = get(screen.address(), **{"If-None-Match": tag})
    assert (response.status_code, len(queries)) == (304, 1)


@pytest.mark.parametrize("kind", ["html", "jsonx", "JSON"])
def test_a_format_that_does_not_exist_is_404(screen: Screen, kind: str) -> None:
    assert get(screen.address(kind)).status_code == 404


def test_options_allow_any_origin_and_the_headers_players_send(screen: Screen) -> None:
    response = Client().options(screen.address())
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert {"Range", "If-None-Match"} <= set(response["Access-Control-Allow-Headers"].split(", "))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused_alike_for_every_token(screen: Screen, method: str) -> None:
    answers = [getattr(Client(), method)(path) for path in (screen.address(), "/feeds/unknown/playlist.json")]
    assert [(answer.status_code, answer["Allow"]) for answer in answers] == [(405, "GET, HEAD, OPTIONS")] * 2


@pytest.mark.minisign
@pytest.mark.parametrize("kind", KINDS)
def test_the_stock_minisign_verifies_what_a_player_fetched(screen: Screen, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"playlist.{kind}"
    file.write_bytes(get(screen.address(kind)).content)
    signature = get(screen.address(f"{kind}.minisig"))
    assert (signature["Content-Type"], signature["Cache-Control"]) == ("text/plain; charset=utf-8", "no-cache")
    file.with_name(f"{file.name}.minisig").write_bytes(signature.content)
    command = ["minisign", "-V", "-P", find_key(at=NOON).public, "-m", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"Trusted comment: tram release 1 playlist.{kind}" in told


def test_a_stranger_gets_no_signature(screen: Screen) -> None:
    stranger = get(screen.address("json.minisig").replace(screen.token, "x" * 43))
    assert (stranger.status_code, stranger.content) == (404, get("/feeds/x/playlist.json").content)


@pytest.mark.parametrize("file", ["playlist.json", "playlist.smil", "playlist.json.minisig", "bundle.zip"])
def test_without_a_key_players_are_told_to_come_back(
    screen: Screen, settings: Settings, log_lines: list[logging.LogRecord], file: str
) -> None:
    find_key(at=timezone.now())
    settings.SECRET_KEY = "another, by which the key that signs cannot be opened"
    answer = get(f"/feeds/{screen.token}/{file}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "No key that signs playlists can be opened" in log_lines[0].getMessage()
    log_lines.clear()
