"""The web server's worker, for lines that are slow or hostile. In: connections. Out: gunicorn's threads, each given to
a request whose head has come in whole.

gunicorn's own worker gives a connection a thread with its first byte, and waits in it for the rest for ever: as many
visitors as there are threads, who each send half a line, and no screen is answered any more. Here heads are gathered by
the loop that watches all sockets, which costs no thread; and a thread that waits for a body, or for somebody to take an
answer, spends `CREDIT`, which bytes earn back at `RATE`. While most threads wait so, it is spent `PRESSED` times as
quickly. A proxy such as deploy/nginx.conf gathers requests before they come here; this is for where there is none.
"""

import errno
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any, TypeVar

from gunicorn.workers.gthread import TConn, ThreadWorker

from campaign.adapters.web_relief import relieve

HEAD_SECONDS = 20.0
"""From a connection, or the first byte on one that is kept, to the end of the head; nginx takes 60, Apache 20."""
LARGEST_HEAD = 32_768
"""Bytes, as with nginx (large_client_header_buffers 4 8k)."""
CREDIT = 20.0
"""Seconds that a line may be silent, or slower than RATE, in the middle of a body or an answer."""
RATE = 500.0
"""Bytes a second that every line manages (mod_reqtimeout's MinRate)."""
PRESSED = 10.0
LINGER = 2.0
"""Seconds for a client to hang up once it was answered (RFC 9112, 9.6): hung up on at once, it might lose the end."""
AT_ONCE = 16_384
T = TypeVar("T")
NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
NOBODY_THERE = frozenset({errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK})
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Crowd:
    """How many threads wait for somebody outside; `pressed` once that is more than half of them."""

    def __init__(self, threads: int):
        self._most, self._waiting, self._lock = max(1, threads // 2), 0, threading.Lock()

    @property
    def pressed(self) -> bool:
        return self._waiting > self._most

    @contextmanager
    def wait(self) -> Iterator[None]:
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1


class Line(socket.socket):
    """A client's socket: it waits as long as there is credit. Raises ConnectionResetError once that is spent, which
    gunicorn takes for a client that has gone."""

    def __init__(self, accepted: socket.socket, crowd: Crowd, *, credit: float = CREDIT):
        super().__init__(fileno=accepted.detach())
        super().setblocking(False)
        self._crowd, self._credit, self._most = crowd, credit, 0.0
        self.begin()

    def begin(self) -> None:
        """A request begins."""
        self._left, self.has_answered = self._credit, False

    def setblocking(self, flag: bool) -> None:
        self.settimeout(None if flag else 0.0)

    def settimeout(self, value: float | None) -> None:
        self._most = float("inf") if value is None else value

    def gettimeout(self) -> float | None:
        return None if self._most == float("inf") else self._most

    def recv(self, size: int, flags: int = 0) -> bytes:
        data = self._try(lambda: super(Line, self).recv(size, flags), select.POLLIN)
        self._earn(len(data))
        return data

    def send(self, data: Any, flags: int = 0) -> int:
        self.has_answered = True
        sent = self._try(lambda: super(Line, self).send(data, flags), select.POLLOUT)
        self._earn(sent)
        return sent

    def sendall(self, data: Any, flags: int = 0) -> None:
        with memoryview(data).cast("B") as view:
            at = 0
            while at < len(view):
                at += self.send(view[at:], flags)

    def _earn(self, size: int) -> None:
        self._left = min(self._credit, self._left + size / RATE)

    def _try(self, act: Callable[[], T], event: int) -> T:
        until = time.monotonic() + self._most
        while True:
            try:
                return act()
            except BlockingIOError:
                if not self._most:
                    raise
                self._wait(event, until=until)

    def _wait(self, event: int, *, until: float) -> None:
        """A moment, until something can be done; whoever has no credit left is hung up on."""
        poll, begun = select.poll(), time.monotonic()
        poll.register(self, event)
        with self._crowd.wait():
            found = poll.poll(1000 * max(0.0, min(1.0, until - begun, self._left)))
        now = time.monotonic()
        self._left -= (now - begun) * (PRESSED if self._crowd.pressed else 1)
        if not found and now >= until:
            raise TimeoutError
        if self._left <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """With what has come of the next request's head."""

    def __init__(self, *args: Any):
        super().__init__(*args)
        self.head, self.data_ready, self.drained, self.gone = bytearray(), True, 0, False

    @property
    def is_whole(self) -> bool:
        return b"\r\n\r\n" in self.head.lstrip(
            b"\r\n"
        )  # empty lines before a request count for nothing (RFC 9112, 2.2)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's own with threads, but for what waits."""

    head_seconds, credit, linger = HEAD_SECONDS, CREDIT, LINGER

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.answered: deque[Connection] = deque()
        self.crowd = Crowd(self.cfg.threads)

    def run(self) -> None:
        """All is loaded."""
        relieve(self)
        super().run()

    def accept(self, listener: socket.socket) -> None:
        """Whoever has waited the longest for the rest of a head makes room for the next."""
        if self.nr_conns >= self.worker_connections - 1:
            self._make_room()
        try:
            accepted, address = listener.accept()
        except OSError as error:
            if error.errno in NO_ROOM:
                self._make_room()
            elif error.errno not in NOBODY_THERE:
                raise
            return
        self.nr_conns += 1
        line = Line(accepted, self.crowd, credit=self.credit)
        self._gather(Connection(self.cfg, line, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """The next request on a line that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._gather(conn)
        self.on_pending_socket_readable(conn, client)

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        if conn.gone:  # it made room for another one that was seen at the same moment
            return
        try:
            data = client.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        conn.head += data
        if not data:
            self._drop(conn)
        elif conn.is_whole:
            self._leave(conn)
            self.enqueue_req(conn)
        elif len(conn.head) > LARGEST_HEAD:
            self._refuse(conn)

    def handle(self, conn: Connection) -> Any:
        """In a thread."""
        conn.sock.begin()
        conn.init()
        conn.parser.unreader.unread(bytes(conn.head))
        conn.head.clear()
        return super().handle(conn)

    def handle_error(self, req: Any, client: Line, addr: Any, exc: BaseException) -> None:
        """What is wrong in a body that nobody read turns up behind the answer: a second one would be taken for that of
        the next request, which may be somebody else's."""
        if not client.has_answered:
            super().handle_error(req, client, addr, exc)

    def finish_request(self, conn: Connection, done: "Future[Any]") -> None:
        """What came of the next request behind this one's body is looked at as any other beginning."""
        lasts = not done.cancelled() and done.exception() is None and done.result() is True
        if not lasts:
            self._take_leave(conn)
            return
        ahead = conn.parser.unreader.take_buffered()
        if not ahead:
            super().finish_request(conn, done)
            return
        conn.head += ahead
        if conn.is_whole:
            self.enqueue_req(conn)
        else:
            self._gather(conn)

    def _gather(self, conn: Connection) -> None:
        """Watch it until its head is whole; `murder_pending` hangs up on who takes too long."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.head_seconds
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _take_leave(self, conn: Connection) -> None:
        """Say that this was all, and wait for the other side to hang up: here, where it keeps nobody. gunicorn's own
        way holds up all sockets until one far away has."""
        conn.sock.setblocking(False)
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # it has gone
            self.nr_conns -= 1
            conn.close()
            return
        conn.timeout = time.monotonic() + self.linger
        self.answered.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._drain, conn))
        self._drain(conn, conn.sock)

    def _drain(self, conn: Connection, client: socket.socket) -> None:
        """What still comes is thrown away, up to a point."""
        if conn.gone:
            return
        try:
            data = client.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        conn.drained += len(data)
        if not data or conn.drained > LARGEST_HEAD:
            self._end(conn)

    def _end(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self.answered.remove(conn)
        self.nr_conns -= 1
        conn.gone = True
        conn.close()

    def _make_room(self) -> None:
        if self.answered:
            self._end(self.answered[0])
        elif self.pending_conns:
            self._drop(self.pending_conns[0])

    def murder_pending(self) -> None:
        """And whoever does not hang up."""
        super().murder_pending()
        while self.answered and self.answered[0].timeout <= time.monotonic():
            self._end(self.answered[0])

    def _leave(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def _drop(self, conn: Connection) -> None:
        self._leave(conn)
        self.nr_conns -= 1
        conn.gone = True
        conn.close()

    def _refuse(self, conn: Connection) -> None:
        with suppress(OSError):
            conn.sock.send(TOO_LARGE)
        self._drop(conn)
