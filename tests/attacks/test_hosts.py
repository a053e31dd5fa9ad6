"""What a request says of itself: its host, its way here, lines within lines, where to go next. Nothing of it is
believed that could lead anybody elsewhere."""

import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import User
from campaign.services import invitations, mailing
from campaign.services.invitations import Place
from campaign.services.rights import Role
from tests.factories.rows import make_organisation, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
FORWARDED: Mapping[str, str] = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "444",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "Forwarded": f"host={EVIL};proto=https",
    "X-Host": EVIL,
}
ELSEWHERE = (
    *("//evil.example", "https://evil.example", "/\\evil.example", "///evil.example", "javascript:alert(1)"),
    *(
        "https:evil.example",
        "\thttps://evil.example",
        "/%0d%0aLocation:%20https://evil.example",
        "//evil.example/%2e%2e",
    ),
    *(
        "https://testserver@evil.example",
        "http://testserver.evil.example",
        "data:text/html,x",
        "\x01https://evil.example",
    ),
)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def test_another_host_is_refused_everywhere(screen: Screen, log_lines: list[Any]) -> None:
    statuses = set()
    for host in (EVIL, f"localhost.{EVIL}", f"{EVIL}:80", "localhost:80@evil.example", "", "a b", "[::1"):
        client = Client(headers={"Host": host}, raise_request_exception=False)
        for address in (screen.address(), reverse("sign-in"), reverse("forgot")):
            statuses.add(client.get(address).status_code)
    log_lines.clear()  # Django notes such hosts
    assert statuses == {400}


def test_a_letter_leads_to_us_whatever_the_request_said(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL, settings.PUBLIC_URL = f"file:{tmp_path}", "https://campaign.example"
    settings.ALLOWED_HOSTS = ["*"]
    person = make_person("staff")
    User.objects.filter(pk=person.pk).update(email="maria@example.org")
    answer = Client(headers={**FORWARDED, "Host": EVIL}).post(reverse("forgot"), {"email": "maria@example.org"})
    mailing.send_due(now=timezone.now)
    (letter,) = tmp_path.iterdir()
    text = letter.read_bytes()
    message: Any = message_from_bytes(text, policy=policy.default)
    body = message.get_body(("plain",)).get_content()
    assert answer.status_code == 200
    assert re.findall(r"https?://[^/\s]+", body) == ["https://campaign.example"]
    assert EVIL.encode() not in text


def test_playlists_name_files_where_they_were_asked_and_nowhere_else(screen: Screen) -> None:
    answer = Client(headers=FORWARDED).get(screen.address())
    urls = re.findall(rb'https?://[^/"\\]+', answer.content)
    assert set(urls) == {b"http://testserver"}


def test_nobody_gets_past_a_door_by_naming_another_address(db: None) -> None:
    client = Client(headers=FORWARDED)
    client.force_login(make_person("staff"))
    assert client.get(reverse("people")).status_code == 403
    assert client.get("/admin/").status_code in (302, 403)


def test_only_the_visitors_own_line_counts_where_there_is_no_proxy(settings: Settings) -> None:
    """Else every guess could come from another address."""
    settings.BEHIND_PROXY = False
    make_person("staff", name="maria")
    statuses = [
        Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        .post(reverse("sign-in"), {"username": f"name-{number}", "password": "wrong"})
        .status_code
        for number in range(41)
    ]
    assert statuses[-1] == 429


def test_no_address_leads_elsewhere(db: None) -> None:
    client, inside = Client(), Client()
    inside.force_login(make_person("lead"))
    answers: list[Any] = []
    for next_ in ELSEWHERE:
        answers.append(client.post(reverse("set-language"), {"language": "en", "next": next_}))
        answers.append(inside.get(reverse("sign-in"), {"next": next_}))
        answers.append(client.get("/admin/login/", {"next": next_}))
    for answer in answers:
        location = answer.headers.get("Location", "/")
        assert location.startswith("/")
        assert not re.match(r"[/\\]{2}", location)


def test_no_line_within_a_line_becomes_a_header(screen: Screen) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_person("lead", name="lead-2"))
    for sign in ("\r\n", "\n", "\r", "%0d%0a", "\u2028", "\u0085", "\x0b"):
        for answer in list_planted(
            client, screen, f"a{sign}Set-Cookie: planted=1{sign}X-Planted: 1{sign}{sign}<script>"
        ):
            assert "X-Planted" not in answer.headers
            assert "planted" not in answer.cookies
            assert not any(re.search(r"[\r\n]", value) for value in answer.headers.values())


def list_planted(client: Client, screen: Screen, planted: str) -> list[Any]:
    """What is answered where it is asked for."""
    period = {"since": planted, "until": planted, "channel": planted}
    return [
        client.get(reverse("sign-in"), {"next": f"/{planted}"}),
        client.post(reverse("set-language"), {"language": "en", "next": f"/{planted}"}),
        client.get(f"{screen.address()}?{planted}"),
        client.get(reverse("report-file", args=["csv"]), period),
        client.get(reverse("consents"), {"search": planted}),
    ]


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r"])
def test_no_name_becomes_a_header_of_a_letter(sign: str, settings: Settings, tmp_path: Path) -> None:
    settings.MAIL = f"file:{tmp_path}"
    lead = make_person("lead")
    User.objects.filter(pk=lead.pk).update(first_name=f"Ева{sign}Bcc: all@{EVIL}{sign}{sign}Body")
    lead.refresh_from_db()
    place = Place(make_organisation())
    invitations.invite("nova@example.org", role=Role.STAFF, place=place, language="bg", by=lead, now=timezone.now())
    mailing.send_due(now=timezone.now)
    letters: list[Any] = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in tmp_path.iterdir()]
    assert [(one["To"], one["Bcc"]) for one in letters] == [("nova@example.org", None)]


@pytest.mark.parametrize(
    "email", ["a@b.org\nBcc: c@evil.example", "a@b.org, c@evil.example", "a@b.org\x00", '"a\r\n"@b.org']
)
def test_no_address_of_a_letter_brings_others(email: str) -> None:
    lead, client = make_person("lead"), Client()
    client.force_login(lead)
    answer = client.post(reverse("invite"), {"email": email, "role": "staff", "language": "bg"})
    assert answer.status_code in (200, 400, 422)
    assert not User.objects.filter(email__contains="evil").exists()
