"""How long to wait for others at SQLite, which lets one write at a time. In: milliseconds. Out: nobody waits longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def wait_at_most(milliseconds: int) -> Iterator[None]:
    """Statements within it raise OperationalError after that time. PostgreSQL locks no more than rows: there nothing
    changes. It goes by Django's machinery, as every poll does it."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    line = connection.connection
    usual = line.execute("PRAGMA busy_timeout").fetchone()[0]
    line.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        if connection.connection is line:  # else it was given up, and the next one begins anew
            line.execute(f"PRAGMA busy_timeout = {usual}")
