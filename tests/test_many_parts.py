"""The product on several hosts: PostgreSQL, Redis and an S3 server are all that a web host and a worker host share."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from campaign.adapters.processes import start_child, stop_children
from tests import servers
from tests.factories.packs import write_file, write_pack

pytestmark = [pytest.mark.alone, pytest.mark.redis_server, pytest.mark.postgresql]

CHANNELS = """\
channels:
  - id: tram
    title: {bg: Трамвай, en: Tram}
    format: {width: 640, height: 360, diagonal_inches: 22, viewing_distance_m: 1.0}
    venue: 10801
    hours: {opens: "05:00", closes: "05:00"}
    loop_seconds: 40
    slot_seconds: 5
    languages: [bg]
  - id: lobby
    title: {bg: Фоайе, en: Lobby}
    format: {width: 640, height: 360, diagonal_inches: 22, viewing_distance_m: 1.0}
    venue: 10801
    hours: {opens: "05:00", closes: "05:00"}
    loop_seconds: 40
    slot_seconds: 10
    languages: [bg]
    medium: still
"""
FLIGHTS = """\
flights:
  - id: neighbours
    title: {bg: Съседи, en: Neighbours}
    campaign: neighbours
    channels: [all]
    since: 2026-01-01
    until: 2090-12-31
    share: 50
fallbacks:
  all: [neighbours/citizens]
"""
CALENDARS = "calendars: []\n"
DAYPARTS = """\
dayparts:
  - id: evening
    title: {bg: Вечер, en: Evening}
    start: "19:30"
    end: "22:30"
"""


@dataclass(frozen=True)
class Hosts:
    """`web` is the address; `homes` are the hosts' own disks; `tokens` the players' by channel."""

    web: str
    homes: tuple[Path, Path]
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of every host."""
    folder = tmp_path_factory.mktemp("shared")
    write_file(folder, "schedules/channels.yaml", CHANNELS)
    write_file(folder, "schedules/flights.yaml", FLIGHTS)
    write_file(folder, "schedules/calendars.yaml", CALENDARS)
    write_file(folder, "schedules/dayparts.yaml", DAYPARTS)
    with ExitStack() as stack:
        parts = {
            "DATABASE_URL": stack.enter_context(servers.run_postgresql()),
            "CAMPAIGN_BROKER": stack.enter_context(servers.run_redis(folder)),
            "CAMPAIGN_STORE": "s3://campaign/kept",
            "CAMPAIGN_SIGNING_KEY": "ab" * 32,
            "CAMPAIGN_S3_ENDPOINT": stack.enter_context(servers.run_s3(folder, bucket="campaign")),
        }
        named = {"CAMPAIGN_SCHEDULES": str(folder / "schedules"), "DJANGO_SETTINGS_MODULE": "campaign.settings"}
        yield {**os.environ, **servers.S3_KEYS, **parts, **named}


@pytest.fixture(scope="module")
def hosts(shared: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    homes = (tmp_path_factory.mktemp("web"), tmp_path_factory.mktemp("worker"))
    port = servers.find_port()
    web, worker = ({**shared, "CAMPAIGN_HOME": str(home)} for home in homes)
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=web)
    program = (sys.executable, "-m", "campaign")
    working = start_child("worker", (*program, "worker", "--beat"), log=homes[1] / "log", environment=worker)
    serving = start_child("web", (*program, "serve", "--port", str(port)), log=homes[0] / "log", environment=web)
    try:
        pack = write_pack(homes[0] / "pack")
        seed = [sys.executable, "-m", "tests.release_pack", str(pack)]
        done = subprocess.run(seed, env=web, stdout=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0, working.tail()
        servers.wait_for_answer(f"http://127.0.0.1:{port}/health", server=serving)
        yield Hosts(f"http://127.0.0.1:{port}", homes, json.loads(done.stdout))
    finally:
        stop_children((working, serving), patience=10)


@pytest.mark.parametrize(("channel", "suffix"), [("tram", ".mp4"), ("lobby", ".png")])
def test_what_one_host_rendered_another_serves_whole_and_in_parts(hosts: Hosts, channel: str, suffix: str) -> None:
    playlist = requests.get(f"{hosts.web}/feeds/{hosts.tokens[channel]}/playlist.json", timeout=20).json()
    media = [file for file in playlist["media"].values() if file["name"].endswith(suffix)]
    assert len(media) == 2
    for file in media:
        assert file["url"].startswith(hosts.web)
        whole = requests.get(file["url"], timeout=20).content
        assert hashlib.sha256(whole).hexdigest() == file["sha256"]
        part = requests.get(file["url"], headers={"Range": "bytes=100-199"}, timeout=20)
        assert (part.status_code, part.content) == (206, whole[100:200])


def test_nothing_stays_on_the_hosts_themselves(hosts: Hosts) -> None:
    kept = [sorted(path.name for path in home.iterdir() if not path.name.startswith("beat-")) for home in hosts.homes]
    # the worker's host keeps a copy of the templates in use, which it took from the store
    assert kept == [["demo.json", "log", "pack"], ["log", "templates"]]
