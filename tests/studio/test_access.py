"""Every address, every role, and nobody at all."""

from collections.abc import Callable
from logging import LogRecord
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaign.data.models import Emergency, User
from tests.factories.rows import PASSWORD, make_person
from tests.studio.rows import make_kept_consent, make_material, make_release, make_withdrawal

ROLES = [role.value for role in User.Role]
MAKERS = {"staff", "designer", "lead", "administrator"}
KEEPERS = {"staff", "lead", "administrator"}
LEADS = {"lead", "administrator"}
WATCHERS = {"staff", "lead", "operator", "administrator"}

SignIn = Callable[[str], Client]


def make_emergency(*, by: User) -> int:
    """A message that nobody has seen."""
    now = timezone.now()
    return Emergency.objects.create(texts={"headline": {"bg": "Затворено"}}, since=now, until=now, why="", by=by).pk


@pytest.fixture
def addresses(db: None) -> dict[str, tuple[str, set[str]]]:
    """Name → address and the roles it is open to, with one approved material of somebody else's."""
    author = make_person("staff", name="author")
    material = make_material(author=author, state="approved")
    make_release(by=author, other=make_person("lead", name="other"))
    withdrawal, consent = make_withdrawal(by=author), make_kept_consent(material)
    everybody = set(ROLES)
    assert material.still.file is not None
    return {
        "home": (reverse("home"), everybody),
        "materials": (reverse("materials"), everybody),
        "progress": (reverse("progress"), everybody),
        "material": (reverse("material", args=[material.pk]), everybody),
        "act": (reverse("act", args=[material.pk, "withdraw"]), MAKERS),
        "review": (reverse("review"), LEADS),
        "review-item": (reverse("review-item", args=[material.version.item_id]), LEADS),
        "channels": (reverse("channels"), everybody),
        "channel": (reverse("channel", args=["tram"]), everybody),
        "consents": (reverse("consents"), KEEPERS),
        "record-consent": (reverse("record-consent"), KEEPERS),
        "consent": (reverse("consent", args=[consent.pk]), KEEPERS),
        "consent-effect": (reverse("consent-effect", args=[consent.pk]), KEEPERS),
        "change-consent": (reverse("change-consent", args=[consent.pk]), KEEPERS),
        "renew-consent": (reverse("renew-consent", args=[consent.pk]), KEEPERS),
        "withdraw-consent": (reverse("withdraw-consent", args=[consent.pk]), KEEPERS),
        "consent-document": (reverse("consent-document", args=[consent.pk]), KEEPERS),
        "erase-consent": (reverse("erase-consent", args=[consent.pk]), LEADS),
        "withdrawals": (reverse("withdrawals"), WATCHERS),
        "withdrawal": (reverse("withdrawal", args=[withdrawal.pk]), WATCHERS),
        "emergency": (reverse("emergency"), WATCHERS),
        "emergency-message": (reverse("emergency-message", args=[make_emergency(by=author)]), WATCHERS),
        "takedown": (reverse("takedown"), WATCHERS),
        "releases": (reverse("releases"), everybody),
        "reports": (reverse("reports"), WATCHERS),
        "report-file": (reverse("report-file", args=["csv"]), WATCHERS),
        "file": (reverse("file", args=[material.still.file.name]), everybody),
        "admin": (reverse("admin:index"), {"administrator"}),
        "people": (reverse("people"), LEADS),
        "organisations": (reverse("admin:data_organisation_changelist"), {"administrator"}),
        "players": (reverse("admin:data_player_changelist"), {"administrator"}),
    }


def ask(client: Client, address: str) -> Any:
    """The answer, read to its end as a browser does: a file that is streamed stays open until then."""
    answer: Any = client.get(address, follow=True)
    list(answer)
    return answer


@pytest.mark.parametrize("role", ROLES)
def test_an_address_opens_to_its_roles_and_to_no_other(
    role: str, addresses: dict[str, tuple[str, set[str]]], sign_in: SignIn
) -> None:
    client = sign_in(role)
    opened = {name for name, (address, _) in addresses.items() if ask(client, address).status_code == 200}
    assert opened == {name for name, (_, roles) in addresses.items() if role in roles}


def test_nobody_comes_in_without_signing_in(addresses: dict[str, tuple[str, set[str]]], client: Client) -> None:
    for address, _ in addresses.values():
        assert client.get(address, follow=True).redirect_chain[-1][0] == f"{reverse('sign-in')}?next={address}"


def test_another_organisation_sees_no_draft_and_none_of_its_files(sign_in: SignIn, db: None) -> None:
    material = make_material(author=make_person("staff", name="author"))
    stranger = make_person("lead", name="stranger")
    stranger.organisation = None
    stranger.save()
    client = Client()
    client.force_login(stranger)
    assert material.still.file is not None
    asked = (reverse("material", args=[material.pk]), reverse("file", args=[material.still.file.name]))
    assert [client.get(address).status_code for address in asked] == [404, 404]


def test_acts_are_posted_only(addresses: dict[str, tuple[str, set[str]]], sign_in: SignIn) -> None:
    retry = addresses["material"][0] + "/retry"
    assert sign_in("lead").get(retry).status_code == 405


def test_a_form_without_its_token_is_refused_in_words(db: None, log_lines: list[LogRecord]) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("sign-in"), {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "studio.css" in answer.content.decode()
    log_lines.clear()  # Django notes the refusal


def test_signing_in_uses_the_persons_language_and_goes_home(db: None, client: Client) -> None:
    make_person("staff", name="maria")
    answer = client.post(reverse("sign-in"), {"username": "maria", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("home"))
    assert client.cookies["django_language"].value == "bg"


def test_a_wrong_password_says_what_to_do(db: None, client: Client) -> None:
    answer = client.post(reverse("sign-in"), {"username": "maria", "password": "nothing"})
    assert 'role="alert"' in answer.content.decode()


def test_every_page_lets_scripts_and_styles_come_from_us_alone(
    addresses: dict[str, tuple[str, set[str]]], sign_in: SignIn
) -> None:
    client = sign_in("administrator")
    del addresses["consent-document"]  # no page: a stranger's file, under a policy that lets it do nothing
    for address in [*(address for address, _ in addresses.values()), "/nowhere"]:
        policy = ask(client, address).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address",
    [
        "/materials/progress?of=1,99999999999999999999999",
        "/materials?page=99999999999999999999&search=%00&state=%27",
        "/channels/tram?at=9999-12-31T23:59",
        "/channels/tram?at=0001-01-01T00:00",
        "/channels/tram?at=%00",
        "/releases?page=-1",
    ],
)
def test_no_address_breaks_however_odd(
    address: str, addresses: dict[str, tuple[str, set[str]]], sign_in: SignIn
) -> None:
    assert sign_in("lead").get(address).status_code == 200


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(next_: str, db: None) -> None:
    make_person("lead")
    answer: Any = Client().post("/sign-in", {"username": "lead", "password": PASSWORD, "next": next_})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
