"""An empty house for every journey, with a designers' folder of few templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.services import publishing
from tests.factories.house import House, open_house


@pytest.fixture
def house(
    live_server: LiveServer, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    publishing.forget()
    with open_house(live_server.url, tmp_path, settings=settings, monkeypatch=monkeypatch) as opened:
        yield opened
