"""A whole database in one file. In: where it is. Out: the file as it was at one moment, or the database from it.

SQLite copies itself page by page while others write (its backup interface); PostgreSQL's own programs do it in one
transaction. Files are readable by their owner only: all that people entrusted to us is in them.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaign.spec.errors import CampaignError, NotAllowed
from campaign.spec.message import say

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class DumpFailed(CampaignError):
    """The database could not be copied, or not be brought back."""


@dataclass(frozen=True)
class Place:
    """Where a database is: of SQLite `name` is its file; `password` never stands on a command line."""

    engine: str
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""


def read_place(given: Mapping[str, Any]) -> Place:
    """The place that settings name."""
    engine = POSTGRESQL if POSTGRESQL in str(given["ENGINE"]) else SQLITE
    parts = {name.lower(): str(given.get(name) or "") for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    return Place(engine, **parts)


def dump(place: Place, *, out: Path) -> None:
    """Write it to a new file. Raises DumpFailed."""
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"):
        pass
    if place.engine == SQLITE:
        _copy_sqlite(Path(place.name), out)
    else:
        _run(place, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={out}", place.name)


def load(place: Place, *, file: Path) -> None:
    """Bring it back into a database that holds nothing. Raises NotAllowed when it holds something, DumpFailed."""
    if place.engine == SQLITE:
        target = Path(place.name)
        if target.exists() and _count_tables(target):
            raise _refuse_full()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy_sqlite(file, target)
        return
    if _run(place, "psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--command={_TABLES}", place.name).strip():
        raise _refuse_full()
    words = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={place.name}")
    _run(place, "pg_restore", *words, str(file))


_TABLES = "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' LIMIT 1"


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as one,
            closing(sqlite3.connect(target, timeout=60)) as other,
        ):
            one.backup(other)
    except sqlite3.Error as error:
        raise _report(str(error)) from None
    target.chmod(0o600)


def _count_tables(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0])


def _run(place: Place, program: str, *words: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise DumpFailed(
            say("“%(program)s” is not on this machine.", program=program),
            hint=say("Install PostgreSQL's client programs (Debian: postgresql-client), of the server's version."),
        )
    given = {"PGHOST": place.host, "PGPORT": place.port, "PGUSER": place.user, "PGPASSWORD": place.password}
    environment = {**os.environ, **{name: value for name, value in given.items() if value}}
    done = subprocess.run([found, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise _report(done.stderr.strip()[-500:] or f"{program}: {done.returncode}")
    return done.stdout


def _report(why: str) -> DumpFailed:
    return DumpFailed(
        say("The database cannot be copied: %(why)s.", why=why),
        hint=say("See that it answers, and that the folder has room."),
    )


def _refuse_full() -> NotAllowed:
    return NotAllowed(
        say("This database holds something already."),
        hint=say("A copy is brought back into an empty installation: name another database, or another CAMPAIGN_HOME."),
    )
