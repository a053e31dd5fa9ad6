"""What the environment decides, read in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

ASK = """
import django
from django.test import RequestFactory
django.setup()
request = RequestFactory().get("/", HTTP_X_FORWARDED_PROTO="https", HTTP_HOST="localhost")
print(request.is_secure(), request.build_absolute_uri("/a"))
"""


@pytest.mark.parametrize(
    ("given", "told"), [({}, "False http://localhost/a"), ({"CAMPAIGN_BEHIND_PROXY": "1"}, "True https://localhost/a")]
)
def test_only_who_stands_behind_a_proxy_believes_it(given: dict[str, str], told: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "campaign.settings", **given}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told


LOOK = """
from django.db import connection
print(connection.cursor().execute("PRAGMA journal_mode").fetchone()[0])
print(connection.cursor().execute("PRAGMA busy_timeout").fetchone()[0])
"""


def test_sqlite_named_by_an_address_lets_people_write_while_players_are_answered_too(tmp_path: Path) -> None:
    address = {"DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}", "DJANGO_SETTINGS_MODULE": "campaign.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env={**os.environ, **address}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["wal", "20000"]


def test_every_setting_has_its_row_in_the_guide() -> None:
    source = (ROOT / "campaign" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:environ(?:\.get\(|\[)|_read_number\()"([A-Z_0-9]+)"', source))
    lines = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8").splitlines()
    told = {name for line in lines if line.startswith("| `") for name in re.findall(r"`([A-Z_0-9]+)`", line)}
    assert sorted(read - told) == []
