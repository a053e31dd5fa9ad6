"""What each role needs is never further than two clicks from home."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import User
from tests.studio.matrix import ALL, ROWS, make_visitors, make_world

pytestmark = pytest.mark.django_db
NO_PAGES = {"progress", "work-events", "work-line", "download-calendar", "health", "audit-file"}
"""Fetched by pages, or files."""
LATER = {
    "account-codes-end": "only with a second step on",
    "account-spare": "only with a second step on",
    "sign-in-code": "a way in",
    "emergency-start": "leads back to the message",
    "first-steps": "leads on from an empty home",
}
"""Not there yet, or not any more."""
THEIRS = {"template-changes": "designer"}
"""Pages that wait for one role alone; the others come upon them."""


@pytest.fixture
def people(tmp_path: Path, settings: Settings) -> Mapping[str, User]:
    settings.SCHEDULES_FOLDER = tmp_path / "schedules"
    make_world(settings.SCHEDULES_FOLDER)
    return make_visitors()


def test_every_page_that_a_role_may_open_is_two_clicks_from_home(people: Mapping[str, User]) -> None:
    far, plain = {}, {reverse(row.name) for row in ROWS if not row.args}
    for role in sorted(ALL):
        client = Client()
        client.force_login(people[role])
        first = read_links(client, reverse("home"))
        near = first.union(*(read_links(client, address) for address in sorted(first & plain)))
        wanted = {
            reverse(row.name)
            for row in ROWS
            if role in row.roles and not row.args and "GET" in row.methods and row.name not in NO_PAGES | LATER.keys()
            if THEIRS.get(row.name, role) == role
        }
        far[role] = sorted(wanted - near)
    assert far == {role: [] for role in sorted(ALL)}


def read_links(client: Client, address: str) -> set[str]:
    """Addresses of ours that a page leads to, without what narrows them."""
    answer = client.get(address)
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    assert answer.status_code in {200, 302}, address
    found = re.findall(r'<a [^>]*href="(/[^"]*)"', answer.content.decode())
    return {urlsplit(one).path for one in found if not one.startswith("/admin/")}
