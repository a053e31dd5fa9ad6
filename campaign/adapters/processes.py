"""Child processes that leave no orphan. In: commands. Out: children that end with us, and are ended in good order.

Each child leads a session of its own, so that Ctrl-C in the terminal reaches us alone and we decide the order;
stopping one ends everything it started.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

TETHER = Path(__file__).with_name("tether.py")


@dataclass(frozen=True)
class Child:
    """A running process; what it says goes to `log`, or where our own words go."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None = None

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def tail(self, *, lines: int = 15) -> str:
        """The last it said."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def count_cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start_child(
    name: str,
    command: Sequence[str],
    *,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
    keep: Sequence[int] = (),
    last_signal: signal.Signals = signal.SIGKILL,
) -> Child:
    """Start a command that gets `last_signal` when we end, however we end. `keep` are file descriptors it inherits.
    Only from the main thread: the tie is to the thread that starts, not to the process."""
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("a child that is tied to us starts in the main thread")
    with _open_log(log) as output:
        process = subprocess.Popen(
            tie_command(command, last_signal=last_signal),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            env=dict(environment) if environment is not None else None,
            pass_fds=tuple(keep),
            start_new_session=True,
        )
    return Child(name, process, log)


def tie_command(command: Sequence[str], *, last_signal: signal.Signals = signal.SIGKILL) -> list[str]:
    """The command, started so that it gets the signal when the thread that starts it ends."""
    return [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(last_signal)), *command]


def _open_log(log: Path | None) -> AbstractContextManager[IO[bytes] | None]:
    if log is None:
        return nullcontext()
    log.parent.mkdir(parents=True, exist_ok=True)
    return log.open("wb")


def stop_children(children: Iterable[Child], *, patience: float, ask: signal.Signals = signal.SIGTERM) -> None:
    """Ask all of them, wait `patience` seconds together, then kill what is left of their groups."""
    listed = list(children)
    for child in listed:
        if child.runs:
            with suppress(ProcessLookupError):
                child.process.send_signal(ask)
    deadline = time.monotonic() + patience
    for child in listed:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
    for child in listed:
        # also when it ended by itself: what it started may be left behind
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
