"""The second step: codes as of RFC 6238, each once; spare codes, each once; the secret is not readable in the table."""

from datetime import timedelta

import pyotp
import pytest
from django.test import override_settings

from campaign.data.models import Mail, SecondFactor, User
from campaign.services import second_factor
from campaign.spec.errors import NotAllowed
from tests.factories.rows import NOON, make_person

pytestmark = pytest.mark.django_db

STEP = timedelta(seconds=30)


@pytest.fixture
def maria() -> User:
    person = make_person("staff", name="maria")
    person.email = "maria@example.org"
    person.save()
    return person


def turn_on(person: User) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    totp = pyotp.parse_uri(second_factor.offer(person).address)
    assert isinstance(totp, pyotp.TOTP)
    return totp, second_factor.confirm(person, code=totp.at(NOON), now=NOON)


def test_it_is_on_only_after_a_right_code(maria: User) -> None:
    totp = pyotp.parse_uri(second_factor.offer(maria).address)
    assert isinstance(totp, pyotp.TOTP)
    assert second_factor.offer(maria).address.endswith(f"secret={totp.secret}&issuer=Campaign%20studio")
    with pytest.raises(NotAllowed):
        second_factor.confirm(maria, code=totp.at(NOON - 9 * STEP), now=NOON)
    assert second_factor.is_on(maria) is False
    second_factor.confirm(maria, code=f"{totp.at(NOON)[:3]} {totp.at(NOON)[3:]}", now=NOON)
    assert second_factor.is_on(maria) is True


def test_a_code_works_once_and_in_the_steps_beside_its_own(maria: User) -> None:
    totp, _ = turn_on(maria)
    asked = [
        (NOON, 0, False),  # it was used to turn it on
        (NOON, -1, False),  # older than what was used
        (NOON, 1, True),
        (NOON + STEP, 0, False),  # used a moment ago
        (NOON + 4 * STEP, -1, True),
        (NOON + 9 * STEP, -2, False),
        (NOON + 9 * STEP, 2, False),
    ]
    codes = [(totp.at(now + away * STEP), now) for now, away, _right in asked]
    assert [second_factor.check(maria, code=code, now=now) for code, now in codes] == [right for *_, right in asked]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "٠٠٠٠٠٠"])
def test_what_is_no_code_is_none(code: str, maria: User) -> None:
    turn_on(maria)
    assert second_factor.check(maria, code=code, now=NOON + 2 * STEP) is False


def test_each_spare_code_works_once_however_it_is_typed(maria: User) -> None:
    _, codes = turn_on(maria)
    assert (len(codes), len(set(codes)), second_factor.count_spare(maria)) == (10, 10, 10)
    assert second_factor.check(maria, code=f" {codes[0].upper().replace('-', '')} ", now=NOON) is True
    assert second_factor.check(maria, code=codes[0], now=NOON) is False
    assert second_factor.check(maria, code=codes[1], now=NOON) is True
    renewed = second_factor.renew_spare(maria)
    assert [second_factor.check(maria, code=code, now=NOON) for code in (codes[2], renewed[0])] == [False, True]


def test_the_table_tells_neither_secret_nor_codes_and_another_key_opens_nothing(maria: User) -> None:
    totp, codes = turn_on(maria)
    row = SecondFactor.objects.get()
    kept = row.secret + " ".join(row.spare)
    assert [word in kept for word in (totp.secret, codes[0], codes[0].replace("-", ""))] == [False] * 3
    with override_settings(SECRET_KEY="another"):
        assert second_factor.check(maria, code=totp.at(NOON + STEP), now=NOON + STEP) is False
        assert second_factor.check(maria, code=codes[0], now=NOON) is True


def test_the_person_is_told_of_it_by_letter(maria: User) -> None:
    turn_on(maria)
    second_factor.end(maria, now=NOON)
    assert [(mail.kind, mail.address) for mail in Mail.objects.all()] == [
        ("second-factor-on", "maria@example.org"),
        ("second-factor-off", "maria@example.org"),
    ]
    assert second_factor.is_on(maria) is False
