"""A store of its own for every test, and signed-in clients."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from campaign.data.models import User
from campaign.services import publishing
from campaign.studio import streams
from tests.factories.rows import make_person


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    publishing.forget()


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads an answer to its end waits for no stream of events."""
    monkeypatch.setattr(streams, "LASTS", 0)


@pytest.fixture
def sign_in(db: None) -> Callable[[str], Client]:
    """A client signed in with a role; the same person for the same role."""

    def enter(role: str) -> Client:
        client = Client()
        client.force_login(User.objects.filter(username=role).first() or make_person(role))
        return client

    return enter
