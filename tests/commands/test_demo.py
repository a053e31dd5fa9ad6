"""`campaign demo` as people run it: one pack, one channel, real processes, and the end by Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from campaign.commands.household import find_port
from campaign.commands.keys import LETTERS, draw_password
from tests.migrated import copy_migrated

pytestmark = [pytest.mark.first, pytest.mark.timeout(500)]  # with a start of everything each
SOON = 30.0
"""Seconds within which a busy machine ends what a quiet one ends in five."""
PACK = Path("assets/samples/conet-sofia")

Process = subprocess.Popen[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAMPAIGN_HOME", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "campaign.settings")
    monkeypatch.setenv("CAMPAIGN_SCHEDULES", str(Path(__file__).with_name("schedules")))
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    for name in ("DATABASE_URL", "CAMPAIGN_BROKER", "CAMPAIGN_STORE", "CAMPAIGN_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def _migrated(home: Path) -> None:
    """The first test makes its tables as people's first start does; the others need not wait for that again."""
    copy_migrated(home)


@pytest.fixture
def demo(home: Path) -> Iterator["Process"]:
    words = ["demo", "--port", str(find_port(18_500)), "--pack", str(PACK)]
    command = [sys.executable, "-m", "campaign", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        impatience = Timer(240, process.kill)
        impatience.start()
        yield process
        impatience.cancel()
        process.kill()


def read_until(process: "Process", words: str) -> str:
    """What it says, up to a line with these words."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it never said “{words}”:\n{said}")


def list_processes(home: Path) -> list[str]:
    """The processes that belong to this data folder, by their environment."""
    mark = f"CAMPAIGN_HOME={home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int(folder.name) != os.getpid() and mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # it ended while we looked
    return found


def test_it_serves_what_it_prints_and_ends_without_a_trace(demo: "Process", home: Path) -> None:
    said = read_until(demo, "Ctrl-C")
    keys = json.loads((home / "demo.json").read_text())
    assert (home / "demo.json").stat().st_mode & 0o777 == 0o600
    assert keys["passwords"]["lead"] in said
    address = next(line.split()[-1] for line in said.splitlines() if line.strip().startswith("Playlist json"))
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert json.load(answer)["channel"]["id"] == "tram"
    assert len(list_processes(home)) >= 6
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=SOON)
    assert (demo.returncode, rest.strip()) == (0, "")
    assert list_processes(home) == []


@pytest.mark.usefixtures("_migrated")
def test_ctrl_c_in_the_middle_of_rendering_ends_it_too(demo: "Process", home: Path) -> None:
    read_until(demo, " stills")
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=SOON)
    assert (demo.returncode, "Traceback" in rest) == (130, False)
    assert list_processes(home) == []


@pytest.mark.usefixtures("_migrated")
def test_nothing_outlives_it_when_it_is_killed(demo: "Process", home: Path) -> None:
    read_until(demo, " stills")
    demo.kill()
    deadline = time.monotonic() + SOON
    while list_processes(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list_processes(home) == []


def test_a_password_can_be_typed_from_a_screen() -> None:
    words = draw_password().split("-")
    assert [len(word) for word in words] == [4, 4, 4]
    assert set("".join(words)) <= set(LETTERS)
