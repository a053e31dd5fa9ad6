"""The way of one host to its database. In: the server's socket. Out: a socket beside it, that can be cut and mended."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Wire:
    """While `is_cut`, nobody gets through: lines that were open have ended, and new ones end at once."""

    behind: Path
    is_cut: bool = False
    _ends: list[socket.socket] = field(default_factory=list)

    def cut(self) -> None:
        self.is_cut = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        for end in self._ends:
            end.close()

    def mend(self) -> None:
        self.is_cut = False

    def serve(self, near: socket.socket) -> None:
        """Until the socket is shut."""
        with suppress(OSError):
            while True:
                self._connect(near.accept()[0])

    def _connect(self, caller: socket.socket) -> None:
        if self.is_cut:
            caller.close()
            return
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(self.behind))
        self._ends += (caller, server)
        for one, other in ((caller, server), (server, caller)):
            threading.Thread(target=_hand_on, args=(one, other), daemon=True).start()


@contextmanager
def run_wire(behind: Path, *, beside: Path) -> Iterator[Wire]:
    """`beside` is the path of the new socket, short enough for one."""
    wire = Wire(behind)
    with socket.socket(socket.AF_UNIX) as near:
        near.bind(str(beside))
        near.listen()
        thread = threading.Thread(target=wire.serve, args=(near,))
        thread.start()
        try:
            yield wire
        finally:
            near.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            wire.close()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(1 << 16):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
