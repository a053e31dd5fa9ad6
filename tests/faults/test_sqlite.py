"""Another process holds all of SQLite for some seconds: screens notice nothing, and nothing that was saved is lost."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from campaign.adapters.processes import stop_children
from tests.factories.jobs import TEMPLATES
from tests.faults.farm import SHIM
from tests.faults.house import House, ask, wait_until
from tests.faults.polling import Poller, keep_polling
from tests.migrated import ELSEWHERE, NAME, copy_migrated
from tests.servers import find_port, hold_child, wait_for_answer

SOME_POLLS = 4


@dataclass
class Held(House):
    """On one machine, with SQLite; a draft is open in the studio."""

    @property
    def file(self) -> Path:
        return self.home / "home" / NAME

    @property
    def holds(self) -> Path:
        return self.home / "faults" / "holds"

    def query(self, words: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.file, timeout=20)) as line:
            return line.execute(words).fetchall()

    def read_run(self) -> tuple[object, ...]:
        return self.query(f"SELECT state, attempt FROM data_rendering WHERE key = '{self.facts['key']}'")[0]

    def list_store(self) -> list[str]:
        return sorted(path.name for path in (self.home / "home" / "store").rglob("*") if path.is_file())

    def read_title(self) -> str:
        """As the draft has it."""
        return str(json.loads(str(self.query("SELECT typed FROM data_draft")[0][0]))["title.bg"])

    def save(self, text: str, *, over: str = "") -> requests.Response:
        """As the page's script does; `over` is what it had read."""
        address, token = self.address(f"/drafts/{self.facts['draft']}/save"), "x" * 32
        cookies = {"sessionid": self.facts["session"], "csrftoken": token}
        body = {"changed": {"title.bg": text}, "base": {"title.bg": over}}
        return requests.post(address, json=body, cookies=cookies, headers={"X-CSRFToken": token}, timeout=60)


@contextmanager
def hold(file: Path, how: str, *, within: float = 30) -> Iterator[str]:
    """By another process; what it said."""
    with hold_child((sys.executable, "-m", "tests.faults.sqlite_holder", str(file), how, str(within))) as said:
        yield said


@pytest.fixture
def house(tmp_path: Path) -> Held:
    (tmp_path / "faults" / "holds").mkdir(parents=True)
    copy_migrated(tmp_path / "home")
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment = own | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.brief_settings",
        "CAMPAIGN_HOME": str(tmp_path / "home"),
        "CAMPAIGN_TEMPLATES": str(TEMPLATES),
        "CAMPAIGN_FAULTS": str(tmp_path / "faults"),
        "PYTHONPATH": os.pathsep.join((str(SHIM), os.environ.get("PYTHONPATH", ""))).rstrip(os.pathsep),
    }
    seed = [sys.executable, "-m", "tests.faults.seed_screen", str(tmp_path), "writing"]
    said = subprocess.run(seed, env=environment, stdout=subprocess.PIPE, check=True).stdout
    return Held(environment, json.loads(said), tmp_path, (find_port(),))


def wait_for_polls(poller: Poller) -> None:
    wanted = len(poller.answers) + SOME_POLLS
    wait_until(lambda: len(poller.answers) >= wanted)


def test_seconds_in_which_another_process_holds_sqlite_cost_no_playlist_no_render_and_no_word(house: Held) -> None:
    (house.holds / "upload").write_text("os.rename\n/store/\n.mp4")
    web, render = house.start_web(), house.start_render()
    try:
        wait_for_answer(house.feed("playlist.json"), server=web, seconds=90)
        before = requests.get(house.feed("playlist.json"), timeout=10).content
        wait_until(lambda: bool(list(house.holds.glob("upload.*"))) or not render.runs)
        assert house.read_run() == ("running", 1), render.tail()
        with hold(house.file, "alone", within=0.2) as said:
            assert said == "database is locked", "it can be had while somebody is connected"
        with keep_polling(house.feed("playlist.json"), every=0.2) as poller, ThreadPoolExecutor() as pool:
            with hold(house.file, "writing") as said:
                assert said == "held"
                saved: Future[requests.Response] = pool.submit(house.save, "Ана пее")
                for held in house.holds.glob("upload.*"):
                    held.unlink()  # the render comes to its end
                assert house.post_plays().status_code == 503  # the player keeps them, and comes back
                assert requests.post(house.feed("heartbeat"), json={}, timeout=20).status_code == 200
                wait_for_polls(poller)
                assert (render.runs, saved.done()) == (True, False), "nobody can have written"
            assert saved.result().status_code == 200
            assert house.read_title() == "Ана пее"
            wait_until(lambda: not render.runs, seconds=120)
            with hold(house.file, "alone") as said:
                assert said == "held"
                wait_for_polls(poller)
                told = house.save("Ана мълчи", over="Ана пее")
                assert (told.status_code, told.headers["Retry-After"]) == (503, "10")
                assert ask(house.address("/sign-in")) == 503
            wait_until(lambda: house.save("Ана говори", over="Ана пее").status_code == 200)
            wait_until(lambda: house.post_plays().status_code == 200)
        assert house.read_run() == ("done", 1), render.tail()
        assert house.list_store() == sorted(str(name) for (name,) in house.query("SELECT name FROM data_storedfile"))
        assert house.read_title() == "Ана говори"
        assert poller.slowest < 10, [seconds for _, _, seconds in poller.answers]
        assert (poller.statuses, {body for _, body, _ in poller.answers}) == ({200}, {before})
        assert web.tail(lines=1000).count("the database does not answer") == 1
    finally:
        stop_children((web, render), patience=3)


def test_who_starts_while_all_of_it_is_held_goes_on_to_wait(tmp_path: Path) -> None:
    copy_migrated(tmp_path)
    program = "from campaign.commands.troubles import check_tables; print(check_tables())"
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    # a connection waits for twenty seconds otherwise
    own |= {"DJANGO_SETTINGS_MODULE": "campaign.settings", "DATABASE_URL": f"sqlite:///{tmp_path / NAME}?timeout=0"}
    with hold(tmp_path / NAME, "alone") as said:
        done = subprocess.run([sys.executable, "-c", program], env=own, capture_output=True, text=True, check=False)
    assert (said, done.stdout.strip()) == ("held", "False"), done.stderr
    assert done.stderr.strip() == "The database does not answer yet: database is locked."
