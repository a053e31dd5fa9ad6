"""Files of the private store that nothing names. In: a moment. Out: they are gone.

A signed form, or a pack that waits, is put before the row that names it. Where that row never came nobody would ever
remove it, and there are people on it: so it goes after a day, without a grace. Keeping the same file anew renews its
date, and whoever names it looks afterwards whether it is there.
"""

from collections.abc import Iterator
from datetime import datetime

from campaign.adapters.stored import Kept
from campaign.data.models import Consent, PackImport
from campaign.services.garbage import SETTLED
from campaign.services.storage import get_private_store


def remove_strays(*, now: datetime) -> int:
    """Remove them; how many. Raises StoreFailed."""
    store = get_private_store()
    store.remove_halves(before=now - SETTLED)
    removed = 0
    for kept in list(list_strays(now=now)):
        if kept.name not in _list_named():
            store.remove(kept.name)
            removed += 1
    return removed


def list_strays(*, now: datetime) -> Iterator[Kept]:
    """What has lain there for a day and is in no row. Raises StoreFailed."""
    named = _list_named()
    for kept in get_private_store().list_kept():
        if kept.name not in named and kept.at < now - SETTLED:
            yield kept


def _list_named() -> set[str]:
    """Forms of consents, those that an erasure has still to remove (it does so itself), and packs that wait."""
    names = set(Consent.objects.exclude(document="").values_list("document", flat=True))
    proofs = Consent.objects.exclude(proof=None).values_list("proof", flat=True)
    names |= {str(proof["pending_form"]) for proof in proofs if proof}
    return names | set(PackImport.objects.exclude(file="").values_list("file", flat=True))
