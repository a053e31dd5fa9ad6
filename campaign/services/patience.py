"""How long to wait for others at SQLite, which lets one write at a time. In: milliseconds. Out: nobody waits longer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def wait_at_most(milliseconds: int) -> Iterator[None]:
    """Statements within it raise OperationalError after that time. PostgreSQL locks no more than rows: there nothing
    changes. It goes by Django's machinery, as every poll does it."""
    if connection.vendor != "sqlite":
        yield
        return
    if connection.connection is None:
        _knock(milliseconds)
    connection.ensure_connection()
    line = connection.connection
    usual = line.execute("PRAGMA busy_timeout").fetchone()[0]
    line.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        if connection.connection is line:  # else it was given up, and the next one begins anew
            line.execute(f"PRAGMA busy_timeout = {usual}")


def _knock(milliseconds: int) -> None:
    """A thread that is not connected yet would wait for the usual time: connecting reads, and somebody may hold that
    too. So it looks first whether anybody opens."""
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.is_file():
        return
    with (
        connection.wrap_database_errors,
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=milliseconds / 1000)) as line,
    ):
        line.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
