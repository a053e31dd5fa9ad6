"""How long to wait for others at SQLite, which lets one write at a time. In: milliseconds. Out: nobody waits longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def wait_at_most(milliseconds: int) -> Iterator[None]:
    """Statements within it raise OperationalError after that time. PostgreSQL locks no more than rows: there nothing
    changes."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
