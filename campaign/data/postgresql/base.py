"""Django's backend for PostgreSQL, for servers that may fall silent. In: DATABASE_URL. Out: answers, or an error soon.

A server that was stopped, or whose host or line is gone without a word, leaves its clients waiting for ever: libpq's
time limits are for connecting alone. A statement may take as long as it likes here, but once it has been silent for
PATIENCE seconds the server is asked by another connection whether it is there at all. If it is not, the statement ends
with OperationalError, as it does when a connection breaks.
"""

from collections.abc import Generator
from time import monotonic
from types import SimpleNamespace
from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base

PATIENCE = 1.0
"""Seconds of silence after which the server is asked; each next time four times as long."""
CONNECT_SECONDS = 2
"""The least that libpq takes; a server that is there answers in milliseconds."""
STARTING = "57P03"
"""What a server says that is there and cannot be used yet, or any more (PostgreSQL, appendix A)."""
T = TypeVar("T")


class PatientConnection(psycopg.Connection[Any]):
    """Every wait of a connection, whatever for, comes through `wait`."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return super().wait(self._watch(gen), interval=interval, timeout=timeout)

    def _watch(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """The same steps; psycopg sends nothing at every interval in which nothing came."""
        try:
            wanted, since, patience = next(gen), monotonic(), PATIENCE
            while True:
                ready = yield wanted
                if ready:
                    since, patience = monotonic(), PATIENCE
                elif monotonic() - since > patience:
                    patience *= 4
                    self._check_alive()
                wanted = gen.send(ready)
        except StopIteration as end:
            result: T = end.value
            return result

    def _check_alive(self) -> None:
        """Raises OperationalError, and gives the connection up, when the server does not answer another one."""
        known: dict[str, Any] = {
            **self.info.get_parameters(),
            "password": self.info.password,
            "connect_timeout": CONNECT_SECONDS,
        }
        try:
            psycopg.connect(**known).close()
        except psycopg.OperationalError as error:
            if error.sqlstate and error.sqlstate != STARTING:
                return  # it refuses us, but it is there
            self.close()
            raise psycopg.OperationalError("the server fell silent in the middle of a statement") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """Known to Django by this name (ENGINE)."""

    Database: Any = SimpleNamespace(**{**vars(psycopg), "connect": PatientConnection.connect})

    def get_connection_params(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_connection_params()
        return {"connect_timeout": CONNECT_SECONDS, **found}
