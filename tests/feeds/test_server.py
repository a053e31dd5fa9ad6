"""The feeds behind the real web server, asked by a real client over a socket."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from django.db import connection
from pytest_django import Settings

from campaign.commands.parts import list_web
from campaign.services import publishing, withdrawals
from tests.factories.rows import NOON, keep_file, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = bytes(range(256)) * 20_000  # 5 MB: many pieces


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    assert screen.ana.loop is not None
    screen.ana.loop.file = keep_file(LARGE, suffix="mp4", media_type="video/mp4")
    screen.ana.loop.save()
    return screen


@pytest.fixture
def server(screen: Screen, tmp_path: Path) -> Iterator[str]:
    """The product's own command line of the web server, on a free port; its address."""
    log = tmp_path / "web.log"
    command = [*list_web(host="127.0.0.1", port=0, threads=2), "--log-level", "info"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
        "CAMPAIGN_STORE": f"file:{tmp_path / 'store'}",
        "DATABASE_URL": find_database(),
    }
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    try:
        yield wait_for_address(log, process)
    finally:
        process.terminate()
        process.wait(60)


def find_database() -> str:
    """The address of the test's own database."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host = str(facts["HOST"]).replace("/", "%2F")
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{host}:{facts['PORT']}/{facts['NAME']}"


def wait_for_address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(200):
        found = re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", log.read_text())
        if found:
            return found[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def ask(method: str, url: str, **headers: str) -> requests.Response:
    return requests.request(method, url, headers=headers, timeout=20)


def test_players_fetch_lists_and_media_over_the_wire(server: str, screen: Screen) -> None:
    check_playlist(server, screen)
    check_media(server, screen)
    check_withdrawal(server, screen)


def check_playlist(server: str, screen: Screen) -> None:
    url = server + screen.address("smil") + "?__smil_version=0.5"
    head = ask("HEAD", url, **{"Accept": "application/json", "Accept-Encoding": "identity"})
    whole = ask("GET", url, **{"Accept-Encoding": "identity"})
    assert ask("GET", url, **{"Accept-Encoding": "gzip"}).content == whole.content
    assert (head.status_code, head.content, whole.status_code) == (200, b"", 200)
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["Last-Modified"] == whole.headers["Last-Modified"]
    bare = ask("GET", url, **{"If-None-Match": whole.headers["ETag"].strip('"')})
    assert (bare.status_code, bare.content) == (304, b"")
    assert f"{server}/media/".encode() in whole.content


def check_media(server: str, screen: Screen) -> None:
    assert screen.ana.loop is not None
    assert screen.ana.loop.file is not None
    url = f"{server}/media/{screen.ana.loop.file.name}"
    head = ask("HEAD", url)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(LARGE)), b"")
    first = ask("GET", url, Range="bytes=0-1999999")
    rest = ask("GET", url, Range="bytes=2000000-", **{"If-Range": first.headers["ETag"]})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == LARGE
    last = ask("GET", url, Range="bytes=-3")
    assert (last.content, last.headers["Content-Range"]) == (
        LARGE[-3:],
        f"bytes {len(LARGE) - 3}-{len(LARGE) - 1}/{len(LARGE)}",
    )
    beyond = ask("GET", url, Range=f"bytes={len(LARGE)}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(LARGE)}")
    with requests.get(url, stream=True, timeout=20) as broken_off:
        assert broken_off.raw.read(1000) == LARGE[:1000]
    assert ask("GET", url).content == LARGE


def check_withdrawal(server: str, screen: Screen) -> None:
    """Another process withdraws; the web server's next answer knows."""
    url = server + screen.address()
    before = ask("GET", url)
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
    after = ask("GET", url, **{"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json()["revoked"]["items"]) == (200, ["together/ana"])
    publishing.forget()
    assert screen.ana.still.file is not None
    assert ask("GET", f"{server}/media/{screen.ana.still.file.name}").status_code == 404
