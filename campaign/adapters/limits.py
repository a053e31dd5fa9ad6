"""Work that may hang or crash, at arm's length. In: a function, its arguments, seconds. Out: its result, in time.

A page engine can hang in native code for ever, where no exception reaches. So the work runs in a child that the
kernel kills at its limit. Children are forked off a small server of our own that is started once, has no threads
and has the engine loaded: a child costs a few milliseconds, whatever threads this process runs.
"""

import atexit
import os
import pickle
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import Any, NoReturn, TypeVar

from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

T = TypeVar("T")

GRACE = 1.0
"""Seconds the caller waits beyond the child's own limit, so that the kernel's signal comes first."""
MOST_MEMORY = 4 * 1024**3
"""Bytes a child, or the encoder it starts, may ask for: a picture of 8192 × 8192 takes a quarter of it."""
HEADER = struct.Struct("!Q")


def run_limited(
    function: Callable[..., T], *args: Any, seconds: float, on_progress: Callable[[float], None] | None = None
) -> T:
    """Run a module's function in a child; arguments and result must pickle, paths be absolute. With `on_progress` the
    function is handed one argument more, which it tells its share done; `seconds` then count anew from every word.

    Raises what the function or `on_progress` raises, or RenderFailed when the child ran out of time or crashed."""
    channel = _open_channel()
    with channel:
        deadline = _set_deadline(seconds)
        try:
            _write(channel, pickle.dumps((function, args, seconds, on_progress is not None)), deadline)
            while True:
                kind, result = pickle.loads(_read(channel, deadline))  # noqa: S301 – our own child's words
                if kind is not _Word.TOLD or on_progress is None:
                    break
                on_progress(result)
                deadline = _set_deadline(seconds)
        except TimeoutError:
            raise _refuse_slow(seconds) from None
        except (EOFError, OSError):
            raise _explain_end(seconds, deadline) from None
    if kind is _Word.FAILED:
        raise result
    return result  # type: ignore[no-any-return]  # the pickled outcome of `function`


class _Word(Enum):
    """What a child may say."""

    TOLD = auto()
    DONE = auto()
    FAILED = auto()


def _explain_end(seconds: float, deadline: float) -> RenderFailed:
    """Why a child ended before it answered."""
    if time.monotonic() >= deadline - GRACE - 0.05:
        return _refuse_slow(seconds)
    return RenderFailed(
        say("The rendering process crashed."), hint=say("Try again; if it stays, simplify the picture.")
    )


class Standby:
    """One child that answers one caller after the other: it needs not be forked, and knows what it compiled before.
    Nobody else may ask while one does. It is recycled after `most` answers, and whenever one of them fails in a way
    that is no error of ours: an engine may hold something back."""

    def __init__(self, *, most: int = 200) -> None:
        self._most = most
        self._left = 0
        self._channel: socket.socket | None = None
        atexit.register(self.close)

    def run(self, function: Callable[..., T], *args: Any, seconds: float) -> T:
        """Like run_limited."""
        deadline = _set_deadline(seconds)
        kind = None
        try:
            channel = self._open()
            _write(channel, pickle.dumps((function, args, seconds, False)), deadline)
            kind, result = pickle.loads(_read(channel, deadline))  # noqa: S301 – our own child's words
        except TimeoutError:
            raise _refuse_slow(seconds) from None
        except (EOFError, OSError):
            raise _explain_end(seconds, deadline) from None
        finally:
            self._left -= 1
            if kind is None or self._left <= 0:
                self.close()
        if kind is _Word.FAILED:
            raise result
        return result  # type: ignore[no-any-return]  # the pickled outcome of `function`

    def _open(self) -> socket.socket:
        if self._channel is None:
            self._channel, self._left = _open_channel(), self._most
        return self._channel

    def close(self) -> None:
        """The child sees the end of its channel, or its own limit, and ends."""
        if self._channel is not None:
            self._channel.close()
        self._channel = None


def _set_deadline(seconds: float) -> float:
    return time.monotonic() + seconds + GRACE


def _refuse_slow(seconds: float) -> RenderFailed:
    return RenderFailed(
        say("Rendering took longer than %(seconds)g seconds and was stopped.", seconds=seconds),
        hint=say("Simplify the template or the pictures in it."),
    )


class _Server:
    """The process that forks children; it ends when the last process that can ask it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def hand_over(self, channel: socket.socket) -> None:
        """Give the server a new child's end of a channel; a server that has died is started anew."""
        with self._lock:
            for _ in range(2):
                control = self._control or self._start()
                try:
                    socket.send_fds(control, [b"\0"], [channel.fileno()])
                    return
                except OSError:
                    self.stop()
        raise RenderFailed(say("The rendering process cannot be started."), hint=say("Look at the machine's memory."))

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            code = f"from campaign.adapters.limits import serve; serve({theirs.fileno()})"
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control = ours
        return ours

    def stop(self) -> None:
        if self._control:
            self._control.close()
        if self._process:
            # Another process may still use it, so it is not killed: it ends by itself when none is left.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=0.5)
            self._process.returncode = self._process.returncode or 0
        self._control = self._process = None


_server = _Server()
atexit.register(_server.stop)


def _open_channel() -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        _server.hand_over(theirs)
    return ours


def serve(control_fd: int) -> None:
    """The server's whole life: fork a child for every channel it is handed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load()
    children: set[int] = set()
    with socket.socket(fileno=control_fd) as control:
        while True:
            children -= {child for child in children if os.waitpid(child, os.WNOHANG)[0]}
            if not select.select([control], [], [], 5)[0]:
                continue
            data, descriptors, *_ = socket.recv_fds(control, 1, 1)
            if not data:
                break
            child = os.fork()
            if not child:
                control.close()
                _work(descriptors[0])
            os.close(descriptors[0])
            children.add(child)
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _load() -> None:
    """What every child would load again; imported here, for the callers have no need of it."""
    from campaign.adapters import blitz, drawing, looks  # noqa: F401, PLC0415
    from campaign.render import glyphs, pipeline  # noqa: F401, PLC0415

    blitz.register_fonts()
    glyphs.list_characters(is_legal=False)
    glyphs.list_characters(is_legal=True)


def _work(descriptor: int) -> NoReturn:
    """A child's whole life; SIGALRM's own action ends it wherever it hangs."""
    with suppress(OSError, EOFError), socket.socket(fileno=descriptor) as channel:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        while True:  # until the caller closes the channel, mostly after one answer
            _answer(channel)
    os._exit(0)


def _answer(channel: socket.socket) -> None:
    function, args, seconds, tells = pickle.loads(_read(channel, None))  # noqa: S301 – our own parent's words
    signal.setitimer(signal.ITIMER_REAL, seconds)

    def tell(share: float) -> None:
        _write(channel, pickle.dumps((_Word.TOLD, share)), None)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    try:
        outcome = pickle.dumps((_Word.DONE, function(*args, tell) if tells else function(*args)))
    except Exception as error:
        outcome = pickle.dumps((_Word.FAILED, _make_picklable(error)))
    signal.setitimer(signal.ITIMER_REAL, 0)
    _write(channel, outcome, None)


def _make_picklable(error: Exception) -> Exception:
    if isinstance(error, MemoryError):
        return RenderFailed(
            say("Rendering needs more than %(most)d MB of memory.", most=MOST_MEMORY // 1024**2),
            hint=say("Simplify the template or the pictures in it."),
        )
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 – just made here
    except Exception:
        return RenderFailed(say("Rendering failed: %(problem)s.", problem=repr(error)[:300]))
    return error


def _write(channel: socket.socket, data: bytes, deadline: float | None) -> None:
    _limit(channel, deadline)
    channel.sendall(HEADER.pack(len(data)))
    channel.sendall(data)


def _read(channel: socket.socket, deadline: float | None) -> bytes:
    (size,) = HEADER.unpack(_read_exactly(channel, HEADER.size, deadline))
    return _read_exactly(channel, size, deadline)


def _read_exactly(channel: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        _limit(channel, deadline)
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _limit(channel: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    channel.settimeout(left)
