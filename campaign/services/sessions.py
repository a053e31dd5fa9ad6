"""Sessions that people see and end. In: a person, a session's key, now. Out: rows; a session that ended is gone at
once.

A session lasts while it is used, and at the longest ABSOLUTE; one that nobody used for IDLE has ended. Both are kept in
the session itself, so a page costs no further query; `SignedIn` is what the list shows.
"""

from collections.abc import Mapping, MutableMapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from campaign.data.models import SignedIn, User
from campaign.services.audit import Act, note

IDLE = timedelta(days=2)
"""Over a night, not over a holiday."""
ABSOLUTE = timedelta(days=30)
TOUCH = timedelta(minutes=5)
"""How exactly the list knows when a session was used."""
SINCE, SEEN = "signed-in-at", "seen-at"


@transaction.atomic
def note_sign_in(person: User, session: SessionBase, *, device: str, now: datetime) -> None:
    """A session has begun; its key is new."""
    session[SINCE] = session[SEEN] = int(now.timestamp())
    facts = {"user": person, "device": device[:120], "at": now, "seen_at": now}
    SignedIn.objects.update_or_create(session_key=session.session_key or "", defaults=facts)


def is_over(session: Mapping[str, Any], *, now: datetime) -> bool:
    """Whether it was not used for too long, or has lasted too long. One that says nothing is over."""
    moment = now.timestamp()
    idle, lasted = moment - session.get(SEEN, 0), moment - session.get(SINCE, 0)
    return bool(idle > IDLE.total_seconds() or lasted > ABSOLUTE.total_seconds())


def is_due(session: Mapping[str, Any], *, now: datetime) -> bool:
    """Whether that it is used should be written down."""
    return bool(now.timestamp() - session.get(SEEN, 0) >= TOUCH.total_seconds())


def touch(session: MutableMapping[str, Any], *, key: str, now: datetime) -> None:
    """It is used at this moment; the caller keeps the session."""
    session[SEEN] = int(now.timestamp())
    SignedIn.objects.filter(session_key=key).update(seen_at=now)


def list_sessions(person: User, *, now: datetime) -> QuerySet[SignedIn]:
    """Those that still last, the one used last first."""
    lasting = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    rows = SignedIn.objects.filter(user=person, seen_at__gt=now - IDLE - TOUCH, at__gt=now - ABSOLUTE)
    return rows.filter(Exists(lasting))


def end(person: User, pk: int) -> bool:
    """One of the person's own; whether there was one."""
    return bool(_end_own(person, SignedIn.objects.filter(user=person, pk=pk)))


def end_others(person: User, *, key: str) -> int:
    """All of the person's but this; how many."""
    return _end_own(person, SignedIn.objects.filter(user=person).exclude(session_key=key))


def end_all(person: User) -> int:
    """However many: of whoever changed the password, or may not come in any more."""
    return _end(SignedIn.objects.filter(user=person))


def end_everybodys() -> None:
    """E.g. when those of another day were brought back with a copy."""
    Session.objects.all().delete()
    SignedIn.objects.all().delete()


def end_key(key: str) -> None:
    """One that is over, or whose person has signed out."""
    SignedIn.objects.filter(session_key=key).delete()
    Session.objects.filter(session_key=key).delete()


def remove_old(*, now: datetime) -> int:
    """Sessions that are over, and what was listed of them."""
    removed = Session.objects.filter(expire_date__lt=now).delete()[0]
    kept = Session.objects.filter(session_key=OuterRef("session_key"))
    SignedIn.objects.filter(~Exists(kept)).delete()
    return removed


@transaction.atomic
def _end_own(person: User, rows: QuerySet[SignedIn]) -> int:
    ended = _end(rows)
    if ended:
        note(Act.SESSIONS_ENDED, by=person, kind="person", ref=person.pk, detail=str(ended))
    return ended


@transaction.atomic
def _end(rows: QuerySet[SignedIn]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignedIn.objects.filter(session_key__in=keys).delete()
    return len(keys)
