"""A PostgreSQL that can fall silent, die and come back. In: a folder. Out: a server to be hurt."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.families import list_children
from tests.parts import PARTS


@dataclass(frozen=True)
class Postgres:
    """`home` is short: a socket lies in it."""

    home: Path

    @property
    def url(self) -> str:
        return f"postgres://campaign@{str(self.home).replace('/', '%2F')}/campaign"

    def start(self) -> None:
        """Wait until it answers; after `kill` it recovers what it had promised to keep."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.home} -c max_connections=100"
        self._run("pg_ctl", "--pgdata", self.data, "--wait", "--log", f"{self.home}/log", "--options", options, "start")

    def make(self) -> None:
        self._run("initdb", "--pgdata", self.data, "--auth", "trust", "--username", "campaign", "--encoding", "UTF8")
        self.start()
        self._run("createdb", "--host", str(self.home), "--username", "campaign", "campaign")

    def pause(self) -> None:
        """All of its processes stand still: it takes connections, and says nothing any more."""
        for process in self._list_processes():
            os.kill(process, signal.SIGSTOP)

    def kill(self) -> None:
        """As a cut of power would, paused or not."""
        for process in self._list_processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    @property
    def data(self) -> str:
        return f"{self.home}/data"

    def _list_processes(self) -> list[int]:
        """The first one first."""
        try:
            first = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        except FileNotFoundError:
            return []
        return [first, *list_children(first)]

    def _run(self, program: str, *words: str) -> None:
        postgres = PARTS["postgresql"].find()
        assert postgres is not None
        found = str(Path(postgres).resolve().parent / program)
        # it refuses to run as root
        user = ("runuser", "-u", "postgres", "--") if os.getuid() == 0 else ()
        # the log keeps what it says: it must not keep our pipes open
        subprocess.run([*user, found, *words], check=True, cwd=self.home, stdout=subprocess.DEVNULL)


@contextmanager
def run_postgres() -> Iterator[Postgres]:
    home = Path(tempfile.mkdtemp(prefix="campaign-pg-", dir="/tmp"))
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
    server = Postgres(home)
    try:
        server.make()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)
