"""The signed form of a consent. In: its bytes. Out: a file in the private store, opened only for those who may see it.

The private store is another than that of the media: nothing that players or the public fetch ever reads it. What lies
in it is not encrypted by us: a key beside the files would guard nothing. Encrypt the disk, or let the bucket do it.
"""

from dataclasses import dataclass
from datetime import datetime

from campaign.data.models import Consent, User


@dataclass(frozen=True)
class Document:
    """`name` is what a browser saves it as, nothing of the person. Serve it with no-store, as an attachment."""

    data: bytes
    media_type: str
    name: str


def keep_document(row: Consent, data: bytes, *, by: User, now: datetime) -> Consent:
    """Keep the form: a PDF, JPEG or PNG by its bytes, at most MOST_BYTES, in place of the one before. Where a photo was
    taken is forgotten (F7). Raises BrokenMedia, NotAllowed, StoreFailed."""
    raise NotImplementedError


def open_document(row: Consent, *, by: User, now: datetime) -> Document:
    """The form; the look is logged. Raises UnknownName when there is none, NotAllowed, StoreFailed."""
    raise NotImplementedError
