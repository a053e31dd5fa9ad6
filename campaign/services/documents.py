"""The signed form of a consent. In: its bytes. Out: a file in the private store, opened only for those who may see it.

The private store is another than that of the media: nothing that players or the public fetch ever reads it. What lies
in it is not encrypted by us: a key beside the files would guard nothing. Encrypt the disk, or let the bucket do it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from campaign.adapters.forms import clean_form
from campaign.adapters.stored import make_name
from campaign.data.models import Consent, ConsentEvent, User
from campaign.services.consents import check_may, lock, note
from campaign.services.storage import get_private_store
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import BrokenMedia, UnknownName
from campaign.spec.files import MEDIA_TYPES
from campaign.spec.message import say

MOST_BYTES = 20_000_000
"""A few scanned pages in colour."""

Act = ConsentEvent.Act


@dataclass(frozen=True)
class Document:
    """`name` is what a browser saves it as, nothing of the person. Serve it with no-store, as an attachment."""

    data: bytes
    media_type: str
    name: str


def keep_document(row: Consent, data: bytes, *, by: User, now: datetime) -> Consent:
    """Keep the form: a PDF, JPEG or PNG by its bytes, at most MOST_BYTES, in place of the one before. Where a photo was
    taken is forgotten (F7). Raises BrokenMedia, NotAllowed, StoreFailed."""
    check_may(row.campaign, by=by)
    if len(data) > MOST_BYTES:
        raise BrokenMedia(
            say("The document has %(size)s bytes.", size=len(data)),
            hint=say("At most %(most)s are taken: scan it in grey, or with fewer dots.", most=MOST_BYTES),
        )
    clean, ending = clean_form(data)
    name = make_name(hash_bytes(clean), suffix=ending)
    get_private_store().put_bytes(clean, name=name)  # before the row: a row never names a file that is not there
    try:
        held, before = _name_document(row, name, by=by, now=now)
        get_private_store().put_bytes(clean, name=name)  # an old one without a row may have been removed meanwhile
    except Exception:
        drop_document(name)  # of somebody who is erased, say: nobody would ever remove it
        raise
    if before != name:
        drop_document(before)
    return held


@transaction.atomic
def _name_document(row: Consent, name: str, *, by: User, now: datetime) -> tuple[Consent, str]:
    """The row, and the name of the form before."""
    held = lock(row, by=by)
    before, held.document = held.document, name
    held.save(update_fields=["document"])
    note(held, Act.DOCUMENT_KEPT, by=by, now=now)
    return held, before


def open_document(row: Consent, *, by: User, now: datetime) -> Document:
    """The form; the look is logged. Raises UnknownName when there is none, NotAllowed, StoreFailed."""
    check_may(row.campaign, by=by)
    held = Consent.objects.get(pk=row.pk)
    if not held.document:
        raise UnknownName(say("No document is kept with this consent."))
    note(row, Act.DOCUMENT_SEEN, by=by, now=now)  # first: whatever happens to the file, somebody asked for it
    with get_private_store().open(held.document) as file:
        data = file.read()
    ending = held.document.rpartition(".")[2]
    return Document(data, MEDIA_TYPES[ending], f"{row.slug}.{ending}")


def drop_document(name: str) -> None:
    """Remove a form that no consent names any more: the same scan may stand for two. Raises StoreFailed."""
    if name and not Consent.objects.filter(document=name).exists():
        get_private_store().remove(name)
