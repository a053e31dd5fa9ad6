"""A process that holds a SQLite file, as an administrator's shell or a copying program may. Prints “held”, or why it
could not, and lets go when its standard input is closed.

python -m tests.faults.sqlite_holder FILE writing SECONDS   all writing, by BEGIN EXCLUSIVE
python -m tests.faults.sqlite_holder FILE alone SECONDS     reading too, by locking_mode=EXCLUSIVE: only while nobody is
                                                            connected, which it waits for so long
"""

import sqlite3
import sys
import time


def hold(path: str, *, alone: bool, seconds: float) -> sqlite3.Connection:
    """Raises OperationalError."""
    until = time.monotonic() + seconds
    while True:
        line = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            if alone:
                line.execute("PRAGMA locking_mode=EXCLUSIVE")
            line.execute("BEGIN EXCLUSIVE")
            return line
        except sqlite3.OperationalError:
            line.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.001)


if __name__ == "__main__":
    try:
        line = hold(sys.argv[1], alone=sys.argv[2] == "alone", seconds=float(sys.argv[3]))
        print("held", flush=True)  # noqa: T201  whoever started us waits for it
        sys.stdin.read()
        line.close()
    except sqlite3.OperationalError as error:
        print(error, flush=True)  # noqa: T201
