"""The web server's worker, for lines that are slow or hostile. In: connections. Out: gunicorn's threads, each given to
a request whose head has come in whole.

gunicorn's own worker gives a connection a thread with its first byte, and waits in it for the rest for ever: as many
visitors as there are threads, who each send half a line, and no screen is answered any more. Here heads are gathered by
the loop that watches all sockets, which costs no thread; and a thread that waits for a body, or for somebody to take an
answer, does so on credit (`web_line`). A proxy such as deploy/nginx.conf gathers requests before they come here;
this is for where there is none.
"""

import errno
import socket
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from campaign.adapters.web_line import CREDIT, Crowd, Line
from campaign.adapters.web_relief import relieve

HEAD_SECONDS = 20.0
"""From a connection, or the first byte on one that is kept, to the end of the head; nginx takes 60, Apache 20."""
LARGEST_HEAD = 32_768
"""Bytes, as with nginx (large_client_header_buffers 4 8k)."""
LINGER = 2.0
"""Seconds for a client to hang up once it was answered (RFC 9112, 9.6): hung up on at once, it might lose the end."""
AT_ONCE = 16_384
NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
NOBODY_THERE = frozenset({errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK})
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


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
