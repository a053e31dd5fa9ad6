"""What a machine does to a command. In: an exception nobody foresaw. Out: an error a person can mend, or None.

None is a fault of ours, and keeps its traceback.
"""

import re
import sqlite3
import time

import typer

from campaign.spec.errors import CampaignError
from campaign.spec.message import say

OUTDATED = re.compile(r"no such (?:table|column)|(?:relation|column) .* does not exist", re.IGNORECASE)

STARTING = "57P03"
"""What PostgreSQL says that is there and cannot be used yet (its manual, appendix A)."""
WAIT = 2.0
"""Seconds between two looks for a database."""


class MachineNotReady(CampaignError):
    """A folder, a disk, a setting or the database is not as the product needs it."""


def explain_trouble(error: Exception) -> CampaignError | None:
    """The error in words, by its class."""
    if isinstance(error, OSError) and not isinstance(error, ConnectionError):
        return _explain_file(error)
    module = type(error).__module__
    if module == "django.db.utils":
        return _explain_database(error)
    if module.startswith("dj_database_url"):
        return MachineNotReady(
            say("DATABASE_URL is not the address of a database."),
            hint=say("Write it as postgres://NAME:PASSWORD@HOST/DATABASE, or leave it out for a file of our own."),
        )
    return None


def check_tables() -> bool:
    """Raise MachineNotReady when the database is not the one this version works with; for processes that would
    only find out later, in their log. False, and said so, while its server does not answer: it may come up after us."""
    import django
    from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    except OperationalError as error:
        if not _is_unreachable(error):
            raise
        typer.echo(str(say("The database does not answer yet: %(why)s.", why=_tell_first(error))), err=True)
        return False
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise report_outdated()
    return True


def wait_for_tables() -> None:
    """The same, for as long as it takes the database to come up. Raises MachineNotReady."""
    while not check_tables():
        time.sleep(WAIT)


def _is_unreachable(error: Exception) -> bool:
    """Whether there is no server that could refuse us; of a file of our own it is the folder that is wrong, unless
    another process holds the file."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        return "locked" in str(cause)
    return type(cause).__module__.startswith("psycopg") and getattr(cause, "sqlstate", None) in (None, STARTING)


def _tell_first(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def report_outdated() -> CampaignError:
    """There is a database, and its tables are not those of this version."""
    return MachineNotReady(
        say("The database is empty, or of an older version of the product."),
        hint=say("Run “python -m django migrate --settings campaign.settings”; “campaign demo” does it by itself."),
    )


def _explain_file(error: OSError) -> CampaignError:
    return MachineNotReady(
        say("“%(file)s” cannot be used: %(why)s.", file=str(error.filename or "?"), why=error.strerror or str(error)),
        hint=say("See that it is there, that this user may read and write it, and that the disk has room."),
    )


def _explain_database(error: Exception) -> CampaignError:
    if OUTDATED.search(str(error)):
        return report_outdated()
    return MachineNotReady(
        say("The database does not answer as it should: %(why)s.", why=_tell_first(error)),
        hint=say("See that it runs, and that CAMPAIGN_HOME or DATABASE_URL lead to it."),
    )
