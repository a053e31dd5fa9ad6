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

from campaign.studio import streams
from tests.studio.matrix import ROWS, VISITORS, find_address, make_visitors, make_world

pytestmark = pytest.mark.django_db

RULES = (
    *("default-src 'none';", "script-src 'self';", "style-src 'self';", "object-src 'none';", "base-uri 'none';"),
    *("form-action 'self';", "frame-ancestors 'none'"),
)
PARTS = 4
"""A thousand answers take their time; each part has its own."""


@pytest.fixture
def world(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(streams, "LASTS", 0)
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
    check_headers(answer)
    if answer.streaming:
        list(answer)  # to its end, as a browser does: until then a file stays open, and a stream keeps its place
    if answer.status_code == 302 and answer.headers["Location"].startswith(f"{reverse('sign-in')}?next="):
        return "door"
    return str(answer.status_code) if answer.status_code in {403, 404, 405, 500} else "in"


def follow(client: Client, address: str) -> str:
    """What the visitor gets at last: the admin leads by a door of its own."""
    answer: Any = client.get(address, follow=True)
    if answer.redirect_chain and answer.redirect_chain[-1][0].startswith(reverse("sign-in")):
        return "door"
    return str(answer.status_code) if answer.status_code in {403, 404} else "in"


def check_headers(answer: Any) -> None:
    """Whatever is answered: scripts and styles come from us alone, nobody frames us, and no page of a person is kept
    on the way. What people handed in is shown in a box of its own."""
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'",) if "sandbox" in policy else RULES:
        assert part in policy
    assert "unsafe" not in policy or "sandbox" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if "Access-Control-Allow-Origin" not in headers:  # what players fetch is for everybody
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"], headers["Cache-Control"]


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
