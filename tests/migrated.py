"""A database with every table and no row, made once a process, for making one takes longer than most tests."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ELSEWHERE = ("DATABASE_URL", "CAMPAIGN_BROKER", "CAMPAIGN_STORE", "CAMPAIGN_PRIVATE_STORE", "CAMPAIGN_PUBLIC_URL")
"""Settings that would lead away from a home."""
NAME = "campaign.sqlite3"


def copy_migrated(home: Path) -> None:
    """Into a folder that is a home or becomes one, as `migrate` would leave it there."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(_make(), home / NAME)


@cache
def _make() -> Path:
    home = Path(tempfile.mkdtemp(prefix="campaign-migrated-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    settings = {"CAMPAIGN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "campaign.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, check=True, env=own | settings)
    return home / NAME
