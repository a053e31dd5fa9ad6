"""Folders for work in hand: gone with the work, and with whoever was killed over it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from campaign.adapters.scratch import START, keep_scratch, open_scratch, sweep_scratch

HOLDER = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from campaign.adapters.scratch import keep_scratch
folder = keep_scratch("held")
(folder / "deep").mkdir()
(folder / "deep" / "film.mp4").write_bytes(b"half")
print(folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def start_holder(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLDER, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_folder_goes_with_its_block_also_when_that_fails(tmp_path: Path) -> None:
    def work() -> None:
        with open_scratch("a") as folder:
            (folder / "half").write_bytes(b"half")
            assert folder.name.startswith(f"{START}a-")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_use_is_swept_by_nobody(tmp_path: Path) -> None:
    with open_scratch("a") as folder, start_holder(tmp_path) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        assert sweep_scratch() == 0
        assert (folder.is_dir(), (theirs / "deep" / "film.mp4").read_bytes()) == (True, b"half")
        other.communicate()
    assert list(tmp_path.iterdir()) == [], "each removed its own at its end"


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGSTOP])
def test_only_what_a_dead_process_left_is_swept(tmp_path: Path, way: signal.Signals) -> None:
    with start_holder(tmp_path) as other:
        assert other.stdout is not None
        folder = Path(other.stdout.readline().strip())
        other.send_signal(way)
        os.waitid(os.P_PID, other.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        died = way is signal.SIGKILL
        assert (sweep_scratch(), folder.exists()) == (int(died), not died)
        other.kill()


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "campaign-tests-1").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / f"{START}file").write_bytes(b"no folder")
    (tmp_path / f"{START}link").symlink_to(tmp_path / "other")
    assert sweep_scratch() == 0
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_is_kept_for_as_long_as_the_process_lives() -> None:
    folder = keep_scratch("b")
    assert (sweep_scratch(), folder.is_dir()) == (0, True)


MOVED_IN = """
import os, subprocess, sys, tempfile
from campaign.adapters.scratch import move_in, open_scratch, sweep_scratch
move_in("worker")
tempfile.mkdtemp(prefix="library-")
subprocess.run([sys.executable, "-c", "import tempfile; tempfile.mkdtemp(prefix='child-')"], check=True)
with open_scratch("inner") as inner:
    assert sweep_scratch() == 0, "what it works in itself"
    print(os.environ["TMPDIR"], *sorted(path.partition("-")[0] for path in os.listdir(os.environ["TMPDIR"])))
    sys.stdout.flush()
    os.kill(os.getpid(), int(sys.argv[1])) if sys.argv[1] != "0" else None
"""


@pytest.mark.parametrize("way", [0, signal.SIGKILL])
def test_all_that_a_process_and_its_children_leave_lies_in_one_folder(tmp_path: Path, way: int) -> None:
    command = [sys.executable, "-c", MOVED_IN, str(int(way))]
    own = {**os.environ, "TMPDIR": str(tmp_path)}
    said = subprocess.run(command, env=own, stdout=subprocess.PIPE, text=True, check=False)
    folder, *inside = said.stdout.split()
    assert (Path(folder).parent, inside) == (tmp_path, ["campaign", "child", "library"])
    assert sweep_scratch() == (1 if way else 0)
    assert list(tmp_path.iterdir()) == []


SUCCESSOR = """
import os, sys, tempfile
tempfile.tempdir = sys.argv[1]
from campaign.adapters.scratch import hand_on_scratch
print(hand_on_scratch("counters"), flush=True)
os.execv(sys.executable, [sys.executable, "-c", "import sys; print('in its place', flush=True); sys.stdin.read()"])
"""


def test_a_folder_that_is_handed_on_is_held_by_what_takes_the_process_s_place(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SUCCESSOR, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert process.stdout.readline() == "in its place\n"
        sweep_scratch()
        assert folder.is_dir()
        process.kill()
    assert sweep_scratch() == 1
    assert not folder.exists()
