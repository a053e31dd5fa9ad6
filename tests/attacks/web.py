"""The product's own web server for hostile visitors, and a line to it on which anything can be said. In: a folder. Out:
an address that holds until the block ends."""

import os
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from campaign.adapters.processes import start_child, stop_children
from campaign.adapters.web_worker import PatientWorker
from campaign.commands.parts import WEB_WORKER, list_web
from tests.servers import find_port, wait_for_answer

ROOT = Path(__file__).resolve().parents[2]
STYLE = "/static/studio/studio.css"
"""Answered without a database."""
PATIENCE = 20
"""Seconds until a test gives up: far more than anything takes that is not broken."""


class HurriedWorker(PatientWorker):
    """The product's, in a hurry."""

    head_seconds, credit = 1.0, 1.0


@contextmanager
def serve(
    folder: Path, *, threads: int = 2, worker: str = WEB_WORKER, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """An installation of its own; without tables unless `environment` names a database that has some."""
    port = find_port()
    words = [worker if word == WEB_WORKER else word for word in list_web(host="127.0.0.1", port=port, threads=threads)]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "campaign.settings", "CAMPAIGN_HOME": str(folder)}
    server = start_child("web", words, log=folder / "web.log", environment={**settings, **(environment or {})})
    try:
        wait_for_answer(f"http://127.0.0.1:{port}{STYLE}", server=server)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_children((server,), patience=5)


def connect(address: str, said: bytes = b"") -> socket.socket:
    """A line, and what is said on it first."""
    parts = urlsplit(address)
    line = socket.create_connection((str(parts.hostname), int(parts.port or 80)), timeout=PATIENCE)
    line.sendall(said)
    return line


def say(address: str, said: bytes) -> bytes:
    """All that is answered until the other side hangs up."""
    with closing(connect(address, said)) as line:
        return read_all(line)


def read_all(line: socket.socket) -> bytes:
    """To the end, which a reset is too."""
    heard = b""
    try:
        while piece := line.recv(65_536):
            heard += piece
    except ConnectionError:
        pass
    return heard


def list_statuses(heard: bytes) -> list[int]:
    """Of every answer in it, one behind the other."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", heard)]
