"""Broker, workers and clock as real processes: work is done once. What happens to them when they die: tests/faults."""

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
from tests.families import is_gone, list_children
from tests.migrated import ELSEWHERE, NAME, copy_migrated

pytestmark = [pytest.mark.alone, pytest.mark.timeout(500)]  # with the start of everything

Row = tuple[str, int]
"""State and attempt."""


@dataclass(frozen=True)
class Farm:
    """A household without web, and what its database says."""

    household: Household
    early: dict[str, Row]
    """What was asked for before there was a broker, as it stood then."""

    def read(self) -> dict[str, Row]:
        with sqlite3.connect(self.household.home / NAME, timeout=20) as database:
            rows = database.execute("SELECT key, state, attempt FROM data_rendering").fetchall()
        database.close()
        return {key: (state, attempt) for key, state, attempt in rows}

    def wait(self, done: Callable[[dict[str, Row]], bool], *, seconds: float = 240) -> dict[str, Row]:
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


def plan(kind: str, count: int) -> list[str]:
    command = [sys.executable, "-m", "tests.workers.seed", kind, str(count)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    home = tmp_path_factory.mktemp("farm")
    copy_migrated(home)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("CAMPAIGN_HOME", str(home))
        monkeypatch.setenv("CAMPAIGN_TEMPLATES", str(TEMPLATES))
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "campaign.settings")
        for name in ELSEWHERE:
            monkeypatch.delenv(name, raising=False)
        plan("stills", 2)
        household = Household(home)
        early = Farm(household, {}).read()
        household.start_broker()
        household.start_workers()
        yield Farm(household, early)
        household.stop()


def all_done(rows: dict[str, Row]) -> bool:
    return bool(rows) and all(state == "done" for state, _ in rows.values())


def test_what_was_asked_for_without_a_broker_is_rendered_later(farm: Farm) -> None:
    assert list(farm.early.values()) == [("due", 0)] * 2
    rows = farm.wait(lambda rows: all_done({key: rows[key] for key in farm.early}))
    assert {key: rows[key] for key in farm.early} == dict.fromkeys(farm.early, ("done", 1))


def test_fifty_submissions_at_once_render_once(farm: Farm) -> None:
    farm.wait(all_done)
    before = len(farm.list_files())
    keys = plan("submissions", 50)
    rows = farm.wait(all_done)
    assert (len(keys), len(set(keys)), rows[keys[0]]) == (50, 1, ("done", 1))
    assert len(farm.list_files()) == before + 1


def test_stopping_ends_everything_within_five_seconds(farm: Farm) -> None:
    loops = plan("loops", 2)
    farm.wait(lambda rows: any(rows[key][0] == "running" for key in loops))
    parts = (*farm.household.workers, *farm.household.beat)
    processes = [child.process.pid for child in parts] + farm.list_pool()
    began = time.monotonic()
    farm.household.stop()
    assert time.monotonic() - began < 5
    assert [process for process in processes if not is_gone(process)] == []


def test_what_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    household = Household(tmp_path)
    household.start_broker()
    try:
        assert household.revive() == ()
        for _ in range(MOST_REVIVALS):
            end_broker(household)
            assert household.revive() == ("broker",)
        end_broker(household)
        with pytest.raises(PartEnded):
            household.revive()
    finally:
        household.stop()


def end_broker(household: Household) -> None:
    assert household.broker is not None
    household.broker.child.process.kill()
    household.broker.child.process.wait()
