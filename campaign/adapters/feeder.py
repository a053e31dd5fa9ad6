"""A child that takes frames on its standard input. In: a command, frames. Out: its end, or why it failed.

Frames pass a short queue and a wide pipe: drawing and encoding overlap, and memory stays the same for any length.
The child dies with the thread that started it, however that ends.
"""

import fcntl
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO

from campaign.adapters.processes import tie_command
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

QUEUED_FRAMES = 3
PIPE_BYTES = 1 << 20
BEAT = 0.1
_QUIET = {"SVT_LOG": "1"}  # SVT-AV1 otherwise greets on standard error, past ffmpeg's own log
_F_SETPIPE_SZ = 1031  # fcntl.F_SETPIPE_SZ, which only Linux has


class FedChild:
    """One run of a command. `complaints` are the last lines it said that are no progress."""

    def __init__(self, command: Sequence[str], *, limit: float):
        self.complaints: deque[str] = deque(maxlen=20)
        self.frames_done = 0
        self._deadline = time.monotonic() + limit
        self._limit = limit
        self._queue: queue.Queue[bytes | None] = queue.Queue(QUEUED_FRAMES)
        self._process = subprocess.Popen(
            tie_command(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **_QUIET},
        )
        write = threading.Thread(target=self._write, args=(self._process.stdin,), daemon=True)
        listen = threading.Thread(target=self._listen, args=(self._process.stderr,), daemon=True)
        self._threads = (write, listen)
        for thread in self._threads:
            thread.start()

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def feed(self, frames: Iterator[bytes], *, on_frame: Callable[[int], None]) -> int:
        """Pass all frames on, tell how many are done, wait for the end. Returns the exit code.
        Raises RenderFailed when the time is up, and whatever drawing a frame raises; the child is gone then."""
        try:
            for frame in frames:
                if not self._offer(frame):
                    break
                on_frame(self.frames_done)
            self._offer(None)
            while self._process.poll() is None:
                self._check_time()
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(BEAT)
                on_frame(self.frames_done)
            return self._process.returncode
        finally:
            self._end()

    def _offer(self, frame: bytes | None) -> bool:
        """False when the child ended before it took this."""
        while self._process.poll() is None:
            self._check_time()
            with suppress(queue.Full):
                self._queue.put(frame, timeout=BEAT)
                return True
        return False

    def _check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise RenderFailed(
                say("The video was not ready after %(limit)s seconds.", limit=round(self._limit)),
                hint=say("Try again when the machine is less busy, or with a shorter loop."),
            )

    def _write(self, pipe: IO[bytes]) -> None:
        _widen(pipe)
        # a child that has all it needs closes the pipe first: its exit code tells whether that was right
        with suppress(BrokenPipeError), pipe:
            while (frame := self._queue.get()) is not None:
                pipe.write(frame)

    def _listen(self, pipe: IO[bytes]) -> None:
        with pipe:
            for raw in pipe:
                line = raw.decode(errors="replace").strip()
                key, mark, value = line.partition("=")
                if key == "frame" and value.strip().isdigit():
                    self.frames_done = int(value)
                elif line and not (mark and key.replace("_", "").isalnum()):
                    self.complaints.append(line)

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        while self._threads[0].is_alive():
            with suppress(queue.Full):
                self._queue.put(None, timeout=BEAT)
            self._threads[0].join(BEAT)
        self._threads[1].join()


def _widen(pipe: IO[bytes]) -> None:
    """A frame is megabytes: the default pipe of 64 KB costs a switch between processes for each."""
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(pipe, _F_SETPIPE_SZ, PIPE_BYTES)
