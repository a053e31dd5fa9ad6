"""What must never come back, whatever copy of the database is brought back. In: stops as they happen. Out: a list.

A person who is erased, a consent that is withdrawn, a story that is taken down; an address of a player, a key that
signs, or somebody's way in that was ended, often because it was stolen: a copy of the database from before knows
nothing of it. So each is also a line of a file that lies outside the database, and every copy carries all that were
known when it was made. A line names rows by their short names, numbers or hashes and says when, nothing else.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from campaign.data.models import AuditEvent, Consent, Player, SignedKeys, User, Withdrawal
from campaign.playlists.key_list import read_keys
from campaign.services.audit import Act
from campaign.spec.errors import InvalidDocument, Place
from campaign.spec.message import say

FILE = "stops.jsonl"
ERASED, WITHDRAWN = "erased", "withdrawn"
PLAYER, KEY, PERSON = "player-ended", "key-revoked", "person-switched-off"


@dataclass(frozen=True)
class Stop:
    """`kind` is ERASED, of the consent "campaign/slug" with its items and on whose word and ground, or WITHDRAWN: a
    Withdrawal's scope and ref, for a consent or none. Of PLAYER `ref` is the hash of the token, of KEY the public key,
    of PERSON the row's number. `at` is a moment as ISO 8601."""

    kind: str
    at: str
    consent: str = ""
    items: tuple[str, ...] = ()
    by: str = ""
    ground: str = ""
    scope: str = ""
    ref: str = ""


def find_file() -> Path:
    """Where this host writes them down."""
    return Path(settings.HOME) / FILE


def note_erased(row: Consent) -> None:
    """Write it down once the transaction is through."""
    _note(_read_erased(row))


def note_withdrawn(row: Withdrawal) -> None:
    """Write it down once the transaction is through."""
    _note(_read_withdrawn(row))


def note_ended(kind: str, ref: object, *, now: datetime) -> None:
    """The same of a PLAYER, KEY or PERSON."""
    _note(Stop(kind, _tell(now), ref=str(ref)))


def list_stops() -> list[Stop]:
    """All that the database knows; of addresses that players were given instead only their file does."""
    erased = Consent.objects.exclude(erased_at=None).select_related("campaign").order_by("erased_at")
    standing = Withdrawal.objects.filter(lifted_at=None).select_related("consent__campaign").order_by("pk")
    return [*map(_read_erased, erased), *map(_read_withdrawn, standing), *_list_ended()]


def _list_ended() -> Iterator[Stop]:
    players = Player.objects.exclude(revoked_at=None).order_by("pk").values_list("token_sha256", "revoked_at")
    yield from (Stop(PLAYER, _tell(at), ref=token) for token, at in players if at)
    known: set[str] = set()
    for row in SignedKeys.objects.order_by("version"):
        revoked = read_keys(row.text.encode()).revoked
        yield from (Stop(KEY, _tell(row.made_at), ref=public) for public in revoked if public not in known)
        known |= set(revoked)
    off = set(map(str, User.objects.filter(is_active=False).values_list("pk", flat=True)))
    acts = AuditEvent.objects.filter(act=Act.SWITCHED_OFF, ref__in=off).order_by("pk").values_list("ref", "at")
    yield from (Stop(PERSON, _tell(at), ref=ref) for ref, at in acts)


def read_stops(path: Path) -> Iterator[Stop]:
    """Those of a file; none where there is no file. A line that was cut off at the end is left out. Raises
    InvalidDocument."""
    lines = path.read_bytes().split(b"\n") if path.exists() else []
    for number, line in enumerate(lines, 1):
        try:
            given = json.loads(line) if line.strip() else None
            if given is not None:
                yield Stop(**{**given, "items": tuple(given.get("items", ()))})
        except (ValueError, TypeError):
            if number < len(lines):
                raise InvalidDocument(
                    say("This line is not one of a list of stops."), place=Place(str(path), line=number)
                ) from None


def write_stops(stops: Iterable[Stop]) -> bytes:
    """As a file has them, each once."""
    return b"".join(_write(stop) for stop in dict.fromkeys(stops))


def name_consent(row: Consent) -> str:
    return f"{row.campaign.slug}/{row.slug}"


def _read_erased(row: Consent) -> Stop:
    proof, at = row.proof or {}, row.erased_at
    facts = {"by": str(proof.get("by", "")), "ground": str(proof.get("ground", ""))}
    items = tuple(proof.get("items", ()))
    return Stop(ERASED, _tell(at) if at else "", consent=name_consent(row), items=items, **facts)


def _read_withdrawn(row: Withdrawal) -> Stop:
    consent = name_consent(row.consent) if row.consent else ""
    return Stop(WITHDRAWN, _tell(row.at), consent=consent, scope=row.scope, ref=row.ref)


def _tell(at: datetime) -> str:
    return at.isoformat()


def _note(stop: Stop) -> None:
    transaction.on_commit(lambda: _append(stop), robust=True)


def _append(stop: Stop) -> None:
    """At the end, in one write, and down to the disk: what the power takes is at most the line's end."""
    path = find_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, _write(stop))
        os.fsync(file)
    finally:
        os.close(file)


def _write(stop: Stop) -> bytes:
    told = {name: value for name, value in asdict(stop).items() if value}
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"
