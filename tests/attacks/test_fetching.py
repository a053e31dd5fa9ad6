"""Addresses that lead elsewhere than they say, and servers that never come to an end."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from campaign.adapters.guarded import Limits, Unreachable, fetch
from campaign.spec.errors import CampaignError, NotAllowed

HOSTS = (
    "127.0.0.1", "127.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "0", "0.0.0.0", "localhost",
    "10.0.0.1", "169.254.169.254", "100.100.100.200", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fd00:ec2::254]", "%31%32%37.0.0.1", "192.168.1.1:22",
)  # fmt: skip
NONSENSE = (
    "https://[::1", "https://[]/", "https://a..b/", f"https://{'a' * 70}.example/", "https://℀.example/",
    "https://a:99999/", "https://a:b/", "https://./", "https://a\n.example/", "https://a b/", "https://[v1.x]/",
    "https:///etc/passwd", "https:127.0.0.1", "//127.0.0.1/", "", "file:///etc/passwd", "gopher://127.0.0.1/_x",
    "ftp://127.0.0.1/", "data:,x", "http://127.0.0.1/", "https://user:pass@127.0.0.1/",
    "https://example.org:443@127.0.0.1/", "https://127.0.0.1\\@example.org/",
)  # fmt: skip
Speaks = Callable[[socket.socket], None]


@contextmanager
def serve(speak: Speaks) -> Iterator[tuple[int, list[str]]]:
    """A server of our own that says what it is told to; its port, and who connected."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer, args=(server, speak, came), daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
            thread.join(10)


def _answer(server: socket.socket, speak: Speaks, came: list[str]) -> None:
    with suppress(OSError):
        while True:
            line, address = server.accept()
            came.append(address[0])
            with line, suppress(OSError):
                line.recv(4096)
                speak(line)


def say_once(words: bytes) -> Speaks:
    return lambda line: line.sendall(words)


def drip(head: bytes, piece: bytes) -> Speaks:
    """A piece each twentieth of a second, for ten seconds at most: silent for no timeout, and never done."""

    def speak(line: socket.socket) -> None:
        line.sendall(head)
        for _ in range(200):
            line.sendall(piece)
            time.sleep(0.05)

    return speak


@pytest.mark.parametrize("host", HOSTS)
def test_a_private_host_is_not_asked_however_it_is_written(host: str) -> None:
    with pytest.raises(NotAllowed, match="private address"):
        fetch(f"https://{host}/", limits=Limits())


@pytest.mark.parametrize("url", NONSENSE)
def test_what_is_no_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(CampaignError) as caught:
        fetch(url, limits=Limits())
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data", "//127.0.0.1:1/", "http://127.0.0.1:1/", "https://127.0.0.1/",
        "file:///etc/passwd", "gopher://127.0.0.1/", "http://[::1", "http://℀/", "http://a:99999/",
    ],
)  # fmt: skip
def test_no_redirect_leads_elsewhere(target: str) -> None:
    answer = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with serve(say_once(answer.encode())) as (port, came):
        with pytest.raises(CampaignError) as caught:
            fetch(f"http://127.0.0.1:{port}/", limits=Limits(is_local=True))
        assert len(came) == 1
    assert caught.value.hint is not None


def test_redirects_without_end_are_given_up() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with serve(say_once(answer)) as (port, came):
        with pytest.raises(NotAllowed, match="from one address to the next"):
            fetch(f"http://127.0.0.1:{port}/", limits=Limits(is_local=True))
        assert len(came) == 4


def test_a_name_that_changes_its_mind_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: public to the check, private to the connection. There is no second answer, for none is asked for."""
    asked: list[str] = []
    with serve(say_once(b"HTTP/1.1 200 OK\r\n\r\nsecret")) as (port, came):

        def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
            asked.append(host)
            address = "192.0.2.1" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        with pytest.raises(NotAllowed):
            fetch(f"https://rebind.example:{port}/", limits=Limits())
        assert (asked, came) == (["rebind.example"], [])


def test_one_private_address_among_public_ones_spoils_all(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 443)) for text in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotAllowed):
        fetch("https://both.example/", limits=Limits())


@pytest.mark.parametrize(
    "speak",
    [
        drip(b"", b"H"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    ],
    ids=["its first line", "its headers", "its body", "a body without a length", "its chunks", "the length of a chunk"],
)
def test_a_server_that_drips_is_cut_off_in_time(speak: Speaks) -> None:
    began = time.monotonic()
    with serve(speak) as (port, _):
        with pytest.raises(Unreachable, match="did not answer in time"):
            fetch(f"http://127.0.0.1:{port}/", limits=Limits(is_local=True, seconds=0.6))
        assert time.monotonic() - began < 6


@pytest.mark.parametrize("packed", ["gzip", "deflate", "br"])
def test_an_answer_that_unpacks_is_not_unpacked(packed: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\nContent-Encoding: {packed}\r\nConnection: close\r\n\r\n".encode() + bytes(64)
    with serve(say_once(answer)) as (port, _), pytest.raises(NotAllowed, match="packs its answer"):
        fetch(f"http://127.0.0.1:{port}/", limits=Limits(is_local=True))


def test_an_answer_without_end_is_given_up_at_its_size() -> None:
    def pour(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(400):
            line.sendall(bytes(65_536))

    with serve(pour) as (port, _), pytest.raises(NotAllowed, match="larger than"):
        fetch(f"http://127.0.0.1:{port}/", limits=Limits(is_local=True, size=1_000_000))
