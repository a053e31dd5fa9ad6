"""One's own account: details, password, the second step and sessions."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaign.data.models import SecondFactor, SignedIn, User
from campaign.services import second_factor
from tests.factories.rows import PASSWORD, make_person

pytestmark = pytest.mark.django_db

STRONG = "трамвай-облак-лула"


@pytest.fixture
def maria() -> User:
    return make_person("lead", name="maria")


@pytest.fixture
def here(maria: User) -> Client:
    client = Client()
    client.force_login(maria)
    client.cookies["django_language"] = "en"
    return client


def read(client: Client, name: str, **posted: str) -> str:
    answer: Any = client.post(reverse(name), posted) if posted else client.get(reverse(name))
    return str(answer.content.decode())


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_details_are_kept_and_the_language_is_used_at_once(here: Client, maria: User) -> None:
    typed = {"first": "Мария", "last": "Иванова", "language": "bg"}
    answer: Any = here.post(reverse("account"), typed)
    maria.refresh_from_db()
    assert (answer.status_code, maria.get_full_name(), maria.language, maria.digest) == (
        302,
        "Мария Иванова",
        "bg",
        False,
    )
    staff = make_person("staff")
    here.force_login(staff)
    here.post(reverse("account"), {**typed, "language": "en"})
    staff.refresh_from_db()
    assert (staff.digest, here.cookies["django_language"].value) == (True, "en")  # who gets none is not asked


def test_a_new_password_ends_all_sessions_but_this_one_which_gets_a_new_key(here: Client, maria: User) -> None:
    other, key = Client(), here.cookies["sessionid"].value
    other.force_login(maria)
    wrong = read(here, "account-password", old="guess", password=STRONG)
    assert ('href="#id_old"' in wrong, is_in(other)) == (True, True)
    assert here.post(reverse("account-password"), {"old": PASSWORD, "password": STRONG}).status_code == 302
    assert (is_in(here), is_in(other), here.cookies["sessionid"].value == key) == (True, False, False)
    assert [row.session_key for row in SignedIn.objects.all()] == [here.cookies["sessionid"].value]


def test_the_password_cannot_be_guessed_at_from_a_session_left_open(here: Client) -> None:
    for _ in range(10):
        read(here, "account-email", email="evil@example.org", old="guess")
    assert "too many wrong tries" in read(here, "account-email", email="evil@example.org", old=PASSWORD)
    assert User.objects.get(username="maria").email == ""


def test_the_second_step_is_turned_on_with_a_code_and_off_with_another(here: Client, maria: User) -> None:
    page = read(here, "account-codes")
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret is not None
    assert ("<svg" in page, " style=" in page) == (True, False)
    totp, now = pyotp.TOTP(secret[1].replace(" ", "")), timezone.now()
    code = totp.at(now - timedelta(seconds=30))
    assert 'href="#id_code"' in read(here, "account-codes", code="000000", old=PASSWORD)
    assert 'href="#id_old"' in read(here, "account-codes", code=code, old="guess")
    assert second_factor.is_on(maria) is False
    shown = re.findall(r"<li><code>([a-z2-7-]{19})</code>", read(here, "account-codes", code=code, old=PASSWORD))
    assert (len(shown), second_factor.is_on(maria)) == (10, True)
    assert shown[0] not in read(here, "account")
    renewed = re.findall(r"<li><code>([a-z2-7-]{19})</code>", read(here, "account-spare", code=shown[0]))
    assert (len(renewed), set(renewed) & set(shown)) == (10, set())
    assert 'href="#id_code"' in read(here, "account-codes-end", code=shown[1])
    assert here.post(reverse("account-codes-end"), {"code": renewed[0]}).status_code == 302
    assert SecondFactor.objects.count() == 0


def test_sessions_are_listed_and_ended_and_nobody_elses(here: Client, maria: User) -> None:
    other, stranger = Client(), Client()
    other.force_login(maria)
    stranger.force_login(make_person("staff"))
    rows = {row.session_key: row.pk for row in SignedIn.objects.all()}
    theirs, foreign = rows[other.cookies["sessionid"].value], rows[stranger.cookies["sessionid"].value]
    page = read(here, "account")
    assert [reverse("end-session", args=[pk]) in page for pk in (theirs, foreign)] == [True, False]
    assert [here.post(reverse("end-session", args=[pk])).status_code for pk in (foreign, theirs)] == [404, 302]
    assert [is_in(client) for client in (here, other, stranger)] == [True, False, True]
    other.force_login(maria)
    assert here.post(reverse("end-other-sessions")).status_code == 302
    assert [is_in(client) for client in (here, other)] == [True, False]
