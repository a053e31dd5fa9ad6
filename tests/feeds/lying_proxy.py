"""A proxy that was stolen. In: an honest server's address. Out: its answers, changed by whoever holds the proxy."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "server"}


@dataclass(frozen=True)
class Answer:
    """As it came from the server, or as the proxy makes it up."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


Lie = Callable[[str, Answer], Answer]


@dataclass
class Proxy:
    """`lie` changes each answer by its path; honest until it is set. `seen` are paths with the server's own status."""

    url: str
    lie: Lie | None = None
    seen: list[tuple[str, int]] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    """Listens on this machine alone."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind, self.proxy = urlsplit(upstream), Proxy(f"http://127.0.0.1:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def handle_any(self) -> None:
        proxy, answer = self.server.proxy, self.ask()
        proxy.seen.append((self.path, answer.status))
        path = self.path.partition("?")[0]
        told = proxy.lie(path, answer) if proxy.lie and self.command != "OPTIONS" else answer
        self.send_response_only(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body)

    do_GET = do_POST = do_OPTIONS = handle_any  # noqa: N815  names of http.server

    def ask(self) -> Answer:
        """What the honest server says; 502 where it says nothing."""
        line = http.client.HTTPConnection(self.server.behind.hostname or "", self.server.behind.port, timeout=20)
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        headers["Accept-Encoding"] = "identity"
        try:
            line.request(self.command, self.path, body=self.rfile.read(length) or None, headers=headers)
            response = line.getresponse()
            kept = {name: value for name, value in response.getheaders() if name.lower() not in HOP}
            return Answer(response.status, response.read(), kept)
        except (OSError, http.client.HTTPException):
            return Answer(502, b"")
        finally:
            line.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Nothing."""


@contextmanager
def run_proxy(upstream: str) -> Iterator[Proxy]:
    """Until the block ends."""
    server = _Server(upstream)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
