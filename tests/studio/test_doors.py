"""Coming in: by password, by password and code, by a letter; and what keeps others out."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pyotp
import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Campaign, Mail, Membership, Organisation, SignedIn, User
from campaign.services import invitations, mailing, second_factor
from campaign.services.invitations import Place
from campaign.services.rights import Role
from campaign.services.sign_in import BY_CODE, BY_NAME, LETTERS_BY_ADDRESS
from campaign.studio.views import doors
from tests.factories.rows import PASSWORD, make_organisation, make_person, make_version

pytestmark = pytest.mark.django_db

STRONG = "трамвай-облак-лула"
STEP = timedelta(seconds=30)
HIDDEN = re.compile(r'<input type="hidden"[^>]*>')


@pytest.fixture
def maria() -> User:
    person = make_person("staff", name="maria")
    person.email = "maria@example.org"
    person.save()
    return person


def enter(client: Client, name: str = "maria", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("sign-in"), {"username": name, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def turn_on(person: User) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    totp = pyotp.parse_uri(second_factor.offer(person).address)
    assert isinstance(totp, pyotp.TOTP)
    now = timezone.now()
    return totp, second_factor.confirm(person, code=totp.at(now - STEP), now=now)


def test_the_session_gets_a_new_key_and_is_listed_with_its_device(maria: User, client: Client) -> None:
    client.get(reverse("sign-in"))
    client.cookies["sessionid"] = "planted"
    answer = client.post(
        reverse("sign-in"),
        {"username": "maria@example.org", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"},
    )
    key = answer.cookies["sessionid"].value
    assert key != "planted"
    assert [(row.session_key, row.device) for row in SignedIn.objects.all()] == [(key, "Firefox, Windows")]
    client.post(reverse("sign-out"))
    assert (is_in(client), SignedIn.objects.count()) == (False, 0)


def test_after_too_many_tries_even_the_right_password_waits_but_not_in_a_known_browser(maria: User) -> None:
    known, other = Client(), Client()
    assert enter(known).status_code == 302
    known.post(reverse("sign-out"))
    assert [enter(other, password="wrong").status_code for _ in range(BY_NAME)] == [200] * BY_NAME
    braked = enter(other)
    assert (braked.status_code, "maria" in braked.content.decode(), is_in(other)) == (429, True, False)
    assert (enter(known).status_code, is_in(known)) == (302, True)


def test_name_and_address_are_one_to_the_brake_and_to_a_known_browser(maria: User) -> None:
    known, other = Client(), Client()
    assert enter(known, name="maria@example.org").status_code == 302
    known.post(reverse("sign-out"))
    names = ("maria", "Maria@Example.org") * (BY_NAME // 2)
    assert [enter(other, name=name, password="wrong").status_code for name in names] == [200] * BY_NAME
    assert [enter(other, name=name).status_code for name in ("maria", "maria@example.org")] == [429, 429]
    assert enter(known, name="maria@example.org").status_code == 302


def test_an_unknown_name_is_answered_like_a_known_one_and_as_much_work_is_done(
    maria: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=make_person("lead", name="gone").pk).update(is_active=False)
    hashed: list[str] = []

    def encode(_self: object, password: str, _salt: str) -> str:
        hashed.append(password)
        return "md5$x$y"

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", encode)
    pages, work = [], []
    for name in ("maria", "nobody", "gone"):
        page = enter(Client(), name=name, password="wrong").content.decode()
        pages.append(HIDDEN.sub("", page).replace(name, ""))
        work.append(len(hashed))
        hashed.clear()
    assert len(set(pages)) == 1
    assert work == [1, 1, 1]


def test_behind_a_proxy_the_visitors_own_address_counts(maria: User, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    for number in range(41):
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}, 192.0.2.9"})
        answer = enter(client, name=f"name-{number}", password="wrong")
    assert answer.status_code == 429
    assert enter(Client(headers={"X-Forwarded-For": "192.0.2.10"})).status_code == 302


def test_with_the_second_step_the_password_alone_opens_nothing(maria: User, client: Client) -> None:
    totp, codes = turn_on(maria)
    answer = enter(client, next=reverse("channels"))
    assert (answer.headers["Location"], is_in(client)) == (reverse("sign-in-code"), False)
    wrong: Any = client.post(reverse("sign-in-code"), {"code": "000 000"})
    assert (wrong.status_code, 'href="#id_code"' in wrong.content.decode(), is_in(client)) == (422, True, False)
    right: Any = client.post(reverse("sign-in-code"), {"code": totp.at(timezone.now() + STEP)})
    assert (right.headers["Location"], is_in(client)) == (reverse("channels"), True)
    other = Client()
    enter(other)
    other.post(reverse("sign-in-code"), {"code": codes[0]})
    assert (is_in(other), second_factor.count_spare(maria)) == (True, 9)


def test_codes_are_braked_too_and_a_half_sign_in_ends(
    maria: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, codes = turn_on(maria)
    enter(client)
    tries = [client.post(reverse("sign-in-code"), {"code": "000000"}).status_code for _ in range(BY_CODE + 1)]
    assert tries == [422] * BY_CODE + [429]
    assert client.post(reverse("sign-in-code"), {"code": codes[0]}).status_code == 429
    monkeypatch.setattr(doors, "HALF_HOLDS", -1)
    answer: Any = client.get(reverse("sign-in-code"))
    assert answer.headers["Location"] == reverse("sign-in")


def test_a_half_sign_in_ends_when_the_password_changes(maria: User, client: Client) -> None:
    turn_on(maria)
    enter(client)
    maria.set_password(STRONG)
    maria.save()
    assert client.get(reverse("sign-in-code")).status_code == 302


def test_a_letter_sets_a_new_password_once_and_ends_every_session(
    maria: User, client: Client, settings: Settings, tmp_path: Any
) -> None:
    settings.MAIL = f"file:{tmp_path}"
    elsewhere = Client()
    elsewhere.force_login(maria)
    asked: list[Any] = [
        client.post(reverse("forgot"), {"email": email}) for email in ("Maria@example.org", "no@example.org")
    ]
    first, second = (
        HIDDEN.sub("", answer.content.decode()).replace("Maria@", "").replace("no@", "") for answer in asked
    )
    assert (first == second, [answer.status_code for answer in asked]) == (True, [200, 200])
    mailing.send_due(now=timezone.now)
    (letter,) = tmp_path.iterdir()
    text: Any = message_from_bytes(letter.read_bytes(), policy=policy.default)
    url = re.search(r"/reset/\S+", text.get_body(("plain",)).get_content())[0]  # type: ignore[index]
    page: Any = client.get(url)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")
    weak: Any = client.post(url, {"password": "password1234"})
    assert 'id="id_password_error"' in weak.content.decode()
    assert client.post(url, {"password": STRONG}).status_code == 302
    assert (is_in(elsewhere), client.post(url, {"password": STRONG + "2"}).status_code) == (False, 410)
    maria.refresh_from_db()
    assert check_password(STRONG, maria.password)
    assert enter(Client(), password=STRONG).status_code == 302


@pytest.mark.parametrize("uid", ["x", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00", "٣"])
def test_a_made_up_key_opens_nothing(uid: str, maria: User, client: Client) -> None:
    assert client.get(f"/reset/{uid}/abc-def").status_code == 410
    assert client.get(f"/invitation/{uid}").status_code == 410


def test_nobody_is_flooded_with_letters(maria: User, client: Client) -> None:
    answers = [client.post(reverse("forgot"), {"email": f"a{n}@b.org"}).status_code for n in range(11)]
    assert answers == [200] * LETTERS_BY_ADDRESS + [429]
    assert Mail.objects.count() == LETTERS_BY_ADDRESS


def invite(place: Place, *, role: Role = Role.STAFF) -> str:
    lead, now = make_person("lead"), timezone.now()
    sent = invitations.invite("nova@example.org", role=role, place=place, language="bg", by=lead, now=now)
    return sent.address.removeprefix("http://localhost:8000")


def test_an_invitation_opens_an_account_and_what_was_typed_stays_until_it_is_right(client: Client) -> None:
    url, typed = invite(Place(make_organisation())), {"first": "Нова", "last": "Колежка", "username": "lead"}
    refused: Any = client.post(url, {**typed, "password": STRONG})
    page = refused.content.decode()
    assert ('href="#id_username"' in page, 'value="Колежка"' in page, STRONG in page) == (True, True, False)
    answer: Any = client.post(url, {**typed, "username": "nova", "password": STRONG})
    person = User.objects.get(username="nova")
    assert (answer.headers["Location"], is_in(client), person.organisation) == ("/", True, Organisation.objects.get())
    assert Client().get(url).status_code == 410


def test_somebody_signed_in_takes_up_a_campaign_with_a_button(maria: User, client: Client) -> None:
    campaign: Campaign = make_version().item.campaign
    url = invite(Place(campaign=campaign), role=Role.LEAD)
    client.force_login(maria)
    page: Any = client.get(url)
    assert ("<button" in page.content.decode(), Membership.objects.count()) == (True, 0)
    assert client.post(url).status_code == 302
    assert Membership.objects.get(user=maria).role == "lead"


def test_before_anybody_can_sign_in_the_page_says_how_the_first_one_comes(client: Client) -> None:
    page: Any = client.get(reverse("sign-in"))
    assert "campaign user add" in page.content.decode()
    make_person("administrator")
    page = client.get(reverse("sign-in"))
    assert "campaign user add" not in page.content.decode()
