"""Children end with us, in good order, with all they started."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from campaign.adapters.processes import start_child, stop_children

PATIENCE = 60.0

STUBBORN = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(170)']); print(child.pid, flush=True);"
    "time.sleep(170)"
)


def read_pid(log: Path) -> int:
    deadline = time.monotonic() + PATIENCE
    while not log.exists() or not log.read_text().endswith("\n"):
        assert time.monotonic() < deadline, "the child never spoke"
        time.sleep(0.01)
    return int(log.read_text().split()[0])


def is_alive(pid: int) -> bool:
    """Whether it still runs; a zombie that waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def test_one_that_will_not_end_is_killed_with_what_it_started(tmp_path: Path) -> None:
    child = start_child("stubborn", [sys.executable, "-c", STUBBORN], log=tmp_path / "log")
    grandchild = read_pid(tmp_path / "log")
    stop_children((child,), patience=0.1)
    assert child.runs is False
    assert wait_until_gone(grandchild) is True


def test_its_words_are_kept(tmp_path: Path) -> None:
    child = start_child("talker", [sys.executable, "-c", "print('one'); print('two')"], log=tmp_path / "logs" / "log")
    child.process.wait()
    assert child.tail(lines=1) == "two"


def test_a_child_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, time; from campaign.adapters.processes import start_child;"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(170)'];"
        "child = start_child('x', sleep, log=pathlib.Path(sys.argv[1]));"
        "print(child.process.pid, flush=True); time.sleep(170)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "log")], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        assert is_alive(pid) is True
        starter.kill()
    assert wait_until_gone(pid) is True


def test_a_thread_may_not_start_children(tmp_path: Path) -> None:
    raised: list[BaseException] = []

    def start() -> None:
        try:
            start_child("x", ["/bin/true"], log=tmp_path / "log")
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert [type(error) for error in raised] == [RuntimeError]


def test_a_starter_that_is_gone_already_starts_nothing(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent ended")
    tether = Path("campaign/adapters/tether.py").resolve()
    done = subprocess.run(
        [sys.executable, str(tether), str(os.getpid() + 100_000), "9", "/bin/echo", "ran"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
