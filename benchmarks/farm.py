"""How many renders a minute a farm makes, and what one costs. In: nothing. Out: a table, or JSON, one line each.

The same mixed lot is rendered by one worker process, by two, by four, then by two hosts with one each: network
namespaces on this machine, which share PostgreSQL, Redis and S3 on a third and no disk. Efficiency is what a process
added of what one makes alone, once as they are counted and once by the cores there are: more processes than cores can
add nothing, and a render keeps more than one core busy by itself. The processors' time of a render does not depend on
what else the machine does. Run: python -m benchmarks.farm [--json] [--small] [--turns 1]
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, make_parser, print_figure
from benchmarks.home import set_up
from campaign.adapters.processes import Child, count_cores, start_child, stop_children
from campaign.commands.household import Household
from campaign.commands.parts import RENDER_QUEUES, list_worker
from tests.families import list_children
from tests.farm_hosts import run_python, serve_data, work
from tests.hosts import Host, build_lab
from tests.parts import find_missing

STILLS, LOOPS = 24, 8
SMALL_STILLS, SMALL_LOOPS = 2, 1
PROCESSES = (1, 2, 4)
TICK: int = os.sysconf("SC_CLK_TCK")
NEEDED = frozenset({"namespaces", "postgresql", "redis_server"})


@dataclass(frozen=True)
class Lot:
    """What was rendered, in how many seconds, and the bytes of one of each."""

    count: int
    seconds: float
    still: float
    loop: float

    @property
    def rate(self) -> float:
        """A minute."""
        return 60 * self.count / self.seconds


def main() -> None:
    parser = make_parser(__doc__, turns=1, each="lots each way, of which the quickest counts", small="three renders")
    options = parser.parse_args()
    stills, loops = (SMALL_STILLS, SMALL_LOOPS) if options.small else (STILLS, LOOPS)
    counts = PROCESSES[:2] if options.small else PROCESSES
    with tempfile.TemporaryDirectory(prefix="farm-") as home:
        for figure in _measure(Path(home), stills=stills, loops=loops, counts=counts, turns=options.turns):
            print_figure(figure, as_json=options.json)


def _measure(home: Path, *, stills: int, loops: int, counts: Sequence[int], turns: int) -> Iterator[Figure]:
    local = home / "local"
    local.mkdir()
    environment = set_up(local, port=8000)
    household = Household(local)
    household.start_broker()
    try:
        yield from _tell_costs(environment, stills=stills, loops=loops)
        alone = 0.0
        for count in counts:
            with _work_here(count, environment) as worker:
                _render(worker, environment, f"warm {count}", stills=count, loops=0)
                lots = [f"{count} {turn}" for turn in range(turns)]
                rate = max(_render(worker, environment, lot, stills=stills, loops=loops).rate for lot in lots)
            alone = alone or rate
            yield from _tell_rate(f"{count} worker process{'es' * (count > 1)}", rate, alone=alone, count=count)
    finally:
        household.stop()
    if missing := find_missing(NEEDED):
        print("two hosts: left out without " + ", ".join(part.title for part in missing), file=sys.stderr)
        return
    for hosts in (1, 2):
        rate = _spread(home / f"lab{hosts}", hosts=hosts, stills=stills, loops=loops, turns=turns)
        alone = rate if hosts == 1 else alone
        yield from _tell_rate(f"{hosts} host{'s' * (hosts > 1)} of one process each", rate, alone=alone, count=hosts)


def _tell_rate(name: str, rate: float, *, alone: float, count: int) -> Iterator[Figure]:
    yield Figure(f"{name}: renders a minute", rate)
    if count > 1:
        cores = min(count, count_cores())
        yield Figure(f"{name}: of {count} × one alone, %", 100 * rate / (count * alone))
        yield Figure(f"{name}: of {cores} × one alone, as {count_cores()} cores allow, %", 100 * rate / (cores * alone))


def _tell_costs(environment: Mapping[str, str], *, stills: int, loops: int) -> Iterator[Figure]:
    """Processors' time and bytes of one of each."""
    with _work_here(1, environment) as worker:
        process = worker.process.pid
        _render(worker, environment, "warm", stills=1, loops=1)
        started = _read_work(process)
        _render(worker, environment, "stills", stills=stills, loops=0)
        between = _read_work(process)
        lot = _render(worker, environment, "loops", stills=0, loops=loops)
        ended = _read_work(process)
    yield Figure("one still of 1920 × 1080 with its checks: processors' time, ms", 1000 * (between - started) / stills)
    yield Figure("one loop of 10 s with its checks: processors' time, ms", 1000 * (ended - between) / loops)
    yield Figure("one still: bytes, KB", lot.still / 1000)
    yield Figure("one loop: bytes, KB", lot.loop / 1000)


@contextmanager
def _work_here(count: int, environment: Mapping[str, str]) -> Iterator[Child]:
    """A worker that renders so many at once."""
    log = Path(environment["CAMPAIGN_HOME"]) / "logs" / "worker.log"
    command = list_worker(queues=RENDER_QUEUES, concurrency=count)
    child = start_child("worker", command, log=log, environment=environment)
    try:
        yield child
    finally:
        stop_children((child,), patience=10)


def _render(worker: Child, environment: Mapping[str, str], lot: str, *, stills: int, loops: int) -> Lot:
    command = [sys.executable, "-m", "benchmarks.farm_jobs", lot, str(stills), str(loops)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as asking:
        while asking.poll() is None:
            if not worker.runs:
                asking.kill()
                raise SystemExit(f"the worker ended: {worker.tail()}")
            time.sleep(0.1)
        told = asking.stdout.read() if asking.stdout else ""
    return _read_lot(told, count=stills + loops)


def _read_lot(told: str, *, count: int) -> Lot:
    if not told:
        raise SystemExit("the lot was not rendered; its words are above")
    found = json.loads(told.splitlines()[-1])
    if found["failed"]:
        raise SystemExit(f"renders failed: {found['failed'][:3]}")
    return Lot(count, found["seconds"], found["still"], found["loop"])


def _spread(folder: Path, *, hosts: int, stills: int, loops: int, turns: int) -> float:
    """Renders a minute of hosts with one process each, asked for by the one on which the data lie."""
    folder.mkdir()
    names = [f"worker{at}" for at in range(1, hosts + 1)]
    with ExitStack() as stack:
        lab = stack.enter_context(build_lab(folder, "data", *names))
        data = stack.enter_context(serve_data(lab.hosts["data"], schedules=folder))
        run_python(data.host, ("-m", "django", "migrate", "--verbosity=0"), settings=data.settings)
        for name in names:
            stack.enter_context(work(lab.hosts[name], data.settings, "--queues", RENDER_QUEUES, "--concurrency", "1"))
        _ask(data.host, data.settings, "warm", stills=2 * hosts, loops=0)
        lots = (_ask(data.host, data.settings, f"lot {at}", stills=stills, loops=loops) for at in range(turns))
        return max(lot.rate for lot in lots)


def _ask(host: Host, settings: Mapping[str, str], lot: str, *, stills: int, loops: int) -> Lot:
    words = ("-m", "benchmarks.farm_jobs", lot, str(stills), str(loops))
    return _read_lot(run_python(host, words, settings=settings), count=stills + loops)


def _read_work(process: int) -> float:
    """Seconds that a process has worked, with all that it started and that has ended since (proc(5), 14 to 17)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    own = sum(int(field) for field in fields[11:15]) / TICK
    return own + sum(_read_work(child) for child in list_children(process))


if __name__ == "__main__":
    main()
