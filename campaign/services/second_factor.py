"""The second step of signing in: an authenticator app. In: a person, codes, now. Out: the secret once, yes or no.

RFC 6238 with six digits and steps of 30 seconds; the step before and the one after are taken too, for clocks that are
off (section 5.2), and each step once (section 5.2 as well). Whoever has lost the app uses a spare code, each of which
works once. The secret lies encrypted: a copy of the database alone lets nobody in.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from campaign.data.models import SecondFactor, User
from campaign.services.audit import Act, note
from campaign.services.mailing import tell_person
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.message import say

STEP = 30
SPARE = 10
ISSUER = "Campaign studio"
CODE = Place(field="code")
WRONG = say("This code is not right.")
MEND = say("Take the newest code that the app shows, and see that the phone sets its clock by itself.")


@dataclass(frozen=True)
class Offered:
    """What an app needs, as an address for a QR code, and as letters to be typed."""

    address: str
    letters: str


def is_on(person: User) -> bool:
    return SecondFactor.objects.filter(user=person).exclude(confirmed_at=None).exists()


def count_spare(person: User) -> int:
    """Spare codes that are left."""
    row = SecondFactor.objects.filter(user=person).first()
    return len(row.spare) if row else 0


@transaction.atomic
def offer(person: User) -> Offered:
    """A secret that counts once a code of it was given; the same one until then. Raises NotAllowed when it is on."""
    row = _lock(person) or SecondFactor(user=person)
    if row.confirmed_at is not None:
        raise NotAllowed(say("The second step is on already."), hint=say("End it first, to use another app."))
    secret = _open(row.secret)
    if not secret:
        secret = pyotp.random_base32()
        row.secret = _close(secret)
        row.save()
    address = pyotp.TOTP(secret).provisioning_uri(name=person.get_username(), issuer_name=ISSUER)
    return Offered(address, " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)))


@transaction.atomic
def confirm(person: User, *, code: str, now: datetime) -> tuple[str, ...]:
    """The app works: from now on it is asked for. Returns the spare codes, which nobody can read again. Raises
    NotAllowed for a wrong code."""
    row = _lock(person)
    if row is None or row.confirmed_at is not None or not _take_step(row, code, now=now):
        raise NotAllowed(WRONG, place=CODE, hint=MEND)
    row.confirmed_at = now
    codes = _make_spare(row)
    note(Act.SECOND_STEP_ON, by=person, now=now, kind="person", ref=person.pk)
    tell_person(person, "second-factor-on", now=now)
    return codes


@transaction.atomic
def check(person: User, *, code: str, now: datetime) -> bool:
    """Whether it is a code of the app, or a spare one; each works once."""
    row = _lock(person)
    if row is None or row.confirmed_at is None:
        return False
    return _take_step(row, code, now=now) or _take_spare(row, code)


def check_or_refuse(person: User, *, code: str, now: datetime) -> None:
    """The same, in words. Raises NotAllowed."""
    if not check(person, code=code, now=now):
        raise NotAllowed(WRONG, place=CODE, hint=MEND)


@transaction.atomic
def renew_spare(person: User) -> tuple[str, ...]:
    """New spare codes in the place of all before. Raises NotAllowed while the second step is off."""
    row = _lock(person)
    if row is None or row.confirmed_at is None:
        raise NotAllowed(say("The second step is off."), hint=say("Turn it on first."))
    return _make_spare(row)


@transaction.atomic
def end(person: User, *, now: datetime, by: User | None = None) -> bool:
    """The password alone is enough again; whether it was on. The person is told by letter; `by` is who did it for
    them."""
    row = _lock(person)
    if row is None:
        return False
    row.delete()
    if row.confirmed_at is not None:
        organisation = person.organisation
        note(Act.SECOND_STEP_OFF, by=by or person, now=now, kind="person", ref=person.pk, organisation=organisation)
        tell_person(person, "second-factor-off", now=now)
    return row.confirmed_at is not None


def _lock(person: User) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update().filter(user=person).first()


def _take_step(row: SecondFactor, code: str, *, now: datetime) -> bool:
    digits, secret = "".join(code.split()), _open(row.secret)
    if not secret or not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        return False
    present = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    right = [step for step in (present - 1, present, present + 1) if _is_same(totp.at(step * STEP), digits)]
    if not right or right[-1] <= row.last_step:
        return False
    row.last_step = right[-1]
    row.save(update_fields=["last_step"])
    return True


def _take_spare(row: SecondFactor, code: str) -> bool:
    hashed = _hash(code)
    if hashed not in row.spare:
        return False
    row.spare = [one for one in row.spare if one != hashed]
    row.save(update_fields=["spare"])
    return True


def _make_spare(row: SecondFactor) -> tuple[str, ...]:
    """80 random bits each: a hash of so much cannot be turned back."""
    codes = tuple(base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(SPARE))
    row.spare = [_hash(code) for code in codes]
    row.save()
    return tuple("-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes)


def _hash(code: str) -> str:
    return hash_bytes("".join(code.replace("-", " ").split()).lower().encode())


def _is_same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def _close(secret: str) -> str:
    return _make_lock().encrypt(secret.encode()).decode()


def _open(closed: str) -> str:
    """Empty when there is none, or it was closed by another key: then a spare code helps, or an administrator."""
    try:
        return _make_lock().decrypt(closed.encode()).decode() if closed else ""
    except InvalidToken:
        return ""


def _make_lock() -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"campaign second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
