"""Markup in every text that is kept: no page of the studio makes an element of it."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from pytest_django import Settings

from campaign.data.models import User
from campaign.studio import streams
from tests.studio.matrix import ROWS, find_address, make_visitors, make_world

pytestmark = pytest.mark.django_db

PLANTED = "\"'></script></style></textarea><x-planted onload=1 data-planted=1>{{ 7 }}"
CYRILLIC = re.compile("[А-Яа-я]")
"""What people wrote: names of columns, keys and rules have none."""
KEPT = frozenset({"releaseevent", "release", "auditentry", "auditevent"})
"""Frozen and signed, or never changed: the database refuses, or what is read from them is proved first."""


class Reader(HTMLParser):
    """Which elements and attributes are there that nobody wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.planted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if tag == "x-planted" or "data-planted" in names or "onload" in names:
            self.planted.append(f"{tag} {names}")


def plant(value: Any) -> Any:
    """In every text that somebody wrote, however deep."""
    if isinstance(value, str):
        return value + PLANTED if CYRILLIC.search(value) else value
    if isinstance(value, list):
        return [plant(one) for one in value]
    if isinstance(value, dict):
        return {name: plant(one) for name, one in value.items()}
    return value


def plant_everywhere() -> int:
    """In all tables; how many texts there were."""
    count = 0
    for model in apps.get_app_config("data").get_models():
        if model._meta.model_name in KEPT:
            continue
        columns = [
            field
            for field in model._meta.fields
            if isinstance(field, (models.TextField, models.JSONField, models.CharField))
        ]
        for row in model._default_manager.all():
            changed = {one.name: plant(old) for one in columns if (old := getattr(row, one.name)) != plant(old)}
            if changed:
                model._default_manager.filter(pk=row.pk).update(**changed)
                count += len(changed)
    return count


@pytest.fixture
def world(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    settings.SCHEDULES_FOLDER = tmp_path / "schedules"
    monkeypatch.setattr(streams, "LASTS", 0)
    return make_world(settings.SCHEDULES_FOLDER)


def test_no_page_makes_an_element_of_what_somebody_wrote(world: Mapping[str, str]) -> None:
    people = make_visitors()
    User.objects.update(first_name="Ева", last_name="Еленова")
    assert plant_everywhere() > 20
    shown, wrong = 0, []
    client = Client(raise_request_exception=False)
    client.force_login(people["administrator"])
    for row in ROWS:
        if "GET" not in row.methods.split():
            continue
        answer: Any = client.get(find_address(row, world))
        if answer.streaming:
            list(answer)  # to its end: the file stays open until then
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            page, reader = answer.content.decode(), Reader()
            reader.feed(page)
            shown += "x-planted" in page
            wrong += [f"{row.name}: {one}" for one in reader.planted]
    assert wrong == []
    assert shown > 20


def test_an_element_of_what_somebody_wrote_would_be_seen() -> None:
    for page in (f"<p>{PLANTED}</p>", f'<input value="{PLANTED}">', f"<script>a = '{PLANTED}'</script>"):
        reader = Reader()
        reader.feed(page)
        assert reader.planted
