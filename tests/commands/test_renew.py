"""An update on one host: new processes answer before the old ones go, and no poll in between is lost."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest
import requests
from pytest_django import Settings

from campaign.adapters.web_relief import list_processes
from campaign.commands.parts import list_web
from campaign.commands.serve import renew
from campaign.commands.troubles import MachineNotReady
from campaign.services import players
from campaign.spec.errors import UnknownName
from tests.factories.screens import make_screen
from tests.feeds.test_server import find_database, wait_for_address

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120
"""Seconds: a poll that is answered late on a busy machine is not lost."""
PAUSE = 0.1
PLAYERS = 10
"""So many that none of them asks too often, however long it takes."""


@contextmanager
def serve(folder: Path) -> Iterator[tuple[str, int]]:
    """The address, and the process that holds it."""
    log = folder / "web.log"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
        "CAMPAIGN_STORE": f"file:{folder / 'store'}",
        "DATABASE_URL": find_database(),
    }
    command = [*list_web(host="127.0.0.1", port=0, threads=4), "--log-level", "info"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    try:
        yield wait_for_address(log, process), process.pid
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Screens:
    """Three that poll all along, each time on a line of its own; what they were answered."""

    addresses: Sequence[str]
    answers: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Screens":
        self._threads = [threading.Thread(target=self._poll) for _ in range(3)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        until, deadline = len(self.answers) + more, time.monotonic() + PATIENCE
        while len(self.answers) < until:
            assert time.monotonic() < deadline, self.answers[-3:]
            time.sleep(0.02)

    def _poll(self) -> None:
        for address in cycle(self.addresses):
            if self._over.wait(PAUSE):
                return
            try:
                self.answers.append(str(requests.get(address, timeout=PATIENCE).status_code))
            except requests.RequestException as error:
                self.answers.append(repr(error))


def name_list(token: str) -> str:
    return f"/feeds/{token}/playlist.json"


def test_no_poll_is_lost_while_processes_are_replaced_and_broken_code_replaces_none(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    tokens = [screen.token, *(players.create(channel="tram", name=f"{n}").token for n in range(PLAYERS - 1))]
    with serve(tmp_path) as (address, server), Screens([address + name_list(one) for one in tokens]) as screens:
        screens.wait_for(6)
        before = list_processes(server)
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "broken_settings")
        with pytest.raises(MachineNotReady, match="broken_settings"):
            renew(server)
        monkeypatch.undo()
        assert list_processes(server) == before
        renew(server)
        screens.wait_for(20)
        after = list_processes(server)
    assert (len(before), len(after), before & after) == (1, 1, frozenset())
    assert set(screens.answers) == {"200"}


def test_what_is_no_web_server_of_ours_is_left_alone() -> None:
    for number in (os.getpid(), 2**22 + 1):
        with pytest.raises(UnknownName, match=f"Process {number} is no web server of ours"):
            renew(number)
