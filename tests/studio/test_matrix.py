"""Every address, tried by every role, by nobody, by a stranger of another organisation, by a guest of one campaign."""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from tests.studio.matrix import ROWS, VISITORS, Row, make_visitors, make_world

pytestmark = pytest.mark.django_db

PARTS = 4
"""A thousand answers take their time; each part has its own."""


@pytest.fixture
def world(tmp_path: Path, settings: Settings) -> dict[str, str]:
    settings.SCHEDULES_FOLDER = tmp_path / "schedules"
    return make_world(settings.SCHEDULES_FOLDER)


@pytest.fixture
def clients(world: Mapping[str, str]) -> dict[str, Client]:
    people = make_visitors()
    clients = {name: Client(raise_request_exception=False) for name in VISITORS}
    for name, person in people.items():
        clients[name].force_login(person)
    return clients


def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """All but the admin's own, which are behind one door."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.namespace != "admin":
            yield from walk(pattern.url_patterns)


def list_addresses() -> set[tuple[str, frozenset[str]]]:
    """Name and what it takes: two addresses may share a name."""
    found = walk(get_resolver().url_patterns)
    return {(str(one.name), frozenset(one.pattern.regex.groupindex)) for one in found}


def ask(client: Client, method: str, address: str) -> str:
    """What the visitor gets; whatever it did is undone."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        answer: Any = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies = kept
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        check_policy(answer.headers["Content-Security-Policy"])
    if answer.streaming and not answer.headers["Content-Type"].startswith("text/event-stream"):
        list(answer)  # to its end, as a browser does: the file stays open until then
    if answer.status_code == 302 and answer.headers["Location"].startswith(f"{reverse('sign-in')}?next="):
        return "door"
    return str(answer.status_code) if answer.status_code in {403, 404, 405, 500} else "in"


def follow(client: Client, address: str) -> str:
    """What the visitor gets at last: the admin leads by a door of its own."""
    answer: Any = client.get(address, follow=True)
    if answer.redirect_chain and answer.redirect_chain[-1][0].startswith(reverse("sign-in")):
        return "door"
    return str(answer.status_code) if answer.status_code in {403, 404} else "in"


def check_policy(policy: str) -> None:
    """Scripts and styles come from us alone."""
    for part in ("script-src 'self';", "style-src 'self';"):
        assert part in policy
    assert "unsafe" not in policy


def find_address(row: Row, world: Mapping[str, str]) -> str:
    return reverse(row.name, kwargs={name: world.get(value, value) for name, value in row.args.items()})


def test_every_address_has_its_row() -> None:
    assert {(row.name, frozenset(row.args)) for row in ROWS} == list_addresses()


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_gets_what_the_table_says(part: int, world: Mapping[str, str], clients: Mapping[str, Client]) -> None:
    wrong = []
    for row in ROWS[part::PARTS]:
        address = find_address(row, world)
        for method in row.methods.split():
            got = {name: ask(client, method, address) for name, client in clients.items()}
            wrong += [
                f"{row.name} {method} {name}: {found} in place of {row.expect(name)}"
                for name, found in got.items()
                if found != row.expect(name)
            ]
    assert not wrong, "\n".join(wrong)


def test_reference_data_is_for_administrators(clients: Mapping[str, Client]) -> None:
    names = [f"{model}_{page}" for model in ("channel", "organisation", "player") for page in ("changelist", "add")]
    addresses = [reverse("admin:index"), *(reverse(f"admin:data_{name}") for name in names)]
    read_only = {reverse("admin:data_channel_add"), reverse("admin:data_player_add")}
    for address in addresses:
        got = {name: follow(client, address) for name, client in clients.items()}
        others = dict.fromkeys(VISITORS, "403") | {"anonymous": "door"}
        assert (address, got) == (address, others | {"administrator": "403" if address in read_only else "in"})


def test_no_other_method_lets_anybody_in(world: Mapping[str, str], clients: Mapping[str, Client]) -> None:
    methods = Counter[str]()
    for row in ROWS:
        methods[row.name] += 1
    wrong = []
    for row in ROWS:
        if methods[row.name] > 1 or "POST" in row.methods.split():
            continue
        found = ask(clients["administrator"], "POST", find_address(row, world))
        if found == "in":
            wrong.append(row.name)
    assert wrong == []
