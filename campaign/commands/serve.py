"""`campaign serve`: the web server, in the place of this process."""

import os
from typing import Annotated

import typer

from campaign.commands.parts import list_web


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    processes: Annotated[int, typer.Option(help="Processes that answer.")] = 1,
    threads: Annotated[int, typer.Option(help="Threads of each process.")] = 8,
) -> None:
    """Run the web server: studio, feeds and media. The database must be migrated; workers run apart."""
    command = list_web(host=host, port=port, threads=threads, processes=processes)
    os.execv(command[0], command)  # noqa: S606  our own command line, no shell
