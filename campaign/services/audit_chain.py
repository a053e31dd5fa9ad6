"""The chain that shows whether the audit log is whole. In: its rows. Out: seals, and what is wrong with them.

Each seal is SHA-256 over the digest before it, its number and its event. Whoever changes, removes or adds a line must
make every later seal anew, which shows against any digest that was noted elsewhere: `campaign audit verify` prints the
last one, and the log of the workers tells it once an hour. Sealing is apart from the acts: they would have to wait for
each other, and two that hold other rows meanwhile could wait for ever. Whoever looks or verifies seals first, and the
sweep every five seconds, so nothing stays open for longer.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from campaign.data.models import AuditCut, AuditEvent, AuditSeal, ConsentEvent
from campaign.spec.message import Message, say

START = "0" * 64
"""In the place of the digest before the first."""
AT_ONCE = 1000
CUT_EVERY = timedelta(days=1)
LOCK = 0x61756469
"""Of PostgreSQL's advisory locks: one process seals at a time."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """The last link: how many lines were ever sealed, and the digest over all of them."""

    number: int
    digest: str


@dataclass(frozen=True)
class Proof:
    """`troubles` are empty where the log is whole; `checked` are the links that were looked at."""

    head: Head
    checked: int
    troubles: tuple[Message, ...]


def seal() -> int:
    """Seal what is not sealed yet, in the order in which it was written; returns how many."""
    sealed = 0
    while count := _seal_some():
        sealed += count
    return sealed


@transaction.atomic
def _seal_some() -> int:
    if not (waiting := _find_open()):
        return 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        waiting = _find_open()
    head = find_head()
    rows = []
    for event in waiting:
        head = Head(head.number + 1, make_digest(event, number=head.number + 1, before=head.digest))
        rows.append(AuditSeal(number=head.number, event=event.pk, digest=head.digest))
    AuditSeal.objects.bulk_create(rows)
    return len(rows)


def _find_open() -> list[AuditEvent]:
    """By their numbers; one whose transaction ended late is sealed late."""
    sealed = AuditSeal.objects.filter(event=OuterRef("pk"))
    return list(AuditEvent.objects.filter(~Exists(sealed)).order_by("pk")[:AT_ONCE])


def find_head() -> Head:
    """Of all that is sealed."""
    last = AuditSeal.objects.order_by("-number").first()
    if last is not None:
        return Head(last.number, last.digest)
    cut = AuditCut.objects.order_by("-number").first()
    return Head(cut.number, cut.digest) if cut else Head(0, START)


def tell_head() -> None:
    """Into the log, which lies elsewhere: whoever rewrites the chain cannot rewrite that."""
    head = find_head()
    _log.info("audit head", extra={"fields": {"number": head.number, "digest": head.digest}})


def make_digest(event: AuditEvent, *, number: int, before: str) -> str:
    """Over everything the line says."""
    told = [
        *(before, number, event.pk, event.at.astimezone(UTC).isoformat(), event.act, event.by_id),
        *(event.kind, event.ref, event.organisation_id, event.campaign, event.detail),
    ]
    return sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def verify(*, noted: Head | None = None) -> Proof:
    """Look at every link, at a head that somebody noted earlier, and at the histories of consents. Seals first."""
    seal()
    cut = AuditCut.objects.order_by("-number").first()
    start = Head(cut.number, cut.digest) if cut else Head(0, START)
    troubles: list[Message] = []
    checked, last = 0, start
    if noted is not None and (noted.number < start.number or (noted.number == start.number and noted != start)):
        troubles.append(
            say(
                "Link %(noted)d was noted, and the log begins after link %(start)d: what was before is removed.",
                noted=noted.number,
                start=start.number,
            )
        )
    for row, event in _read_links():
        troubles += _look_at(row, event, before=last)
        if noted is not None and row.number == noted.number and row.digest != noted.digest:
            troubles.append(say("Link %(number)d is not the one that was noted.", number=row.number))
        last, checked = Head(row.number, row.digest), checked + 1
    if noted is not None and last.number < noted.number:
        troubles.append(
            say("The log ends at link %(end)d; link %(noted)d was noted.", end=last.number, noted=noted.number)
        )
    troubles += _compare_consents()
    return Proof(last, checked, tuple(troubles))


def _read_links() -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    """In thousands, so that a log of many years fits."""
    number = -1
    while rows := list(AuditSeal.objects.filter(number__gt=number).order_by("number")[:AT_ONCE]):
        events = AuditEvent.objects.in_bulk([row.event for row in rows])
        for row in rows:
            yield row, events.get(row.event)
        number = rows[-1].number


def _look_at(row: AuditSeal, event: AuditEvent | None, *, before: Head) -> Iterator[Message]:
    if row.number != before.number + 1:
        yield say("Links %(first)d to %(last)d are gone.", first=before.number + 1, last=row.number - 1)
    elif event is None:
        yield say("The line of link %(number)d is gone.", number=row.number)
    elif row.digest != make_digest(event, number=row.number, before=before.digest):
        yield say("Line %(line)d, link %(number)d, is not what was sealed.", line=event.pk, number=row.number)


def _compare_consents() -> Iterator[Message]:
    """The histories of consents say what the log says, since it began or was cut."""
    lines = AuditEvent.objects.filter(kind="consent").order_by()
    first = AuditEvent.objects.order_by("pk").values_list("at", flat=True).first()
    if first is None:
        return
    told = Counter(
        (act.removeprefix("consent-"), ref, by, at)
        for act, ref, by, at in lines.filter(at__gt=first).values_list("act", "ref", "by_id", "at")
    )
    rows = ConsentEvent.objects.filter(at__gt=first).order_by()
    kept = Counter((act, str(ref), by, at) for act, ref, by, at in rows.values_list("act", "consent_id", "by_id", "at"))
    for act, ref, _, _ in (told - kept).elements():
        yield say("The history of consent %(consent)s lacks “%(act)s”.", consent=ref, act=act)
    for act, ref, _, _ in (kept - told).elements():
        yield say("The history of consent %(consent)s has “%(act)s”, which the log lacks.", consent=ref, act=act)


@transaction.atomic
def remove_old(*, now: datetime) -> int:
    """Remove what is older than settings.AUDIT_YEARS, from the beginning of the chain on; returns how many lines."""
    cut = AuditCut.objects.order_by("-number").first()
    if cut is not None and abs(now - cut.at) < CUT_EVERY:
        return 0
    limit = now - timedelta(days=365.25 * settings.AUDIT_YEARS)
    young = AuditEvent.objects.filter(at__gte=limit).order_by().values("pk")
    first = AuditSeal.objects.filter(event__in=young).order_by("number").first()
    old = AuditSeal.objects.filter(number__lt=first.number) if first else AuditSeal.objects.all()
    last = old.order_by("-number").first()
    if last is None:
        return 0
    AuditCut.objects.create(number=last.number, digest=last.digest, at=now)
    AuditEvent.objects.filter(pk__in=old.order_by().values("event")).delete()
    return old.delete()[0]
