"""Rows that only grow, and are over. In: a moment. Out: they are gone, each kind after its time.

What is proof is never among them: versions, approvals, releases, consents and their history, sums of plays, receipts,
the audit log. Plays, letters, sessions and tries go where they are written (settling, mailing, sessions, sign_in).
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campaign.data.models import (
    Draft,
    DraftReader,
    Invitation,
    JoinedLoop,
    Material,
    PackImport,
    PlayRefusal,
    Rendering,
    StoredFile,
)
from campaign.services.garbage import find_grace
from campaign.services.mailing import KEPT as LETTERS_KEPT
from campaign.services.mailing import name_outbox
from campaign.services.storage import get_store

IMPORTS_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=90)
"""After one was used, withdrawn, or has run out: an address of somebody who may never have come."""
DRAFTS_KEPT = timedelta(days=30)
"""Of what has become a version and was not touched since; all it says is in the version."""
READERS_KEPT = timedelta(days=7)
REFUSALS_KEPT = timedelta(days=400)
"""A report may ask for the refused rows of a year ago."""
AT_ONCE = 1_000
"""Rows of a kind in one run: other writers wait for it."""
ENDED = (PackImport.State.DONE, PackImport.State.FAILED)
OVER = (Rendering.State.GONE, Rendering.State.FAILED)


def remove_old(*, now: datetime) -> Mapping[str, int]:
    """Remove what is over; how many of each kind."""
    removed = {name: _remove(list_old(now=now)) for name, list_old in KINDS.items()}
    return {**removed, "joined loops": _let_joined_go(now=now), "letters": _remove_letters(now=now)}


def count_old(*, now: datetime) -> Mapping[str, int]:
    """How many of each kind would go."""
    counts = {name: list_old(now=now).count() for name, list_old in KINDS.items()}
    return {**counts, "joined loops": _list_joined(now=now).count(), "letters": len(_list_letters(now=now))}


def _remove(rows: QuerySet[Any]) -> int:
    pks = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    if not pks:
        return 0
    rows.filter(pk__in=pks).delete()
    return len(pks)


def _list_imports(*, now: datetime) -> QuerySet[PackImport]:
    return PackImport.objects.filter(state__in=ENDED, at__lt=now - IMPORTS_KEPT)


def _list_invitations(*, now: datetime) -> QuerySet[Invitation]:
    limit = now - INVITATIONS_KEPT
    return Invitation.objects.filter(Q(used_at__lt=limit) | Q(withdrawn_at__lt=limit) | Q(until__lt=limit))


def _list_drafts(*, now: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(settled_at__lt=now - DRAFTS_KEPT, changed_at__lt=now - DRAFTS_KEPT)


def _list_readers(*, now: datetime) -> QuerySet[DraftReader]:
    return DraftReader.objects.filter(seen_at__lt=now - READERS_KEPT)


def _list_refusals(*, now: datetime) -> QuerySet[PlayRefusal]:
    return PlayRefusal.objects.filter(day__lt=(now - REFUSALS_KEPT).date())


def _list_renderings(*, now: datetime) -> QuerySet[Rendering]:
    """Those that no material shows, once their files are gone."""
    shown = Material.objects.filter(Q(still=OuterRef("pk")) | Q(loop=OuterRef("pk")))
    rows = Rendering.objects.filter(state__in=OVER, file=None, done_at__lt=now - find_grace())
    return rows.filter(~Exists(shown))


def _list_joined(*, now: datetime) -> QuerySet[JoinedLoop]:
    return JoinedLoop.objects.filter(used_at__lt=now - find_grace())


def _let_joined_go(*, now: datetime) -> int:
    """Films that no player has fetched for so long, with their files: one that is asked for after all is joined anew.
    Raises StoreFailed."""
    gone = 0
    for pk in list(_list_joined(now=now).values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            row = _list_joined(now=now).select_for_update().filter(pk=pk).first()
            if row is not None:
                if not StoredFile.objects.filter(name=row.name).exists():
                    get_store().remove(row.name)
                row.delete()
                gone += 1
    return gone


def _list_letters(*, now: datetime) -> list[Path]:
    """Files of letters, where there is no mail server: some have a key to the house in them."""
    folder = name_outbox()
    limit = (now - LETTERS_KEPT).timestamp()
    entries = Path(folder).glob("*.eml") if folder else ()
    return [path for path in entries if os.stat(path).st_mtime < limit]


def _remove_letters(*, now: datetime) -> int:
    old = _list_letters(now=now)
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


KINDS: Mapping[str, Callable[..., QuerySet[Any]]] = {
    "imports": _list_imports,
    "invitations": _list_invitations,
    "drafts": _list_drafts,
    "readers of drafts": _list_readers,
    "refused rows": _list_refusals,
    "renderings": _list_renderings,
}
