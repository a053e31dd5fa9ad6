"""A whole installation of real processes that faults are done to. In: a folder. Out: what was asked for and came of it.

Broker, workers, clock and web run as `campaign demo` runs them, in a home and a temporary folder of their own. A player
asks for its list all along. `settle` waits until all is done, and counts what was lost.
"""

import fcntl
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from campaign.adapters.processes import start_child, stop_children
from campaign.commands.household import Household, find_port
from campaign.commands.parts import RENDER_QUEUES, list_worker
from tests.factories.jobs import TEMPLATES
from tests.families import is_gone, list_family
from tests.faults.player import Player
from tests.migrated import ELSEWHERE, copy_migrated

SHIM = Path(__file__).with_name("shim")
POOL = 4
"""Renders at once: several can be held in the middle beside each other."""

TROUBLES = "SELECT state, stage, faults FROM data_packimport WHERE state != 'done'"

Row = tuple[str, int]
"""State and attempt."""


@dataclass(frozen=True)
class Toll:
    """What a fault cost. Nothing of it may be more than zero, but `asked`."""

    asked: int
    lost: int = 0
    """Pictures and packs that were asked for and are not there."""
    doubled: int = 0
    """Files in the store that nothing names: something was made twice."""
    broken: int = 0
    """Files whose bytes are not what their name promises, and halves that housekeeping leaves."""
    orphans: int = 0
    """Processes that outlived those that started them."""
    litter: int = 0
    """Temporary folders that nobody holds."""
    refused: int = 0
    """Polls of the player that were not answered with its list."""
    wrong: int = 0
    """Lists that showed something else than the last good one."""

    @property
    def total(self) -> int:
        return self.lost + self.doubled + self.broken + self.orphans + self.litter + self.refused + self.wrong


@dataclass
class Farm:
    """`held` are the points at which processes are to be held."""

    home: Path
    household: Household
    player: Player
    families: set[int] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    packs: set[int] = field(default_factory=set)

    def seed(self, *words: str | int) -> list[str]:
        """Ask as people do; see tests.faults.seed."""
        command = [sys.executable, "-m", "tests.faults.seed", *(str(word) for word in words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    def ask(self, kind: str, name: str, count: int = 1) -> list[str]:
        """New pictures: stills, loops or large loops."""
        keys = self.seed(kind, name, count)
        self.keys |= set(keys)
        return keys

    def hand_in(self, name: str) -> int:
        """A pack."""
        number = int(self.seed("pack", str(self.home / name))[0])
        self.packs.add(number)
        return number

    def hold(self, name: str, *words: str) -> None:
        """Hold the first process that does this; see tests/faults/shim."""
        half = self.home / "faults" / f"{name}.half"
        half.write_text("\n".join(words))
        half.rename(self.home / "faults" / "holds" / name)

    def wait_held(self, name: str, *, seconds: float = 240) -> int:
        """The process that is held there."""
        self.wait(lambda: self.is_held(name), what=f"nobody came by {name}", seconds=seconds)
        return int(self._list_held(name)[0].suffix[1:])

    def is_held(self, name: str) -> bool:
        return bool(self._list_held(name))

    def let_go(self) -> None:
        for path in (self.home / "faults" / "holds").iterdir():
            path.unlink()

    def _list_held(self, name: str) -> list[Path]:
        return list((self.home / "faults" / "holds").glob(f"{name}.*"))

    def set_clock(self, seconds: float) -> None:
        """Of all processes of the installation."""
        half = self.home / "faults" / "clock.half"
        half.write_text(str(seconds))
        half.rename(self.home / "faults" / "clock")

    @property
    def worker(self) -> int:
        """The process that renders, or rather whose pool does."""
        return self.household.workers[0].process.pid

    def note_family(self) -> None:
        """All that runs below the worker now: none of it may outlive it."""
        self.families |= set(list_family(self.worker))

    def kill_worker(self) -> None:
        """As the kernel does when memory runs out: at once, and nobody tidies up."""
        self.note_family()
        os.kill(self.worker, signal.SIGKILL)
        self.household.workers[0].process.wait()
        self.let_go()

    def start_second_worker(self) -> None:
        """As another host would."""
        command = list_worker(queues=RENDER_QUEUES, concurrency=POOL, name="second")
        child = start_child("second", command, log=self.home / "logs" / "second.log")
        self.household.workers.append(child)

    def query(self, words: str) -> list[tuple[object, ...]]:
        database = sqlite3.connect(self.home / "campaign.sqlite3", timeout=20)
        try:
            return database.execute(words).fetchall()
        finally:
            database.close()

    def read(self) -> dict[str, Row]:
        rows = self.query("SELECT key, state, attempt FROM data_rendering WHERE job != '{}'")
        return {str(key): (str(state), int(str(attempt))) for key, state, attempt in rows}

    def is_done(self) -> bool:
        return not self._count_lost() and all(state == "done" for state, _ in self.read().values())

    def _count_lost(self) -> int:
        rows = self.read()
        packs = {int(str(pk)) for (pk,) in self.query("SELECT id FROM data_packimport WHERE state = 'done'")}
        return sum(rows.get(key, ("", 0))[0] != "done" for key in self.keys) + len(self.packs - packs)

    def wait(self, done: Callable[[], bool], *, what: str = "", seconds: float = 240) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, (what, self.read(), self.query(TROUBLES), self._read_logs())
            self.household.revive()
            time.sleep(0.05)

    def _read_logs(self) -> dict[str, str]:
        return {path.name: path.read_text()[-1500:] for path in (self.home / "logs").glob("*.log")}

    def settle(self) -> Toll:
        """Wait until all that was asked for is done, or has taken far too long, and count."""
        with suppress(AssertionError):
            self.wait(self.is_done)
        with suppress(AssertionError):
            self.wait(lambda: not (self.list_litter() or self.list_orphans()), seconds=80)
        self.player.catch_up()
        return self.count()

    def count(self) -> Toll:
        self.remove_halves()
        files = [path for path in (self.home / "store").glob("*/*") if path.is_file()]
        named = {str(name) for (name,) in self.query("SELECT name FROM data_storedfile")}
        whole = [path for path in files if hashlib.sha256(path.read_bytes()).hexdigest() == path.name[:64]]
        return Toll(
            asked=len(self.keys) + len(self.packs),
            lost=self._count_lost(),
            doubled=sum(path.name not in named for path in whole),
            broken=len(files) - len(whole) + self._count_missing(),
            orphans=len(self.list_orphans()),
            litter=len(self.list_litter()),
            refused=len(self.player.refused),
            wrong=len(self.player.wrong),
        )

    def _count_missing(self) -> int:
        """Finished pictures whose file is not in the store."""
        rows = self.query(
            "SELECT f.name FROM data_rendering r JOIN data_storedfile f ON f.sha256 = r.file_id WHERE r.state = 'done'"
        )
        return sum(not (self.home / "store" / str(name)[:2] / str(name)).is_file() for (name,) in rows)

    def remove_halves(self) -> None:
        """As housekeeping does after a while: what was being written when its writer was killed."""
        command = (
            "import django; django.setup(); from django.utils import timezone;"
            "from campaign.services.storage import get_store; get_store().remove_halves(before=timezone.now())"
        )
        subprocess.run([sys.executable, "-c", command], check=True)

    def list_litter(self) -> list[Path]:
        """Whatever lies in the temporary folder and is held by nobody."""
        return [path for path in (self.home / "tmp").iterdir() if not _is_held(path)]

    def list_orphans(self) -> list[int]:
        """Whoever is gone is forgotten: another process may have that number soon."""
        self.families = {process for process in self.families if not is_gone(process)}
        return sorted(self.families.difference(list_family(os.getpid())))


@contextmanager
def open_farm(folder: Path) -> Iterator[Farm]:
    """A running installation with a released channel whose player asks all along."""
    home = folder / "home"
    for name in ("tmp", "faults/holds", "logs"):
        (home / name).mkdir(parents=True)
    copy_migrated(home)
    port = find_port(8800 + os.getpid() % 150 * 40)
    settings = {
        "CAMPAIGN_HOME": str(home),
        "CAMPAIGN_TEMPLATES": str(TEMPLATES),
        "CAMPAIGN_FAULTS": str(home / "faults"),
        "CAMPAIGN_SECRET_KEY": "for tests alone",
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
        "PYTHONPATH": os.pathsep.join((str(SHIM), os.environ.get("PYTHONPATH", ""))).rstrip(os.pathsep),
        "TMPDIR": str(home / "tmp"),
    }
    with patch.dict(os.environ, settings):
        for name in ELSEWHERE:
            os.environ.pop(name, None)
        farm = Farm(home, Household(home), Player())
        try:
            farm.household.start_broker()
            farm.household.start_workers(concurrency=POOL)
            farm.household.start_web(port=port)
            (token,) = farm.seed("screen")
            farm.household.wait_for_web(port=port)
            farm.player.start(f"http://127.0.0.1:{port}/feeds/{token}/playlist.json")
            yield farm
        finally:
            farm.player.stop()
            for child in farm.household.workers:
                child.process.send_signal(signal.SIGCONT)
            stop_children(farm.household.workers, patience=1.0, ask=signal.SIGQUIT)
            farm.household.stop()


def _is_held(path: Path) -> bool:
    """Whether a living process works in the folder; one that is gone by now is no litter."""
    try:
        lock = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False
