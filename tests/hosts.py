"""Hosts of a network of our own on one machine. In: a folder that is empty. Out: hosts to start programs on.

Each has its own network, name, `/dev/shm` and disk, the folder: whatever else it sees is the machine's, and read-only,
so hosts share nothing but what they send each other. A cable of the switch can be pulled. Nobody outside is
reached, and no right of root is needed: all of it lives in a user namespace (Linux; unshare, nsenter and ip).
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from campaign.adapters.processes import Child, start_child, stop_children

ROOT = Path(__file__).resolve().parent.parent
NETWORK = "192.0.2"
"""For documentation alone (RFC 5737): no machine has such an address."""
AS_POSTGRES = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
"""PostgreSQL refuses to run as root, which everybody is in here."""
SWITCH = "ip link add switch type bridge && ip link set switch up"
DISK = """
hostname "$NAME" && mount -t tmpfs tmpfs "$DISK" && mkdir "$DISK/tmp" "$DISK/home" && cp "$HOSTS" "$DISK/hosts" &&
mount --bind "$DISK/hosts" /etc/hosts && mount -t tmpfs tmpfs /dev/shm && mount -o remount,bind,ro / &&
ip link set lo up
"""
READY = "is up"
SECONDS = 1000
"""A program may take at the most."""


@dataclass(frozen=True)
class Host:
    """`disk` is a folder on every host, and another one on each."""

    name: str
    address: str
    disk: Path
    holder: Child
    logs: Path

    def start(self, name: str, command: Sequence[str], *, environment: Mapping[str, str]) -> Child:
        """Its words are kept outside, to be read when it fails."""
        log = self.logs / f"{self.name}-{name}.log"
        return start_child(name, self._enter(command), log=log, environment=self._own(environment))

    def run(
        self, command: Sequence[str], *, environment: Mapping[str, str] | None = None, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """Wait for its end, which may be a bad one."""
        own = self._own(environment or {})
        return subprocess.run(
            self._enter(command), input=stdin, capture_output=True, check=False, env=own, timeout=SECONDS
        )

    def open(self, command: Sequence[str]) -> "subprocess.Popen[str]":
        """A program to talk with, until its input is closed."""
        pipe = subprocess.PIPE
        return subprocess.Popen(self._enter(command), stdin=pipe, stdout=pipe, text=True, env=self._own({}))

    def do(self, script: str) -> str:
        """A line of shell that must go well."""
        done = self.run(("sh", "-c", script))
        assert done.returncode == 0, (script, done.stderr.decode())
        return done.stdout.decode()

    def take(self, folder: Path) -> Path:
        """A copy of a folder from outside, as if it had been carried there; its place on the disk."""
        packed = subprocess.run(["tar", "-C", folder.parent, "-c", folder.name], capture_output=True, check=True).stdout
        done = self.run(("tar", "-C", str(self.disk), "-x"), stdin=packed)
        assert done.returncode == 0, done.stderr
        return self.disk / folder.name

    def _enter(self, command: Sequence[str]) -> list[str]:
        return [*_enter(self.holder, "--uts"), *command]

    def _own(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Temporary files lie on its own disk, and no proxy for the outside is asked."""
        plain = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        ours = {"TMPDIR": str(self.disk / "tmp"), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        return {**plain, **environment, **ours}


@dataclass
class Lab:
    """The switch, and the hosts on it by name."""

    switch: Child
    hosts: dict[str, Host] = field(default_factory=dict)

    def pull(self, host: str) -> None:
        """The host's cable: nothing arrives, and nobody is told."""
        self._ip("link", "set", host, "down")

    def plug(self, host: str) -> None:
        self._ip("link", "set", host, "up")

    def join(self, host: Host) -> None:
        """Lay a cable from the switch to the host."""
        pid = str(host.holder.process.pid)
        self._ip("link", "add", host.name, "type", "veth", "peer", "name", "eth0", "netns", pid)
        self._ip("link", "set", host.name, "master", "switch", "up")
        host.do(f"ip addr add {host.address}/24 dev eth0 && ip link set eth0 up")
        self.hosts[host.name] = host

    def _ip(self, *words: str) -> None:
        done = subprocess.run([*_enter(self.switch), "ip", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stderr)


@contextmanager
def build_lab(folder: Path, *names: str) -> Iterator[Lab]:
    """Hosts by these names, which know each other by them."""
    disk, logs = folder / "disk", folder / "logs"
    disk.mkdir()
    addresses = {name: f"{NETWORK}.{10 * at}" for at, name in enumerate(names, start=1)}
    listed = [f"{address} {name}\n" for name, address in addresses.items()]
    (folder / "hosts").write_text("".join(["127.0.0.1 localhost\n", *listed]))
    spaces = (find_program("unshare"), "--map-root-user", "--net", "--mount")
    children = [_hold("switch", [*spaces, "sh", "-ec", _keep(SWITCH)], log=logs / "switch.log", environment={})]
    try:
        lab = Lab(children[0])
        for name, address in addresses.items():
            named = {"NAME": name, "DISK": str(disk), "HOSTS": str(folder / "hosts")}
            entered = [*_enter(lab.switch), "unshare", "--net", "--mount", "--uts", "sh", "-ec", _keep(DISK)]
            children.append(_hold(name, entered, log=logs / f"{name}.log", environment=named))
            lab.join(Host(name, address, disk, children[-1], logs))
        yield lab
    finally:
        stop_children(reversed(children), patience=0)


@dataclass(frozen=True)
class Answer:
    """Of a web server; `body` is empty for all but JSON."""

    status: int
    headers: Mapping[str, str]
    sha256: str
    body: Any


class Visitor:
    """Asks web servers from a host, one after the other: a process that stays there (tests/visitor.py)."""

    def __init__(self, host: Host) -> None:
        self._process = host.open((sys.executable, "-m", "tests.visitor"))

    def get(self, url: str, **headers: str) -> Answer:
        """Status 0 where nobody answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"url": url, "headers": headers}) + "\n")
        self._process.stdin.flush()
        return Answer(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)


def find_program(name: str) -> str:
    """Its whole path, which whoever starts children asks for."""
    found = shutil.which(name)
    assert found is not None, name
    return found


def _keep(script: str) -> str:
    """Do it, tell, and hold the namespaces for as long as the process lives."""
    return f"{script.strip()}\necho {READY}\nexec sleep infinity"


def _hold(name: str, command: Sequence[str], *, log: Path, environment: Mapping[str, str]) -> Child:
    child = start_child(name, command, log=log, environment={**os.environ, **environment})
    deadline = time.monotonic() + 20
    while READY not in child.tail():
        assert child.runs, child.tail()
        assert time.monotonic() < deadline, child.tail()
        time.sleep(0.01)
    return child


def _enter(holder: Child, *more: str) -> list[str]:
    spaces = ("--user", "--net", "--mount", *more)
    return [find_program("nsenter"), "--target", str(holder.process.pid), "--preserve-credentials", *spaces]
