"""Whether this process can serve players. In: the moment. Out: what hinders it, in a word for monitors.

A playlist needs the database, or what this process read of it before it went away; tables as this version of the
product has them; and a key to sign with. The store is none of it: without it players go on with the files that they
have, and taking a web host out for it would take their playlists away too (campaign_up tells of it).
"""

from datetime import datetime

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from campaign.services import lasting, outages
from campaign.services.lasting import find_key
from campaign.services.outages import DatabaseAway
from campaign.spec.errors import CampaignError

_migrated: list[bool] = []


def find_hindrance(*, now: datetime) -> str:
    """Empty when there is none. One small query as a rule; at its first call it looks at the tables too."""
    try:
        if not _is_migrated():
            return "tables"
        lasting.find_standing(at=now)
        find_key(at=now)
    except (DatabaseAway, Error):
        return "database"
    except (CampaignError, OSError):
        return "key"
    return ""


def forget() -> None:
    """Look at everything anew, e.g. when another database takes its place."""
    _migrated.clear()


def _is_migrated() -> bool:
    """Once they are, they stay so: newer tables are no hindrance to a process that is about to be replaced."""
    if not _migrated and not outages.is_on():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.append(True)
    return True
