"""The processes of one machine. In: a data folder and a port. Out: broker, workers, clock and web, and their end.

They end in the order in which they need each other: clock, workers, web, broker. One that ends by itself is started
again; nothing it held is lost, as work lies in the database.
"""

import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

import requests

from campaign.adapters.broker import Broker, start_broker
from campaign.adapters.processes import Child, count_cores, start_child, stop_children
from campaign.commands.parts import OTHER_QUEUES, RENDER_QUEUES, list_beat, list_web, list_worker
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

WEB_SECONDS = 30.0
MOST_REVIVALS = 5
"""So often is one part started again within REVIVALS_WITHIN; then something is wrong that starting does not mend."""
REVIVALS_WITHIN = 600.0
"""Seconds."""


class PartEnded(CampaignError):
    """A process the product needs has ended by itself."""


@dataclass
class Household:
    """What runs. Starting and stopping is for the main thread."""

    home: Path
    broker: Broker | None = None
    beat: list[Child] = field(default_factory=list)
    workers: list[Child] = field(default_factory=list)
    web: list[Child] = field(default_factory=list)
    revivals: list[tuple[str, float]] = field(default_factory=list)
    _commands: dict[str, list[str]] = field(default_factory=dict)

    def start_broker(self) -> None:
        """Raises BrokerTaken when this data folder is in use already."""
        self.broker = start_broker(self.home)

    def start_workers(self, *, concurrency: int = 0) -> None:
        """One that renders on all cores unless told on how many, a small one for the rest, and the clock."""
        render = list_worker(queues=RENDER_QUEUES, concurrency=concurrency or count_cores())
        house = list_worker(queues=OTHER_QUEUES, concurrency=1, name="house", pool="solo")
        self.workers.append(self._start("worker", render))
        self.workers.append(self._start("house", house))
        self.beat.append(self._start("beat", list_beat(schedule=self.home / "beat-schedule")))

    def start_web(self, *, port: int) -> None:
        """Returns at once; wait_for_web waits."""
        self.web.append(self._start("web", list_web(host="127.0.0.1", port=port)))

    def wait_for_web(self, *, port: int) -> None:
        """Until it answers. Raises PartEnded with its last words."""
        deadline = time.monotonic() + WEB_SECONDS
        while not _answers(port):
            self.check()
            if time.monotonic() > deadline:
                raise _report_end(self.web[0])
            time.sleep(0.05)

    def check(self) -> None:
        """Raise PartEnded when a process is gone."""
        for child in (*self.workers, *self.beat, *self.web, *((self.broker.child,) if self.broker else ())):
            if not child.runs:
                raise _report_end(child)

    def revive(self) -> tuple[str, ...]:
        """Start again what ended by itself; returns the names. Raises PartEnded when one ends again and again."""
        revived = [] if self.broker is None or self.broker.child.runs else [self._revive_broker(self.broker)]
        for children in (self.workers, self.beat, self.web):
            for at, child in enumerate(children):
                if not child.runs:
                    self._count_revival(child)
                    # what it started may be left behind
                    stop_children((child,), patience=0.0)
                    children[at] = self._start(child.name, self._commands[child.name])
                    revived.append(child.name)
        return tuple(revived)

    def _revive_broker(self, broker: Broker) -> str:
        self._count_revival(broker.child)
        self.broker = start_broker(self.home)
        return broker.child.name

    def _count_revival(self, child: Child) -> None:
        now = time.monotonic()
        self.revivals = [one for one in self.revivals if now - one[1] < REVIVALS_WITHIN]
        if sum(name == child.name for name, _ in self.revivals) >= MOST_REVIVALS:
            raise _report_end(child)
        self.revivals.append((child.name, now))

    def stop(self) -> None:
        """End all of it in five seconds at most: a render that is cut short starts again next time."""
        stop_children(self.beat, patience=0.5)
        stop_children(self.workers, patience=1.0, ask=signal.SIGQUIT)
        stop_children(self.web, patience=1.0, ask=signal.SIGQUIT)
        if self.broker is not None:
            self.broker.stop()

    def _start(self, name: str, command: list[str]) -> Child:
        self._commands[name] = command
        return start_child(name, command, log=self.home / "logs" / f"{name}.log")


def find_port(wanted: int) -> int:
    """The wanted port, or the next that is free. Raises CampaignError after twenty."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                line.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CampaignError(
        say("The ports %(first)d to %(last)d are all taken.", first=wanted, last=wanted + 19),
        hint=say("Choose another with --port."),
    )


def _answers(port: int) -> bool:
    with requests.Session() as session:
        session.trust_env = False  # a proxy set for the outside does not know this machine's own address
        try:
            return session.get(f"http://127.0.0.1:{port}/health", timeout=2).ok
        except requests.RequestException:
            return False


def _report_end(child: Child) -> PartEnded:
    return PartEnded(
        say("The process “%(name)s” ended: %(words)s", name=child.name, words=child.tail(lines=6) or "no word"),
        hint=say("Its log is %(log)s.", log=str(child.log)),
    )
