"""The embedded broker, with the real server binary."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from campaign.adapters.broker import LONGEST_SOCKET, Broker, BrokerTaken, answers, locate_socket, start_broker


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    running = start_broker(tmp_path)
    yield running
    running.stop()


def connect(home: Path) -> "Redis":
    return Redis(unix_socket_path=str(locate_socket(home)))


def wait_until_silent(home: Path, *, seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while answers(locate_socket(home)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not answers(locate_socket(home))


def test_it_answers_and_opens_no_network_port(broker: Broker, tmp_path: Path) -> None:
    with connect(tmp_path) as client:
        assert client.ping() is True
        assert client.config_get("port") == {"port": "0"}


def test_only_its_owner_may_enter(broker: Broker, tmp_path: Path) -> None:
    path = locate_socket(tmp_path)
    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_of_two_starts_one_runs_and_the_other_is_told(broker: Broker, tmp_path: Path) -> None:
    with pytest.raises(BrokerTaken):
        start_broker(tmp_path)
    assert answers(locate_socket(tmp_path)) is True


def test_a_killed_server_loses_nothing_and_starts_again(tmp_path: Path) -> None:
    first = start_broker(tmp_path)
    with connect(tmp_path) as client:
        client.rpush("stills", *range(500))
    os.kill(first.child.process.pid, signal.SIGKILL)
    first.child.process.wait()
    second = start_broker(tmp_path)
    try:
        with connect(tmp_path) as client:
            assert client.llen("stills") == 500
    finally:
        second.stop()


def test_stopping_ends_it_and_frees_the_folder(tmp_path: Path) -> None:
    start_broker(tmp_path).stop()
    assert answers(locate_socket(tmp_path)) is False
    start_broker(tmp_path).stop()


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, time; from campaign.adapters.broker import start_broker;"
        "start_broker(pathlib.Path(sys.argv[1])); print('ready', flush=True); time.sleep(170)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"ready\n"
        assert answers(locate_socket(tmp_path)) is True
        starter.kill()
    assert wait_until_silent(tmp_path) is True


def test_a_long_path_gets_a_short_private_socket(tmp_path: Path) -> None:
    home = tmp_path / ("far-away-" * 15)
    path = locate_socket(home)
    assert len(os.fsencode(path)) <= LONGEST_SOCKET
    running = start_broker(home)
    try:
        assert answers(path) is True
        assert path.parent.stat().st_mode & 0o777 == 0o700
    finally:
        running.stop()
        path.parent.rmdir()
