"""Web processes that take each other's place. In: the number of a web server's main process. Out: new processes that
answer, one after the other, each before an old one goes.

gunicorn keeps the sockets in its main process, so who connects meanwhile waits in one queue for whoever is next. Told
to reload (SIGHUP) it ends the old processes at once, while the new ones still load the product, and everybody waits for
these. Here the main process is asked for one more (SIGTTIN); that one, when it is ready, asks for one less (SIGTTOU),
and the oldest ends what it has begun and goes.
"""

import os
import signal
import time
from pathlib import Path
from typing import Any

from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.message import say

SECONDS = 120.0
"""For one process to load the product, and for another to end what it has begun."""
OURS = (b"gunicorn", b"campaign.wsgi:application")


class NotReplaced(CampaignError):
    """A new process did not begin to answer; the old ones go on."""


def pre_fork(server: Any, worker: Any) -> None:
    """gunicorn's hook, in the main process: a new process learns how many there are to be."""
    worker.asked = server.num_workers


def relieve(worker: Any) -> None:
    """In a new process that is ready: if it is one more than there should be, the oldest goes."""
    if getattr(worker, "asked", 0) > worker.cfg.workers:
        os.kill(worker.ppid, signal.SIGTTOU)


def list_processes(server: int) -> frozenset[int]:
    """Those that answer for a web server of ours (proc(5)). Raises UnknownName."""
    home = Path(f"/proc/{server}")
    try:
        words = home.joinpath("cmdline").read_bytes().split(b"\0")
        children = home.joinpath("task", str(server), "children").read_text()
    except OSError:
        words, children = [], ""
    if not all(word in words for word in OURS):
        raise UnknownName(
            say("Process %(number)d is no web server of ours.", number=server),
            hint=say("Name the main process of `campaign serve`, such as $MAINPID of its service."),
        )
    return frozenset(map(int, children.split()))


def replace_all(server: int, *, seconds: float = SECONDS) -> int:
    """Let new processes take the place of all that answer now; how many. Raises UnknownName, NotReplaced."""
    old = list_processes(server)
    for left in range(len(old) - 1, -1, -1):
        os.kill(server, signal.SIGTTIN)
        deadline = time.monotonic() + seconds
        while len(old & list_processes(server)) > left:
            if time.monotonic() > deadline:
                raise NotReplaced(
                    say("No new process took over within %(seconds)d seconds.", seconds=int(seconds)),
                    hint=say("The old ones go on answering. See the web server's log, then start it again."),
                )
            time.sleep(0.05)
    return len(old)
