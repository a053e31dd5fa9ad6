"""`campaign serve`: the web server, in the place of this process."""

import os
import socket
import subprocess
import sys
from typing import Annotated

import typer

from campaign.adapters.scratch import hand_on_scratch
from campaign.adapters.web_relief import list_processes, replace_all
from campaign.commands.parts import WEB_THREADS, list_web
from campaign.commands.troubles import MachineNotReady, check_tables
from campaign.spec.message import say


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    processes: Annotated[int, typer.Option(help="Processes that answer.")] = 1,
    threads: Annotated[
        int, typer.Option(min=24, help="Threads of each process; open pages and a slow store hold sixteen at most.")
    ] = WEB_THREADS,
) -> None:
    """Run the web server: studio, feeds and media. The database must be migrated; workers run apart. While it does not
    answer we say 503, and go on once it does."""
    check_tables()
    _check_port(host, port)
    command = list_web(host=host, port=port, threads=threads, processes=processes)
    if processes > 1:
        # where they add up what they answered, for /metrics: a folder of this server alone, gone with its last process
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(hand_on_scratch("counters"))
    os.execv(command[0], command)  # noqa: S606  our own command line, no shell


def renew(server: Annotated[int, typer.Argument(help="Main process of `campaign serve`, such as $MAINPID.")]) -> None:
    """Let new processes, of the code that is installed now, take the place of those that answer: one after the other,
    each before an old one ends what it has begun and goes. Settings stay as they were when the server was started."""
    list_processes(server)
    check_tables()
    _check_code()
    typer.echo(str(say("%(count)d processes were replaced.", count=replace_all(server))))


def _check_code() -> None:
    """Where the product cannot be loaded, gunicorn would give up the old processes too. Raises MachineNotReady."""
    done = subprocess.run([sys.executable, "-c", "import campaign.wsgi"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise MachineNotReady(
            say("The new code cannot be loaded: %(why)s", why=(done.stderr.strip().splitlines() or ["?"])[-1]),
            hint=say("The old processes go on answering. Mend the installation, then call this again."),
        )


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
