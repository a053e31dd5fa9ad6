"""Another installation, into which a copy is brought back. In: a folder. Out: its environment; what restoring said."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from pytest_django import Settings

from campaign.services import backups

SECRET = "for the copies alone"


@contextmanager
def empty_installation(home: Path) -> Iterator[dict[str, str]]:
    """The environment of one that has never run; on PostgreSQL a database beside that of the tests."""
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CAMPAIGN_BROKER")}
    given = {"CAMPAIGN_HOME": str(home), "CAMPAIGN_SECRET_KEY": SECRET, "CAMPAIGN_SIGNING_KEY": "ab" * 32}
    own |= {**given, "DJANGO_SETTINGS_MODULE": "campaign.settings"}
    if connection.vendor == "sqlite":
        yield own
        return
    place = connection.settings_dict
    name = f"restored_{os.getpid()}"
    own["DATABASE_URL"] = f"postgres://{place['USER']}@{place['HOST'].replace('/', '%2F')}/{name}"
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield own
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def restore(folder: Path, environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "campaign", "restore", str(folder), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def keep_drawn_keys(settings: Settings) -> None:
    """As in an installation that was given none."""
    settings.SIGNING_KEY = ""
    settings.HOME.mkdir()
    (settings.HOME / backups.DRAWN).write_text(settings.SECRET_KEY)


def forget_keys(environment: dict[str, str]) -> None:
    """It draws its own as soon as it starts, and then gets those of the copy."""
    del environment["CAMPAIGN_SECRET_KEY"], environment["CAMPAIGN_SIGNING_KEY"]
