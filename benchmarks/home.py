"""A home of its own to measure in. In: an empty folder. Out: Django set up there, and the environment of its servers.

Whoever needs the database imports it after this, inside a function: settings are read once a process.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import django
from django.core.management import call_command


def set_up(home: Path, *, port: int) -> Mapping[str, str]:
    """Make this process live in the folder, with an empty database; what servers need to do the same."""
    for name in ("DATABASE_URL", "CAMPAIGN_S3_ENDPOINT", "CAMPAIGN_PRIVATE_STORE", "CAMPAIGN_BROKER"):
        os.environ.pop(name, None)
    os.environ |= {
        "CAMPAIGN_HOME": str(home),
        "CAMPAIGN_STORE": f"file:{home / 'store'}",
        "CAMPAIGN_SECRET_KEY": "for benchmarks alone",
        "CAMPAIGN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    return dict(os.environ)
