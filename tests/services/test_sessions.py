"""Sessions: listed, ended one by one or together, and over when nobody uses them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from campaign.data.models import SignedIn, User
from campaign.services import sessions
from campaign.services.sessions import ABSOLUTE, IDLE, TOUCH
from campaign.studio.session_store import SessionStore
from tests.factories.rows import make_person

pytestmark = pytest.mark.django_db

ONE = timedelta(seconds=1)


@pytest.fixture
def maria() -> User:
    return make_person("staff", name="maria")


def begin(person: User, *, ago: timedelta = timedelta(0), unused: timedelta = timedelta(0)) -> str:
    """A session's key; it began so long ago, and was last used so long ago."""
    now, store = timezone.now(), SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store.create()
    sessions.note_sign_in(person, store, device="Firefox, Linux", now=now - ago)
    store[sessions.SEEN] = int((now - unused).timestamp())
    store.save()
    SignedIn.objects.filter(session_key=store.session_key).update(seen_at=now - unused)
    return str(store.session_key)


def is_in(key: str) -> bool:
    return "_auth_user_id" in SessionStore(key)


@pytest.mark.parametrize(
    ("ago", "unused", "holds"),
    [
        (timedelta(0), timedelta(0), True),
        (IDLE - 60 * ONE, IDLE - 60 * ONE, True),
        (IDLE + 60 * ONE, IDLE + 60 * ONE, False),
        (ABSOLUTE - 60 * ONE, timedelta(0), True),
        (ABSOLUTE + 60 * ONE, timedelta(0), False),
    ],
)
def test_a_session_lasts_while_it_is_used_and_not_for_ever(
    ago: timedelta, unused: timedelta, holds: bool, maria: User
) -> None:
    key = begin(maria, ago=ago, unused=unused)
    assert is_in(key) is holds
    assert SignedIn.objects.filter(session_key=key).exists() is holds
    assert Session.objects.filter(session_key=key).exists() is holds


def test_one_that_tells_nothing_of_itself_is_over(maria: User) -> None:
    store = SessionStore()
    store["_auth_user_id"] = str(maria.pk)
    store.create()
    assert is_in(str(store.session_key)) is False


def test_use_is_noted_every_few_minutes_only(maria: User) -> None:
    for unused, noted in ((TOUCH - 10 * ONE, False), (TOUCH + 10 * ONE, True)):
        key = begin(maria, unused=unused)
        store = SessionStore(key)
        assert (is_in(key), store.get("_auth_user_id"), store.modified) == (True, str(maria.pk), noted)
        recent = SignedIn.objects.filter(session_key=key, seen_at__gt=timezone.now() - 5 * ONE)
        assert recent.exists() is noted


def test_people_end_their_own_only(maria: User) -> None:
    first, second, third = (begin(maria) for _ in range(3))
    other = begin(make_person("lead"))
    of_other = SignedIn.objects.get(session_key=other).pk
    assert sessions.end(maria, of_other) is False
    assert sessions.end(maria, SignedIn.objects.get(session_key=first).pk) is True
    assert [is_in(key) for key in (first, second, third, other)] == [False, True, True, True]
    assert sessions.end_others(maria, key=third) == 1
    assert [is_in(key) for key in (second, third, other)] == [False, True, True]
    assert sessions.end_all(maria) == 1
    assert [row.session_key for row in SignedIn.objects.all()] == [other]


def test_the_list_holds_what_lasts_the_one_used_last_first(maria: User) -> None:
    old = begin(maria, ago=IDLE * 2, unused=IDLE * 2)
    used, fresh = begin(maria, ago=5 * IDLE, unused=60 * ONE), begin(maria)
    found = sessions.list_sessions(maria, now=timezone.now())
    assert [row.session_key for row in found] == [fresh, used]
    Session.objects.filter(session_key__in=[old, used]).update(expire_date=timezone.now() - ONE)
    assert sessions.remove_old(now=timezone.now()) == 2
    assert [row.session_key for row in SignedIn.objects.all()] == [fresh]
