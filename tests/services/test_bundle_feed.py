"""A channel's week as players download it: the whole ZIP, its parts, and to whom."""

import io
import json
import logging
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaign.services import bundles, players, withdrawals
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen
from tests.factories.spots import make_film_screen
from tests.services.sticks import prove_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules")


@pytest.fixture
def address(screen: Screen) -> str:
    return f"/feeds/{screen.token}/bundle.zip"


def get(address: str, **headers: str) -> bytes:
    response = Client().get(address, headers=headers)
    return response.getvalue() if response.streaming else response.content


def test_the_feed_gives_the_whole_zip(address: str, tmp_path: Path) -> None:
    response = Client().get(address)
    data = response.getvalue()
    assert (response.status_code, response["Content-Type"], response["Accept-Ranges"]) == (
        200,
        "application/zip",
        "bytes",
    )
    assert response["Content-Length"] == str(len(data))
    assert response["Content-Disposition"] == 'attachment; filename="tram-2.zip"'
    (tmp_path / "week.zip").write_bytes(data)
    assert prove_at(tmp_path / "week.zip", now=timezone.now()).faults == ()


def test_a_download_that_broke_off_goes_on_at_any_byte(address: str) -> None:
    head = Client().head(address)
    size, tag = int(head["Content-Length"]), head["ETag"]
    assert (head.content, size > 1000) == (b"", True)
    cuts = [0, 17, size // 3, size // 3 + 1, size - 5, size]
    parts = [get(address, **{"Range": f"bytes={start}-{end - 1}", "If-Range": tag}) for start, end in pairwise(cuts)]
    whole = get(address)
    assert b"".join(parts) == whole
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
    assert Client().get(address, headers={"Range": f"bytes={size}-"}).status_code == 416


def test_a_known_bundle_is_304_until_something_changes(address: str) -> None:
    tag = Client().head(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=timezone.now())
    fresh = Client().get(address, headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    with zipfile.ZipFile(io.BytesIO(fresh.getvalue())) as archive:
        assert json.loads(archive.read("playlist.json"))["revoked"]["items"] == ["together/ana"]


def test_no_other_token_gets_a_bundle(address: str, screen: Screen) -> None:
    player = players.authenticate(screen.token)
    assert player is not None
    players.revoke(player, now=NOON)
    answers = [Client().get(path) for path in (address, "/feeds/unknown/bundle.zip")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"Not found\n")] * 2


def test_while_others_are_being_made_who_asks_comes_back_later(
    address: str, monkeypatch: pytest.MonkeyPatch, log_lines: list[logging.LogRecord]
) -> None:
    monkeypatch.setattr(bundles, "PATIENCE", 0.01)
    with bundles._turn:
        busy = Client().get(address)
    assert (busy.status_code, busy["Retry-After"]) == (503, "30")
    assert log_lines[0].getMessage() == "Other bundles are being made. Ask again in a minute."
    log_lines.clear()
    assert Client().get(address).status_code == 200
