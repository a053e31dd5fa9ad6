"""What an erasure leaves in files of the database itself: nothing."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from campaign.services.erasure import Ground, erase
from campaign.spec.consent import Consent
from tests.factories.rows import make_consent, make_material, make_person, make_version


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_hold_nothing_of_the_erased() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are its own matter: see docs/consents.md")
    version = make_version()
    make_material(version, state="approved")
    row = make_consent(version, Consent(person="Мила Тайнова", wording="Да. " * 5_000))
    before = list_holding("Тайнова")
    erase(row, by=make_person("lead"), ground=Ground.WITHDRAWN, now=timezone.now())
    assert (len(before) > 0, list_holding("Тайнова")) == (True, [])


def list_holding(word: str) -> list[str]:
    """The database's files in which the word stands, plain or as JSON."""
    path = Path(connection.settings_dict["NAME"])
    spelt = (word.encode(), json.dumps(word)[1:-1].encode())
    files = sorted(path.parent.glob(f"{path.name}*"))
    return [file.name for file in files if any(one in file.read_bytes() for one in spelt)]
