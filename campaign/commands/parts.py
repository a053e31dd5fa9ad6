"""The processes the product is made of. In: what they should do. Out: their command lines."""

import sys
from collections.abc import Sequence
from pathlib import Path

RENDER_QUEUES = "imports,stills,loops"
"""In the order in which they are asked: a pack that somebody hands in waits for no pictures."""
OTHER_QUEUES = "publish,housekeeping"
WEB_THREADS = 32
WEB_WORKER = "campaign.adapters.web_worker.PatientWorker"
"""Its sockets know of slow lines, which files that the kernel sends by itself would pass by: hence no sendfile."""


WEB_HOOKS = "campaign.adapters.web_relief"
GRACE = 8
"""Seconds that an answer may go on once its process is to go; Compose kills it after ten, our unit after fifteen."""


def list_worker(*, queues: str, concurrency: int, name: str = "celery", pool: str = "prefork") -> list[str]:
    """A Celery worker for some queues. The pool “solo” works in the worker's own process: light, but without hard
    time limits."""
    return [
        *_celery(),
        "worker",
        f"--queues={queues}",
        f"--concurrency={concurrency}",
        f"--hostname={name}@%h",
        f"--pool={pool}",
        "--loglevel=WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]


def list_beat(*, schedule: Path) -> list[str]:
    """The clock that sends what comes round again; `schedule` is a file of its own."""
    return [*_celery(), "beat", f"--schedule={schedule}", "--loglevel=WARNING", "--pidfile="]


def list_web(*, host: str, port: int, threads: int = WEB_THREADS, processes: int = 1) -> list[str]:
    """The web server. Threads, since answering players is waiting for disks and sockets: a player on a slow line holds
    one for as long as it takes a film, and the others must not wait for it."""
    return [
        *(sys.executable, "-m", "gunicorn", "campaign.wsgi:application"),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--worker-class", WEB_WORKER, "--workers", str(processes), "--threads", str(threads)),
        *("--graceful-timeout", str(GRACE), "--log-level", "warning", "--no-control-socket", "--no-sendfile"),
        *("--config", f"python:{WEB_HOOKS}"),
    ]


def _celery() -> Sequence[str]:
    return (sys.executable, "-m", "celery", "--quiet", "--app=workers.app")
