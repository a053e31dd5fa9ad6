"""deploy/nginx.conf in a real nginx, before a small application that counts what reaches it."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from campaign.adapters.processes import start_child, stop_children
from tests.parts import PARTS
from tests.servers import find_port, wait_for_answer

pytestmark = pytest.mark.nginx

CONFIG = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
MEDIA = bytes(range(256)) * 10_000
"""2.5 MB: three slices."""
KEPT = 2.1
"""A playlist is kept for a second, and nginx counts whole ones."""
HOST = {"Host": "screens.example"}


class Application(ThreadingHTTPServer):
    """Answers as ours does, as far as a proxy can see."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, str]] = []
        self.askers: list[str] = []
        self.gone = self.revoked = False

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    """Notes path, host and scheme; media in parts, playlists packed for those who unpack."""

    protocol_version = "HTTP/1.1"
    server: Application

    def do_GET(self) -> None:
        seen = (self.path.partition("?")[0], self.headers["Host"], self.headers["X-Forwarded-Proto"])
        self.server.seen.append(seen)
        self.server.askers.append(self.headers["X-Forwarded-For"])
        if self.gone_from(self.path):
            self._answer(404, b"Not found", {})
        elif self.path.startswith("/media/"):
            start, _, end = self.headers["Range"].removeprefix("bytes=").partition("-")
            body = MEDIA[int(start) : int(end) + 1]
            span = f"bytes {start}-{int(start) + len(body) - 1}/{len(MEDIA)}"
            self._answer(206, body, {"Content-Range": span, "ETag": '"whole"'})
        else:
            packed = self.headers.get("Accept-Encoding") == "gzip"
            packing = {"Content-Encoding": "gzip"} if packed else {}
            self._answer(200, b"packed" if packed else b"plain", {"Cache-Control": "no-cache", **packing})

    def gone_from(self, path: str) -> bool:
        """Whether it was withdrawn, or whose it is revoked."""
        return (self.server.gone and path.startswith("/media/")) or (self.server.revoked and path.startswith("/feeds/"))

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Vary": "Accept-Language", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named by http.server
        """Nothing: the test reads `seen`."""


@dataclass
class Proxy:
    """The proxy's address, and the application behind it."""

    address: str
    application: Application
    session: requests.Session = field(default_factory=requests.Session)

    def ask(self, path: str, **headers: str) -> requests.Response:
        request = requests.Request("GET", self.address + path, headers={**HOST, **headers})
        return self.session.send(request.prepare(), timeout=10, stream=True)

    def count(self) -> int:
        return len(self.application.seen)

    def stop_application(self) -> None:
        self.application.shutdown()
        self.application.server_close()


@pytest.fixture
def kept() -> str:
    """How long media are kept without asking."""
    return "1m"


@pytest.fixture
def proxy(tmp_path: Path, kept: str) -> Iterator[Proxy]:
    application = Application()
    thread = threading.Thread(target=application.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    port = find_port()
    (tmp_path / "site.conf").write_text(
        CONFIG.read_text()
        .replace("server web:8000", f"server 127.0.0.1:{application.port}")
        .replace("listen 80", f"listen 127.0.0.1:{port}")
        .replace("/var/cache/nginx", str(tmp_path))
        .replace("/var/log/nginx", str(tmp_path))
        .replace("200 206 1m", f"200 206 {kept}")
    )
    scratch = "".join(
        f"{part}_temp_path {tmp_path}/{part};" for part in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr; user root;\n"
        f"events {{}} http {{ access_log off; {scratch} include {tmp_path}/site.conf; }}"
    )
    program = PARTS["nginx"].find()
    assert program is not None
    words = [program, "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    server = start_child("nginx", words, log=tmp_path / "log")
    try:
        wait_for_answer(f"http://127.0.0.1:{port}/", server=server)
        application.seen.clear()
        yield Proxy(f"http://127.0.0.1:{port}", application)
    finally:
        stop_children((server,), patience=3)
        application.shutdown()
        thread.join(5)
        application.server_close()


def test_media_keep_their_host_and_are_fetched_once_in_pieces(proxy: Proxy) -> None:
    middle = proxy.ask("/media/a.mp4", Range="bytes=1048000-1050000")
    assert (middle.status_code, middle.content) == (206, MEDIA[1_048_000:1_050_001])
    assert proxy.application.seen == [("/media/a.mp4", "screens.example", "http")] * 2
    whole = proxy.ask("/media/a.mp4")
    assert (whole.status_code, whole.content, proxy.count()) == (200, MEDIA, 3)
    known = proxy.ask("/media/a.mp4", **{"If-None-Match": '"whole"'})
    assert (known.status_code, proxy.count()) == (304, 3)


@pytest.mark.alone  # all within the second for which a playlist is kept
def test_random_queries_and_tastes_cost_one_playlist_a_second_for_each_form(proxy: Proxy) -> None:
    for number in range(4):
        tastes = {"Accept-Language": f"l{number}", "Accept-Encoding": "identity" if number % 2 else "br, gzip"}
        answer = proxy.ask(f"/feeds/token/playlist.json?{number}", **tastes)
        assert answer.raw.read(decode_content=False) == (b"plain" if number % 2 else b"packed")
    assert proxy.count() == 2
    time.sleep(KEPT)
    proxy.ask("/feeds/token/playlist.json")
    assert proxy.count() == 3


def test_one_address_never_gets_the_playlist_of_another(proxy: Proxy) -> None:
    proxy.ask("/feeds/token/playlist.json")
    proxy.ask("/feeds/token/playlist.json", Host="other.example")
    proxy.ask("/feeds/token/playlist.json", **{"X-Forwarded-Proto": "https"})
    path = "/feeds/token/playlist.json"
    assert proxy.application.seen == [
        (path, "screens.example", "http"),
        (path, "other.example", "http"),
        (path, "screens.example", "https"),
    ]


def test_the_last_playlist_is_served_while_the_application_is_away(proxy: Proxy) -> None:
    proxy.ask("/feeds/token/playlist.json")
    proxy.ask("/media/a.mp4")
    proxy.stop_application()
    time.sleep(KEPT)
    assert proxy.ask("/feeds/token/playlist.json").status_code == 200
    assert proxy.ask("/sign-in").status_code == 502


@pytest.mark.parametrize("kept", ["1s"])
def test_what_was_withdrawn_is_not_given_out_again_while_the_application_is_away(proxy: Proxy, tmp_path: Path) -> None:
    before = proxy.ask("/media/a.mp4").content
    proxy.application.gone = True
    time.sleep(KEPT)
    withdrawn = [proxy.ask("/media/a.mp4").status_code, proxy.ask("/media/a.mp4").status_code]
    proxy.stop_application()
    time.sleep(KEPT)  # until the connection that is held open is given up
    after = proxy.ask("/media/a.mp4", Range="bytes=0-999")
    assert (before == MEDIA, withdrawn, after.status_code) == (True, [404, 404], 404)


def test_who_was_revoked_gets_no_list_again_while_the_application_is_away(proxy: Proxy) -> None:
    before = proxy.ask("/feeds/token/playlist.json").status_code
    proxy.application.revoked = True
    time.sleep(KEPT)
    revoked = proxy.ask("/feeds/token/playlist.json").status_code
    proxy.stop_application()
    time.sleep(KEPT)
    after = proxy.ask("/feeds/token/playlist.json").status_code
    assert (before, revoked, after) == (200, 404, 404)


def test_visitors_are_told_apart_behind_what_ends_tls_and_nobody_else_is_believed(proxy: Proxy) -> None:
    told = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    for headers in (told, {**told, "X-Forwarded-Proto": "https"}, {"X-Forwarded-Proto": "https"}):
        proxy.ask("/sign-in", **headers).close()
    assert proxy.application.askers[-3:] == ["127.0.0.1", "198.51.100.7", "127.0.0.1"]


def test_its_log_tells_no_token(proxy: Proxy, tmp_path: Path) -> None:
    keys = ("/invitation/geheim-_3", "/reset/geheim-_4/geheim-_5", "/people?search=geheim%40b.org")
    for path in ("/feeds/geheim-_1/playlist.json?x=1", "/calendars/geheim-_2.ics", *keys, "/media/1.mp4"):
        proxy.ask(path, Referer="https://screens.example/feeds/geheim-_1/player").close()
    log = tmp_path / "access.log"
    until = time.monotonic() + 10
    while "/media/1.mp4" not in log.read_text() and time.monotonic() < until:
        time.sleep(0.02)
    told = [line.split('"')[1] for line in log.read_text().splitlines()]
    players = ("/feeds/*/playlist.json?x=1", "/calendars/*")
    paths = (*players, "/invitation/*", "/reset/*", "/people?*", "/media/1.mp4")
    asked = [f"GET {path} HTTP/1.1" for path in paths]
    assert (told[-6:], "geheim" in log.read_text()) == (asked, False)


def test_nor_do_its_logs_while_the_application_is_away(proxy: Proxy, tmp_path: Path) -> None:
    proxy.stop_application()
    until = time.monotonic() + 20
    while proxy.ask("/").status_code != 502 and time.monotonic() < until:
        time.sleep(1.5)  # until no line to it is kept open any more
    for path in ("/feeds/geheim-_1/playlist.json", "/feeds/geheim-_2/heartbeat", "/invitation/geheim-_3"):
        assert proxy.ask(path).status_code == 502
    log = tmp_path / "access.log"
    while "/invitation/" not in log.read_text() and time.monotonic() < until:
        time.sleep(0.02)
    ends = [line.split('"')[-1].split() for line in log.read_text().splitlines()]
    address = f"127.0.0.1:{proxy.application.port}"
    assert [end for end in ends if end[0] == "502"][-3:] == [["502", address]] * 3
    told = [path.read_text() for path in (log, tmp_path / "error.log", tmp_path / "log")]
    assert not any("geheim" in text for text in told)
