"""Visitors who keep the web server waiting: half a head, a body by drops, an answer nobody takes. Others are answered
meanwhile, by the web server alone; behind the proxy see test_behind_proxy."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import requests

from campaign.adapters.web_line import Crowd, Line
from campaign.adapters.web_worker import LARGEST_HEAD, LINGER
from tests.attacks.web import PATIENCE, STYLE, HurriedWorker, connect, list_statuses, read_all, say, serve

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A"
BODY = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
MANY = 40
"""Twenty for each thread."""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    worker = f"{HurriedWorker.__module__}.{HurriedWorker.__name__}"
    with serve(tmp_path_factory.mktemp("web"), worker=worker) as address:
        yield address


def is_answered(address: str) -> bool:
    return requests.get(address + STYLE, timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize("said", [b"", HALF, b"\r\n\r\nGET", b"\x16\x03\x01\x02\x00\x01\x00"])
def test_half_a_head_takes_no_thread(said: bytes, web: str) -> None:
    with ExitStack() as held:
        lines = [held.enter_context(closing(connect(web, said))) for _ in range(MANY)]
        begun = time.monotonic()
        assert is_answered(web)
        still = select.select(lines, [], [], 0)[0]
        early = time.monotonic() - begun < HurriedWorker.head_seconds / 2
        assert not (early and still), "they were hung up on at once: nothing was tried"
        assert {read_all(line) for line in lines} == {b""}


def test_a_head_by_drops_is_hung_up_on_in_time_and_a_whole_one_by_drops_is_answered(web: str) -> None:
    with closing(connect(web, HALF)) as line:
        begun = time.monotonic()
        with pytest.raises(ConnectionError):
            drip(line)
        assert time.monotonic() - begun < PATIENCE
    with closing(connect(web)) as honest:
        for letter in f"GET {STYLE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode():
            honest.sendall(bytes([letter]))
        assert list_statuses(read_all(honest)) == [200]


def drip(line: socket.socket, *, hears: bool = True) -> None:
    """Raises ConnectionError as soon as nobody listens any more; `hears` says that nobody speaks any more then."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        line.sendall(b"a")
        if not hears:
            time.sleep(0.05)
        elif select.select([line], [], [], 0.05)[0] and not line.recv(1):
            raise ConnectionResetError


def test_who_does_not_hang_up_after_the_answer_keeps_nobody_else_waiting(web: str) -> None:
    """As players on a mobile line, whose end of it comes back a fifth of a second later."""
    with ExitStack() as held:
        said = f"GET {STYLE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        lines = [held.enter_context(closing(connect(web, said))) for _ in range(MANY)]
        begun = time.monotonic()
        assert [list_statuses(read_all(line)) for line in lines] == [[200]] * MANY
        assert is_answered(web)
        assert time.monotonic() - begun < MANY * LINGER / 2, "one waited for the other"
        for line in lines:
            with pytest.raises(ConnectionError):
                drip(line, hears=False)


def test_bodies_by_drops_hold_threads_only_as_long_as_there_is_credit(web: str) -> None:
    with ExitStack() as held:
        said = BODY + b"Content-Length: 1000000\r\n\r\nname="
        lines = [held.enter_context(closing(connect(web, said))) for _ in range(4)]
        assert is_answered(web)
        for line in lines:
            with pytest.raises(ConnectionError):
                drip(line)


def test_an_answer_that_nobody_takes_holds_a_thread_no_longer_than_there_is_credit() -> None:
    ours, theirs = socket.socketpair()
    line = Line(ours, Crowd(4), credit=0.2)
    line.setblocking(True)
    with closing(line), closing(theirs), pytest.raises(ConnectionResetError):
        line.sendall(bytes(10_000_000))


def test_a_line_that_is_slow_but_steady_is_served_to_the_end() -> None:
    ours, theirs = socket.socketpair()
    line, heard = Line(ours, Crowd(4), credit=1.0), bytearray()
    line.setblocking(True)

    def take() -> None:
        while piece := theirs.recv(20_000):
            heard.extend(piece)
            time.sleep(0.01)

    reader = threading.Thread(target=take)
    reader.start()
    with closing(line):
        line.sendall(bytes(2_000_000))
    reader.join(PATIENCE)
    theirs.close()
    assert len(heard) == 2_000_000


def test_while_most_threads_wait_for_others_patience_is_shorter() -> None:
    crowd = Crowd(2)
    spent = []
    for waiting in (0, 2):
        ours, theirs = socket.socketpair()
        line, begun = Line(ours, crowd, credit=0.5), time.monotonic()
        line.setblocking(True)
        with ExitStack() as held, closing(line), closing(theirs):
            for _ in range(waiting):
                held.enter_context(crowd.wait())
            with pytest.raises(ConnectionResetError):
                read_drops(line, theirs)
        spent.append(time.monotonic() - begun)
    assert spent[1] < spent[0] / 2


def read_drops(line: Line, theirs: socket.socket) -> None:
    """One byte every hundredth of a second."""
    for _ in range(PATIENCE * 100):
        time.sleep(0.01)
        waker = threading.Timer(0.01, theirs.send, (b"a",))
        waker.start()
        try:
            line.recv(1)
        finally:
            waker.join()


def test_a_head_of_megabytes_is_refused_before_it_is_read(web: str, tmp_path: Path) -> None:
    heard = say(web, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * (LARGEST_HEAD + 20_000))
    assert list_statuses(heard) in ([431], [])  # nothing, where the reset was quicker than the answer
    assert is_answered(web)


def test_requests_one_behind_the_other_are_answered_in_turn(web: str) -> None:
    one = f"GET {STYLE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert list_statuses(say(web, one + one + last)) == [200, 200, 200]
