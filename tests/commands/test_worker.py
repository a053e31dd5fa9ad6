"""`campaign worker` and `campaign serve` as operators run them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.broker import start_broker
from campaign.commands.household import find_port
from tests.families import list_children
from tests.migrated import copy_migrated

pytestmark = pytest.mark.first
PATIENCE = 120.0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "campaign.settings")
    for name in ("DATABASE_URL", "CAMPAIGN_BROKER", "CAMPAIGN_STORE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def migrated(home: Path) -> Path:
    copy_migrated(home)
    return home


@pytest.fixture
def _broker(migrated: Path) -> Iterator[None]:
    running = start_broker(migrated)
    yield
    running.stop()


def start(*words: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "campaign", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_for_children(pid: int, *, count: int) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while len(list_children(pid)) < count:
        assert time.monotonic() < deadline, "it started too few, or ended"
        time.sleep(0.05)
    return list_children(pid)


@pytest.mark.usefixtures("_broker")
@pytest.mark.parametrize(
    ("options", "count"), [((), 2), (("--queues", "stills"), 1), (("--beat",), 3), (("--beat-only",), 1)]
)
def test_it_runs_its_parts_and_ends_them_all(options: tuple[str, ...], count: int) -> None:
    process = start("worker", "--concurrency", "1", *options)
    children = wait_for_children(process.pid, count=count)
    time.sleep(0.5)  # as long as it takes to be sure that no more come
    assert len(list_children(process.pid)) == count
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


@pytest.mark.usefixtures("_broker")
def test_it_ends_when_a_part_ends_so_that_whoever_runs_it_starts_it_anew() -> None:
    process = start("worker", "--beat-only")
    (child,) = wait_for_children(process.pid, count=1)
    os.kill(child, signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1


@pytest.mark.usefixtures("migrated")
def test_the_web_server_answers_where_it_was_told_to() -> None:
    port = find_port(18_400)
    process = start("serve", "--port", str(port))
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                status = urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=PATIENCE).status
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert status == 200
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_taken_port_gives_the_next() -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        taken = line.getsockname()[1]
        assert find_port(taken) > taken
