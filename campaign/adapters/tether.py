"""A program that ends when its starter does. In: the starter's id, a signal, a command. Out: the command, in our place.

Run as a script, with nothing but the standard library: processes.start_child calls it. Linux tells a process that the
thread which started it is gone (PR_SET_PDEATHSIG), and keeps that over exec; elsewhere the command runs untied.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def tie_to_parent(*, parent: int, signal: int) -> None:
    """Ask for the signal when the parent ends; it may have ended before we asked."""
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        raise SystemExit(1)


if __name__ == "__main__":
    tie_to_parent(parent=int(sys.argv[1]), signal=int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606  no shell is wanted: the command is ours, word by word
