"""How many players one process of the web server answers, and how soon. In: nothing. Out: a table, or JSON.

A server as `campaign serve` runs it, with one process, and a city's database: players poll for their playlist and are
told that nothing changed (304), each over a connection of its own. Polls are due at their moments whether earlier ones
were answered or not, so a server that falls behind is seen to. The headroom is told by the processor's time that a poll
costs, which does not depend on what else the machine does. In the end other players fetch whole playlists, films and
bundles beside them, some very slowly, and one asks as often as it can.
Run: python -m benchmarks.feeds [--json] [--small] [--turns 20]
"""

import asyncio
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from benchmarks.figures import Figure, make_parser, print_figure
from benchmarks.fleet import Fleet, Poll, fetch, meet, write_request
from benchmarks.home import set_up
from campaign.commands.parts import list_web
from tests.servers import find_port

PLAYERS, CHANNELS = 10_000, 40
SMALL_PLAYERS, SMALL_CHANNELS = 200, 4
A_MINUTE = 60
HEADROOM, P99_MILLISECONDS = 3.0, 50.0
SLOW = 16
"""Players on the worst of lines, at once."""
TICK: int = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = make_parser(__doc__, turns=20, each="seconds of each measurement", small="few players, for a second")
    options = parser.parse_args()
    players, channels = (SMALL_PLAYERS, SMALL_CHANNELS) if options.small else (PLAYERS, CHANNELS)
    seconds = 1.0 if options.small else float(options.turns)
    with tempfile.TemporaryDirectory(prefix="feeds-") as home:
        port = find_port()
        environment = set_up(Path(home), port=port)
        from benchmarks.city import build_city  # noqa: PLC0415  needs the settings

        tokens = build_city(channels=channels, players=players)
        with _serve(port, environment) as server:
            fleet = meet("127.0.0.1", port, tokens=tokens, channels=channels)
            for figure in _measure(fleet, server, players=players, seconds=seconds):
                print_figure(figure, as_json=options.json)


def _measure(fleet: Fleet, server: int, *, players: int, seconds: float) -> Iterator[Figure]:
    often = players / A_MINUTE
    first = max(HEADROOM * often, 200)
    fleet.poll(rate=first, seconds=players / first)  # every token once, as after any change
    started = _read_work(server)
    usual = fleet.poll(rate=often, seconds=seconds)
    cost = max(_read_work(server) - started, 1 / TICK) / len(usual)
    yield Figure(f"polls of {players} players that one processor answers, × one a minute", 1 / cost / often, HEADROOM)
    yield Figure("one poll: processor's time, ms", 1000 * cost)
    yield Figure("one poll: bytes of its answer", _weigh(fleet))
    yield from _tell(f"one poll a minute ({often:.0f} a second)", usual)
    yield from _tell(f"{HEADROOM:g} × that", fleet.poll(rate=HEADROOM * often, seconds=seconds))
    with _load(fleet):
        yield from _tell("the same beside others that fetch all anew", fleet.poll(rate=often, seconds=seconds))


def _weigh(fleet: Fleet) -> int:
    """An answer that nothing changed, headers and all."""
    token, tag = next(iter(fleet.tags.items()))
    return len(asyncio.run(fetch(fleet.host, fleet.port, write_request(fleet.host, token=token, tag=tag))))


def _tell(name: str, polls: list[Poll]) -> Iterator[Figure]:
    took = sorted(poll.seconds * 1000 for poll in polls)
    yield Figure(f"{name}: 99 of 100 answered within, ms", took[int(len(took) * 0.99) - 1], P99_MILLISECONDS, True)
    known = sum(poll.status == 304 for poll in polls) / len(polls)
    yield Figure(f"{name}: answered 304, %", 100 * known, 100)


@contextmanager
def _serve(port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """The process that answers."""
    command = list_web(host="127.0.0.1", port=port)
    with subprocess.Popen(command, env=environment) as master:
        try:
            _wait(f"http://127.0.0.1:{port}/health")
            (worker,) = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
            yield int(worker)
        finally:
            master.terminate()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            requests.get(url, timeout=2)
            return
        except requests.RequestException:
            time.sleep(0.1)
    raise SystemExit("the server does not start")


@contextmanager
def _load(fleet: Fleet) -> Iterator[None]:
    """Two a second fetch a whole week and a film of two megabytes, one polls as quickly as it is answered, and some
    take a whole bundle down a line on which that lasts for hours."""
    base, tokens = f"http://{fleet.host}:{fleet.port}", list(fleet.tags)
    over = threading.Event()

    def fetch_all() -> None:
        at = 0
        while not over.wait(0.5):
            at += 1
            week = requests.get(f"{base}/feeds/{tokens[-at]}/playlist.json", timeout=20).json()
            film = next(iter(week["media"].values()))
            requests.get(film["url"], timeout=20).raise_for_status()

    def hurry() -> None:
        with requests.Session() as line:
            while not over.is_set():
                line.get(f"{base}/feeds/{tokens[0]}/playlist.json", timeout=20)
                over.wait(0.01)

    slow = [_ask_slowly(fleet, token) for token in tokens[:SLOW]]
    threads = [threading.Thread(target=work) for work in (fetch_all, hurry)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for line in slow:
            line.close()


def _ask_slowly(fleet: Fleet, token: str) -> socket.socket:
    """Ask for a bundle, and read none of it."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect((fleet.host, fleet.port))
    line.sendall(f"GET /feeds/{token}/bundle.zip HTTP/1.1\r\nHost: {fleet.host}\r\n\r\n".encode())
    return line


def _read_work(process: int) -> float:
    """Seconds that a process has worked."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


if __name__ == "__main__":
    main()
