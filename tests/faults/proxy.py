"""A line to a server that goes wrong on demand. In: the server's address. Out: another address, and what is done there.

It speaks HTTP, one request after the other on each connection, and hands everything on as it is, signatures too.
"""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

Fault = Literal["", "errors", "cut", "stall", "full", "half"]


@dataclass
class Line:
    """`fault` is what happens to the next requests: answers of 500; bodies cut in the middle; none at all until `go` is
    set; writes refused with 507, others let through; half of each write let through, and its line ended without an
    answer when `go` is set. `seen` are the methods of all, `halves` how many writes stopped in the middle."""

    port: int
    fault: Fault = ""
    go: threading.Event = field(default_factory=threading.Event)
    seen: list[str] = field(default_factory=list)
    halves: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def run_line(to: str) -> Iterator[Line]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    line = Line(int(server.server_address[1]))
    server.line, server.behind = line, urlsplit(to).netloc  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield line
    finally:
        line.go.set()
        server.shutdown()
        thread.join(5)
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _hand_on(self) -> None:
        line: Line = self.server.line  # type: ignore[attr-defined]
        line.seen.append(self.command)
        if line.fault == "half" and self.command in ("PUT", "POST"):
            self._hand_on_half(line)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if line.fault == "stall":
            line.go.wait(20)
        if line.fault == "errors":
            self._answer(500, b"", [])
        elif line.fault == "full" and self.command in ("PUT", "POST"):
            self._answer(507, b"", [])
        else:
            self._fetch(body, cut=line.fault == "cut" and self.command == "GET")

    def _hand_on_half(self, line: Line) -> None:
        behind = http.client.HTTPConnection(self.server.behind, timeout=20)  # type: ignore[attr-defined]
        try:
            behind.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                behind.putheader(name, value)
            behind.endheaders(self.rfile.read(int(self.headers["Content-Length"]) // 2))
            line.halves += 1
            line.go.wait(120)
        finally:
            behind.close()
            self.close_connection = True

    def _fetch(self, body: bytes, *, cut: bool) -> None:
        behind = http.client.HTTPConnection(self.server.behind, timeout=20)  # type: ignore[attr-defined]
        try:
            behind.request(self.command, self.path, body=body, headers=dict(self.headers.items()))
            answer = behind.getresponse()
            data = answer.read()
        finally:
            behind.close()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in ("transfer-encoding",)]
        self._answer(answer.status, data, headers, cut=cut)

    def _answer(self, status: int, data: bytes, headers: list[tuple[str, str]], *, cut: bool = False) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[: len(data) // 2] if cut else data)
        if cut:
            self.close_connection = True

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _hand_on  # noqa: N815  named by http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""
