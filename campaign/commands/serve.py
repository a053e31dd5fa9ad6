"""`campaign serve`: the web server, in the place of this process."""

import os
import shutil
import socket
from pathlib import Path
from typing import Annotated

import typer

from campaign.commands.parts import WEB_THREADS, list_web
from campaign.commands.troubles import MachineNotReady, check_tables
from campaign.spec.message import say


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    processes: Annotated[int, typer.Option(help="Processes that answer.")] = 1,
    threads: Annotated[int, typer.Option(help="Threads of each process.")] = WEB_THREADS,
) -> None:
    """Run the web server: studio, feeds and media. The database must be migrated; workers run apart. While it does not
    answer we say 503, and go on once it does."""
    check_tables()
    _check_port(host, port)
    command = list_web(host=host, port=port, threads=threads, processes=processes)
    if processes > 1:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_make_counters())
    os.execv(command[0], command)  # noqa: S606  our own command line, no shell


def _make_counters() -> Path:
    """An empty folder in which the processes of this server add up what they answered, for /metrics."""
    from django.conf import settings

    folder = Path(settings.HOME) / "counters" / str(os.getpid())
    shutil.rmtree(folder.parent, ignore_errors=True)  # of servers before: this one begins at nought
    folder.mkdir(parents=True)
    return folder


def _check_port(host: str, port: int) -> None:
    """Told before the server starts, which would try again and again. Raises MachineNotReady."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, port))
        except (OSError, OverflowError) as error:
            raise MachineNotReady(
                say("%(host)s:%(port)s cannot be listened on: %(why)s.", host=host, port=port, why=_tell(error)),
                hint=say("Choose another with --port and --host, or end what listens there."),
            ) from None


def _tell(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
