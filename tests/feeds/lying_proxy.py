"""A proxy that was stolen. In: an honest server's address. Out: its answers, changed by whoever holds the proxy."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "server", "date"}


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


@contextmanager
def run_proxy(upstream: str) -> Iterator[Proxy]:
    """Listens on this machine alone, until the block ends."""
    target = urlsplit(upstream)
    proxy = Proxy("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            answer = self.ask()
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
            line = http.client.HTTPConnection(target.hostname or "", target.port, timeout=20)
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP - {"date"}}
            headers["Accept-Encoding"] = "identity"
            try:
                line.request(self.command, self.path, body=self.rfile.read(length) or None, headers=headers)
                response = line.getresponse()
                kept = {name: value for name, value in response.getheaders() if name.lower() not in HOP - {"date"}}
                return Answer(response.status, response.read(), kept)
            except (OSError, http.client.HTTPException):
                return Answer(502, b"")
            finally:
                line.close()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
