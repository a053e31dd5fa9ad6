"""The product on several hosts that share a network and nothing else: PostgreSQL, Redis and S3 on one, web and nginx on
another, workers on a third; a player asks from a fourth. Each has its own disk, and the machine's is read-only."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.processes import stop_children
from tests.factories.packs import FIGURE, write_file, write_pack
from tests.farm_hosts import DataHost, run_python, serve_data, serve_web, work
from tests.hosts import Lab, Visitor, build_lab

pytestmark = [
    pytest.mark.first,
    pytest.mark.namespaces,
    pytest.mark.redis_server,
    pytest.mark.postgresql,
    pytest.mark.nginx,
]

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
CUT_SECONDS = 3.0


@dataclass(frozen=True)
class City:
    """`tokens` are the players' by channel."""

    lab: Lab
    data: DataHost
    player: Visitor
    tokens: dict[str, str]

    def fetch(self, channel: str) -> Any:
        answer = self.player.get(f"http://web/feeds/{self.tokens[channel]}/playlist.json")
        assert answer.status == 200, answer
        return answer.body


def write_files(folder: Path) -> Path:
    """What an operator brings to the web host: schedules and a pack."""
    write_file(folder, "schedules/channels.yaml", CHANNELS)
    write_file(folder, "schedules/flights.yaml", FLIGHTS)
    write_file(folder, "schedules/calendars.yaml", CALENDARS)
    write_file(folder, "schedules/dayparts.yaml", DAYPARTS)
    write_pack(folder / "pack")
    return folder


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(tmp_path_factory.mktemp("outside") / "brought")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, brought: Path) -> Iterator[City]:
    with ExitStack() as stack:
        lab = stack.enter_context(build_lab(tmp_path_factory.mktemp("lab"), "data", "web", "worker", "player"))
        web, worker = lab.hosts["web"], lab.hosts["worker"]
        here = web.take(brought)
        data = stack.enter_context(serve_data(lab.hosts["data"], schedules=here / "schedules"))
        run_python(web, ("-m", "django", "migrate", "--verbosity=0"), settings=data.settings)
        stack.enter_context(work(worker, data.settings, "--beat"))
        stack.enter_context(serve_web(web, data.settings))
        tokens = json.loads(run_python(web, ("-m", "tests.release_pack", str(here / "pack")), settings=data.settings))
        player = Visitor(lab.hosts["player"])
        stack.callback(player.close)
        yield City(lab, data, player, tokens)


@pytest.mark.parametrize(("channel", "suffix"), [("tram", ".mp4"), ("lobby", ".png")])
def test_what_one_host_rendered_another_serves_whole_and_in_parts(city: City, channel: str, suffix: str) -> None:
    playlist = city.fetch(channel)
    media = [file for file in playlist["media"].values() if file["name"].endswith(suffix)]
    assert len(media) == 2
    for file in media:
        assert file["url"] == f"http://web/media/{file['name']}"
        whole = city.player.get(file["url"])
        assert (whole.status, whole.sha256) == (200, file["sha256"])
        part = city.player.get(file["url"], Range="bytes=100-199")
        assert (part.status, part.headers["Content-Range"]) == (206, f"bytes 100-199/{file['bytes']}")


def test_a_player_that_knows_the_playlist_is_told_so(city: City) -> None:
    address = f"http://web/feeds/{city.tokens['tram']}/playlist.json"
    known = city.player.get(address).headers["ETag"]
    again = city.player.get(address, **{"If-None-Match": known})
    assert (again.status, again.headers["ETag"]) == (304, known)


def test_hosts_have_disks_of_their_own_and_nothing_of_a_campaign_stays_on_them(city: City) -> None:
    home = city.data.settings["CAMPAIGN_HOME"]
    kept = {name: set(city.lab.hosts[name].do(f"ls {home}").split()) for name in ("web", "worker")}
    # keys drawn here and the clock's times; templates in use are a copy that the worker's host took from the store
    assert kept["web"] <= {"demo.json", "signing-root"}
    assert {name for name in kept["worker"] if not name.startswith("beat-")} == {"templates"}
    refused = city.lab.hosts["worker"].run(("touch", str(Path(__file__).with_name("left-behind"))))
    assert b"Read-only" in refused.stderr


def test_a_host_that_was_cut_off_goes_on_and_players_notice_nothing(city: City, brought: Path) -> None:
    web = city.lab.hosts["web"]
    before = city.fetch("tram")
    write_file(brought, "pack/statistics/citizens.yaml", FIGURE.replace("259", "640"))
    pack = web.take(brought) / "pack"
    planned = int(city.data.ask("select count(*) from data_rendering")[0])
    words = (sys.executable, "-m", "tests.release_pack", str(pack))
    releasing = web.start("release", words, environment=city.data.settings)
    try:
        wait_until(lambda: count(city, "state in ('running', 'done')") > planned)
        city.lab.pull("worker")
        cut_off = time.monotonic()
        polls = 0
        while time.monotonic() < cut_off + CUT_SECONDS or polls < 2:
            assert city.fetch("tram")["release"] == before["release"]
            polls += 1
        city.lab.plug("worker")
        releasing.process.wait(90)
    finally:
        city.lab.plug("worker")
        stop_children((releasing,), patience=1)
    assert releasing.process.returncode == 0, releasing.tail()
    wait_until(lambda: city.fetch("tram")["release"] > before["release"])
    after = city.fetch("tram")
    new = set(after["media"]) - set(before["media"])
    assert (len(new), count(city, "state != 'done'")) == (1, 0)
    assert {city.player.get(after["media"][name]["url"]).sha256 for name in new} == {
        after["media"][name]["sha256"] for name in new
    }
    assert count(city, "attempt > 2") == 0


def count(city: City, condition: str) -> int:
    """Renderings for which it holds."""
    return int(city.data.ask(f"select count(*) from data_rendering where {condition}")[0])


def wait_until(happened: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
