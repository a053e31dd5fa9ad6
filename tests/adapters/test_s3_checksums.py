"""S3 servers that are not Amazon's: with a part of an object rclone tells the checksum of the whole."""

import base64
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from campaign.adapters.s3_store import S3Store
from campaign.spec.digest import hash_bytes
from tests.servers import S3_KEYS

DATA = bytes(range(256)) * 8
NAME = f"{hash_bytes(DATA)}.bin"
WHOLE = base64.b64encode(zlib.crc32(DATA).to_bytes(4, "big")).decode()


class Rclone(BaseHTTPRequestHandler):
    """As seen with 1.75: what was stored with the object comes back with every answer."""

    def do_HEAD(self) -> None:
        self._answer(200, DATA, {})

    def do_GET(self) -> None:
        start, _, end = self.headers["Range"].removeprefix("bytes=").partition("-")
        part = DATA[int(start) : int(end) + 1]
        span = f"bytes {start}-{int(start) + len(part) - 1}/{len(DATA)}"
        self._answer(206, part, {"Content-Range": span})
        self.wfile.write(part)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "x-amz-checksum-crc32": WHOLE, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named by http.server
        """Nothing."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in S3_KEYS.items():
        monkeypatch.setenv(name, value)
    server = HTTPServer(("127.0.0.1", 0), Rclone)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def test_a_part_of_a_file_is_read_though_the_server_tells_the_checksum_of_the_whole(address: str) -> None:
    store = S3Store("bucket", endpoint=address)
    assert store.read_range(NAME, start=100, length=50) == DATA[100:150]
    with store.open(NAME) as file:
        file.seek(2000)
        assert file.read() == DATA[2000:]
