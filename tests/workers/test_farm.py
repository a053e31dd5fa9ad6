"""Broker, workers and clock as real processes: work is done once. What happens to them when they die: tests/faults."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign.commands.household import MOST_REVIVALS, Household, PartEnded
from tests.factories.jobs import TEMPLATES

pytestmark = pytest.mark.alone

ELSEWHERE = ("DATABASE_URL", "CAMPAIGN_BROKER", "CAMPAIGN_STORE")
"""Settings that would lead away from the data folder."""

Row = tuple[str, int]
"""State and attempt."""


@dataclass(frozen=True)
class Farm:
    """A household without web, and what its database says."""

    household: Household

    def plan(self, kind: str, count: int) -> list[str]:
        command = [sys.executable, "-m", "tests.workers.seed", kind, str(count)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    def read(self) -> dict[str, Row]:
        with sqlite3.connect(self.household.home / "campaign.sqlite3", timeout=20) as database:
            rows = database.execute("SELECT key, state, attempt FROM data_rendering").fetchall()
        database.close()
        return {key: (state, attempt) for key, state, attempt in rows}

    def wait(self, done: Callable[[dict[str, Row]], bool], *, seconds: float = 60) -> dict[str, Row]:
        deadline = time.monotonic() + seconds
        while not done(self.read()):
            assert time.monotonic() < deadline, (self.read(), [child.tail() for child in self.household.workers])
            time.sleep(0.05)
        return self.read()

    def list_files(self) -> list[Path]:
        return sorted((self.household.home / "store").glob("*/*"))

    def list_pool(self) -> list[int]:
        """The processes in which the first worker renders."""
        return list_children(self.household.workers[0].process.pid)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table and no row, to be copied: making one takes longer than most tests here."""
    home = tmp_path_factory.mktemp("empty")
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    settings = {"CAMPAIGN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "campaign.settings"}
    subprocess.run(command, check=True, env=own | settings)
    return home / "campaign.sqlite3"


@pytest.fixture
def farm(tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farm]:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.setenv("CAMPAIGN_TEMPLATES", str(TEMPLATES))
    for name in ELSEWHERE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "campaign.settings")
    shutil.copy(empty, tmp_path)
    farm = Farm(Household(tmp_path))
    yield farm
    farm.household.stop()


def all_done(rows: dict[str, Row]) -> bool:
    return bool(rows) and all(state == "done" for state, _ in rows.values())


def one_runs(rows: dict[str, Row]) -> bool:
    return any(state == "running" for state, _ in rows.values())


def list_children(pid: int) -> list[int]:
    """Also of those that were started by other threads than the first."""
    lists = (path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    try:
        return [int(child) for children in lists for child in children.split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_fifty_submissions_at_once_render_once(farm: Farm) -> None:
    farm.household.start_broker()
    farm.household.start_workers()
    keys = farm.plan("submissions", 50)
    rows = farm.wait(all_done)
    assert (len(keys), rows) == (50, {keys[0]: ("done", 1)})
    assert len(farm.list_files()) == 1


def test_what_was_asked_for_without_a_broker_is_rendered_later(farm: Farm) -> None:
    keys = farm.plan("stills", 2)
    assert farm.read() == dict.fromkeys(keys, ("due", 0))
    farm.household.start_broker()
    farm.household.start_workers()
    assert farm.wait(all_done) == dict.fromkeys(keys, ("done", 1))


def test_what_ends_by_itself_is_started_again_and_goes_on(farm: Farm) -> None:
    farm.household.start_broker()
    farm.household.start_workers()
    assert farm.household.broker is not None
    assert farm.household.revive() == ()
    for process in (farm.household.broker.child.process, farm.household.workers[0].process):
        process.kill()
        process.wait()
    assert farm.household.revive() == ("broker", "worker")
    keys = farm.plan("stills", 1)
    assert farm.wait(all_done) == dict.fromkeys(keys, ("done", 1))


def test_what_ends_again_and_again_is_given_up(farm: Farm) -> None:
    farm.household.start_broker()
    for _ in range(MOST_REVIVALS):
        end_broker(farm)
        assert farm.household.revive() == ("broker",)
    end_broker(farm)
    with pytest.raises(PartEnded):
        farm.household.revive()


def end_broker(farm: Farm) -> None:
    assert farm.household.broker is not None
    farm.household.broker.child.process.kill()
    farm.household.broker.child.process.wait()


def test_stopping_ends_everything_within_five_seconds(farm: Farm) -> None:
    farm.household.start_broker()
    farm.household.start_workers()
    farm.plan("loops", 2)
    farm.wait(one_runs)
    processes = [child.process.pid for child in (*farm.household.workers, *farm.household.beat)] + farm.list_pool()
    began = time.monotonic()
    farm.household.stop()
    assert time.monotonic() - began < 5
    assert [process for process in processes if not is_gone(process)] == []
