"""The database is gone for twenty seconds: screens notice nothing, people are told, and nothing is lost."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import requests

from campaign.adapters.processes import stop_children
from tests.factories.jobs import TEMPLATES
from tests.faults.house import PAGE, House, ask, wait_until
from tests.faults.polling import keep_polling
from tests.faults.postgres import Postgres, run_postgres
from tests.servers import find_port, wait_for_answer

GONE = 20.0
"""Seconds."""
SILENT = 8.0
"""Of them, in which the server takes connections and says nothing; then it is dead altogether."""
pytestmark = pytest.mark.first


@dataclass
class Served(House):
    """Two web processes before one server; the second is started while that is gone."""

    postgres: Postgres

    def read_run(self) -> tuple[str, int]:
        with psycopg.connect(self.postgres.url) as line:
            row = line.execute("SELECT state, attempt FROM data_rendering WHERE key = %s", [self.facts["key"]])
            state, attempt = row.fetchone() or ("", 0)
        return str(state), int(attempt)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    with run_postgres() as postgres:
        own = {name: value for name, value in os.environ.items() if name != "CAMPAIGN_STORE"}
        environment = own | {
            "DATABASE_URL": postgres.url,
            "DJANGO_SETTINGS_MODULE": "campaign.settings",
            "CAMPAIGN_HOME": str(tmp_path / "home"),
            "CAMPAIGN_TEMPLATES": str(TEMPLATES),
        }
        seed = [sys.executable, "-m", "tests.faults.seed_screen", str(tmp_path)]
        said = subprocess.run(seed, env=environment, stdout=subprocess.PIPE, check=True).stdout
        yield Served(environment, json.loads(said), tmp_path, (find_port(), find_port()), postgres)


@pytest.mark.postgresql
def test_twenty_seconds_without_a_database_cost_no_playlist_no_render_and_no_word(house: Served) -> None:
    web = house.start_web(0)
    children = [web]
    try:
        wait_for_answer(house.feed("playlist.json"), server=web, seconds=90)
        before = requests.get(house.feed("playlist.json"), timeout=10).content
        render = house.start_render()
        children.append(render)
        wait_until(lambda: house.read_run() == ("running", 1) or not render.runs)
        assert house.read_run() == ("running", 1), render.tail()
        with keep_polling(house.feed("playlist.json"), every=0.7) as poller:
            began = time.monotonic()
            house.postgres.pause()
            check_told(house)
            check_media(house)
            time.sleep(max(0.0, began + SILENT - time.monotonic()))
            house.postgres.kill()
            late = house.start_web(1)
            children.append(late)
            wait_until(lambda: ask(house.feed("playlist.json", which=1)) == 503)
            check_told(house)
            time.sleep(max(0.0, began + GONE - time.monotonic()))
            assert render.runs, "the render was given up"
            house.postgres.start()
            wait_until(lambda: house.post_plays().status_code == 200)
            wait_until(lambda: ask(house.address("/sign-in")) == 200)
            wait_until(lambda: ask(house.feed("playlist.json", which=1)) == 200)  # it came up by itself
            wait_until(lambda: not render.runs, seconds=120)
        assert house.read_run() == ("done", 1), render.tail()
        assert (poller.statuses, {body for _, body, _ in poller.answers}) == ({200}, {before})
        assert poller.slowest < 10
        assert web.tail(lines=1000).count("the database does not answer") == 1
    finally:
        stop_children(children, patience=3)


def check_told(house: Served) -> None:
    """What needs the database says so at once, and when to come back; nobody is told to forget anything."""
    plays = house.post_plays()
    heartbeat = requests.post(house.feed("heartbeat"), json={}, timeout=20)
    stranger = requests.get(house.address("/feeds/nobody/playlist.json"), timeout=20)
    page = requests.get(house.address("/sign-in"), timeout=20, headers=PAGE)
    told = [(answer.status_code, answer.headers["Retry-After"]) for answer in (plays, heartbeat, stranger, page)]
    assert told == [(503, told[0][1]), (503, "10"), (503, "10"), (503, "10")]
    assert (page.headers["Content-Language"], 'class="oops"' in page.text) == ("bg", True)


def check_media(house: Served) -> None:
    """A film that is on the list, though nobody has asked this process for it before."""
    whole = requests.get(house.address(f"/media/{house.facts['media']}"), timeout=20)
    part = requests.get(house.address(f"/media/{house.facts['media']}"), headers={"Range": "bytes=5-9"}, timeout=20)
    assert (whole.status_code, len(whole.content), part.content) == (200, 1_024_000, bytes(range(5, 10)))
