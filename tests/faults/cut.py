"""Keep a file in a store, and lose power before each step of it. In: an empty folder. Out: one folder for each step, by
how many calls to the system came before the cut, and how many steps there are.

python -m tests.faults.cut FOLDER store|private|whole|letter
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from campaign.adapters.file_store import FileStore
from campaign.adapters.files import write_whole
from campaign.adapters.mail import Letter, send_letter
from campaign.spec.digest import hash_bytes

CALLS = ("mkdir", "open", "fsync", "replace", "rename", "link", "unlink", "close")
MOST = 24
"""More calls than keeping a file takes."""
DATA = bytes(range(256)) * 2_000
NAME = f"{hash_bytes(DATA)}.mp4"


def keep(kind: str, folder: Path) -> None:
    if kind in ("store", "private"):
        FileStore(folder, private=kind == "private").put_bytes(DATA, name=NAME)
    elif kind == "whole":
        write_whole(folder / NAME, DATA)
    else:
        letter = Letter("ana@example.org", "Здравейте", "Текст", "<p>Текст</p>", "bg", "mark")
        send_letter(letter, to=f"file:{folder}", sender="us@example.org", now=datetime(2026, 11, 22, tzinfo=UTC))


def cut_after(calls: int) -> None:
    """All that was written by then is written; nothing else ever is."""
    left = [calls]

    def wrap(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return call(*args, **named)

        return counted

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name)))


def try_after(calls: int, kind: str, folder: Path) -> bool:
    """Whether power was lost before the end."""
    folder.mkdir()
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, -signal.SIGKILL), status
        return status != 0
    try:
        cut_after(calls)
        keep(kind, folder)
    except BaseException:
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(next(calls for calls in range(MOST) if not try_after(calls, sys.argv[2], place / str(calls))))  # noqa: T201
