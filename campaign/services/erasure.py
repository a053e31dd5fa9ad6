"""The right to erasure (GDPR 17). In: a consent. Out: nothing of the person is left but the proof that it was done.

What goes: what the consent said, its form, and every item it covers, for an item shows the person: the words of all its
versions, its pictures and films, what was made of them and lies beside them, the films that were joined from them, and
what people wrote about it when they approved, returned or stopped it.

What stays: that there was a consent called so, when it was given up, by whom and on what ground; the hashes of what was
there, which tell nothing but let anybody who kept a copy prove what it was; and the log.

A release is frozen, and its digest is what two people let out. Alternative texts and tags of the person's items are
taken out of its body all the same. The digest stays; `redactions` tells when the body was changed and what its digest
was before and after, and the first of them is the digest that was released: so whoever holds a copy can prove it whole,
and whoever reads ours can prove that nothing but erasures changed it. Files that were copied elsewhere before, to
players or into backups, are out of reach: players are told to drop theirs, see docs/consents.md for backups.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from campaign.data.models import Campaign, Consent, ConsentEvent, User
from campaign.services import redaction, stops
from campaign.services.changes import mark_change
from campaign.services.consents import check_may, note
from campaign.services.leftovers import remove_pending
from campaign.services.rights import LEADS, has_role
from campaign.services.withdrawals import withdraw_for
from campaign.spec.digest import hash_value
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

Act = ConsentEvent.Act


class Ground(StrEnum):
    """Why, by GDPR 17(1); never free text, for that would be about the person."""

    NO_LONGER_NEEDED = "no-longer-needed"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    UNLAWFUL = "unlawful"
    LAW = "law"


@dataclass(frozen=True)
class Erased:
    """What went, as counted: `files` of the media and the form; `kept` are files that something else uses too,
    which does not show the person: look at them. `pending` could not be removed now, and are tried again."""

    items: tuple[str, ...]
    versions: int
    renderings: int
    files: int
    kept: tuple[str, ...]
    pending: int = 0


def erase(row: Consent, *, by: User, ground: Ground, now: datetime) -> Erased:
    """Erase the person's data, for leads and administrators: the consent, its document, and everything that shows the
    person. It is withdrawn first. There is no way back. Erasing again removes what could not be removed. Raises
    NotAllowed."""
    check_may(row.campaign, by=by)
    if not has_role(by, LEADS, campaign=row.campaign):
        raise NotAllowed(say("Only a campaign lead may erase a person’s data."), hint=say("Ask a lead."))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=row.campaign_id)  # in the order in which an import holds them
        held = Consent.objects.select_for_update().get(pk=row.pk)
        if held.erased_at is None:
            _erase(held, by=by, ground=ground, now=now)
    remove_pending(now=now)
    return _read_proof(Consent.objects.get(pk=row.pk).proof or {})


def _erase(held: Consent, *, by: User, ground: Ground, now: datetime) -> None:
    if held.withdrawn_at is None:
        held.withdrawn_at = now
        note(held, Act.WITHDRAWN, by=by, now=now)
    # whoever plans one of them meanwhile waits, and finds it empty
    items = list(held.items.select_for_update(of=("self",), no_key=True).select_related("campaign").order_by("pk"))
    withdraw_for(held, by=by, now=now)
    taken = redaction.redact_items(items, consent=held)
    held.proof = {
        "at": now.isoformat(),
        "by": by.username,
        "ground": ground.value,
        "consent": hash_value(held.body),
        "document": held.document.partition(".")[0],
        "items": sorted(str(item) for item in items),
        "versions": taken.versions,
        "renderings": taken.renderings,
        "files": [name.partition(".")[0] for name in taken.gone],
        "kept": taken.kept,
        "releases": redaction.redact_releases(items, now=now),
        "pending": taken.gone,
        "pending_form": held.document,
    }
    held.body, held.document, held.erased_at = {}, "", now
    held.save()
    note(held, Act.ERASED, by=by, now=now, detail=ground.value)
    stops.note_erased(held)
    mark_change(now=now)


def erase_again(held: Consent, *, by: User, ground: str, now: datetime) -> None:
    """What was erased after a copy was made that was brought back since; within the caller's transaction, who holds
    the consent."""
    _erase(held, by=by, ground=Ground(ground or Ground.LAW), now=now)


def _read_proof(proof: dict[str, Any]) -> Erased:
    return Erased(
        items=tuple(proof["items"]),
        versions=len(proof["versions"]),
        renderings=len(proof["renderings"]),
        files=len(proof["files"]) + bool(proof["document"]),
        kept=tuple(proof["kept"]),
        pending=len(proof["pending"]) + bool(proof["pending_form"]),
    )
