"""Bytes of the erased that still lie about. In: a moment. Out: they are gone, now or as soon as the store answers.

A store may not answer when somebody is erased; a render that ran then may put a picture there afterwards; films that
were joined of several spots hold those of the erased; and so do the pages that SQLite has written over.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from campaign.adapters.store import Store
from campaign.data import convert
from campaign.data.models import (
    Campaign,
    Channel,
    Companion,
    Consent,
    Draft,
    EmergencyPicture,
    ItemVersion,
    JoinedLoop,
    Rendering,
    StoredFile,
    TemplateVersion,
)
from campaign.playlists.blank import draw_blank
from campaign.services.patience import wait_at_most
from campaign.services.storage import get_private_store, get_store
from campaign.spec.errors import StoreFailed

SETTLED = timedelta(minutes=30)
"""Longer than any render, or import, takes between its first file and its row."""
WATCHED = timedelta(days=1)
PATIENCE = 500
"""Milliseconds for which readers of the database are waited for."""


def remove_pending(*, now: datetime) -> int:
    """Remove what erasures left to remove; returns how many files could not be removed yet."""
    left = 0
    erased = list(Consent.objects.exclude(erased_at=None))
    for row in erased:
        if row.proof and (row.proof["pending"] or row.proof["pending_form"]):
            left += _remove_files(row)
    left += _remove_joined({digest for row in erased for digest in (row.proof or {}).get("files", ())})
    if any(row.erased_at is not None and row.erased_at > now - WATCHED for row in erased):
        left += _remove_strays(now=now)
        _empty_journal()
    return left


def _empty_journal() -> None:
    """SQLite's write-ahead log holds the pages as they were until it is begun anew. While somebody reads an old one it
    stays: then the next call tries again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with wait_at_most(PATIENCE), connection.cursor() as cursor, suppress(OperationalError):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


@transaction.atomic
def _remove_files(row: Consent) -> int:
    held = Consent.objects.select_for_update().get(pk=row.pk)
    proof = dict(held.proof or {})
    proof["pending"] = [name for name in proof["pending"] if not _remove_medium(name)]
    form = proof["pending_form"]
    if form and (Consent.objects.filter(document=form).exists() or _remove(get_private_store(), form)):
        proof["pending_form"] = ""
    held.proof = proof
    held.save(update_fields=["proof"])
    return len(proof["pending"]) + bool(proof["pending_form"])


def _remove_medium(name: str) -> bool:
    """Something may have been kept under the same hash since: then it stays."""
    return StoredFile.objects.filter(name=name).exists() or _remove(get_store(), name)


def _remove(store: Store, name: str) -> bool:
    """Whether it is gone."""
    try:
        store.remove(name)
    except (StoreFailed, OSError):
        return False
    return True


def _remove_joined(digests: set[str]) -> int:
    """Films joined of spots that were erased; they are in no other table."""
    left = 0
    for row in JoinedLoop.objects.all() if digests else ():
        if digests.intersection(name.partition(".")[0] for name in row.spots):
            if _remove_medium(row.name):
                row.delete()
            else:
                left += 1
    return left


def remove_unnamed(digests: Collection[str]) -> int:
    """Remove those of these files that nothing names any more, such as the photos of a draft that was thrown away.
    Call it when the transaction is through. Returns how many could not be removed."""
    return _remove_rows(StoredFile.objects.filter(pk__in=digests))


def _remove_strays(*, now: datetime) -> int:
    """Files in the table that nothing names, such as those of a render whose row was taken from it."""
    return _remove_rows(StoredFile.objects.filter(made_at__lt=now - SETTLED, made_at__gt=now - WATCHED - SETTLED))


def _remove_rows(rows: QuerySet[StoredFile]) -> int:
    named = Q(pk__in=ItemVersion.files.through.objects.values("storedfile"))
    named |= Q(pk__in=Rendering.objects.exclude(file=None).values("file")) | Q(pk__in=Companion.objects.values("file"))
    named |= Q(pk__in=EmergencyPicture.objects.values("file"))
    named |= Q(pk__in=TemplateVersion.objects.exclude(archive=None).values("archive"))
    named |= Q(pk__in=Draft.files.through.objects.values("storedfile"))
    blanks = [draw_blank(convert.read_channel(row).format).name for row in Channel.objects.all()]
    media = {digest for row in Campaign.objects.all() for digest in row.media.values()}
    left = 0
    for file in rows.exclude(named).exclude(name__in=blanks).exclude(pk__in=media):
        try:
            get_store().remove(file.name)
        except (StoreFailed, OSError):
            left += 1
        else:
            file.delete()
    return left
